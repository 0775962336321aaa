/** Rosters as people hand them in: sound ones, and what goes wrong with them. All people are made up. */
import ExcelJS from 'exceljs';
import type { LocalDate } from '../../../core/domain/units.ts';
import { type RosterReading, readRoster } from '../../../kiosk/desk/roster/read-roster.ts';
import { readTables } from '../../../kiosk/desk/tables/read.ts';
import { withCheckDigit } from '../forms/october.ts';

/** The headings of 附件4 in its order. */
export const ANNEX_4 = [
  ...['序号', '姓名', '性别', '民族', '身份证号', '毕业院校', '所学专业', '学历', '毕业时间', '户籍所在地'],
  ...['是否本校毕业学年', '拟取证书类型', '移动电话', '学员签名', '备注'],
];

/** The day on which the tests read rosters. */
export const TODAY = '2026-09-20' as LocalDate;

/** A made-up person's ID number; even `index`: a woman, odd: a man. */
export function idNumberOf(index: number): string {
  return withCheckDigit(`2104022002${String((index % 12) + 1).padStart(2, '0')}15${String(index).padStart(3, '0')}`);
}

/** A row of 附件4, all filled in. */
export function rowOf(index: number, over: Readonly<Record<string, unknown>> = {}): unknown[] {
  const row: Readonly<Record<string, unknown>> = {
    ...{
      序号: index,
      姓名: `学员${'甲乙丙丁戊己庚辛壬癸'[index % 10] ?? ''}${index}`,
      性别: index % 2 === 1 ? '男' : '女',
    },
    ...{
      民族: '汉族',
      身份证号: idNumberOf(index),
      毕业院校: '沈阳工学院',
      所学专业: '计算机科学与技术',
      学历: '本科',
    },
    ...{ 毕业时间: '2026-07-01', 户籍所在地: '辽宁省抚顺市', 是否本校毕业学年: '否', 拟取证书类型: '专项职业能力' },
    ...{ 移动电话: `138${String(index).padStart(8, '0')}`, 学员签名: '', 备注: '' },
    ...over,
  };
  return ANNEX_4.map((heading) => row[heading]);
}

/** An .xlsx of rows; `arrange` does to the sheet what people do. */
export async function workbookOf(
  rows: readonly (readonly unknown[])[],
  arrange: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void = () => undefined,
): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('名单');
  for (const row of rows) sheet.addRow([...row]);
  arrange(sheet, book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** A csv of rows in UTF-8. */
export function csvOf(rows: readonly (readonly unknown[])[]): Uint8Array {
  const text = rows
    .map((row) => row.map((each) => `"${typeof each === 'number' || typeof each === 'string' ? each : ''}"`).join(','))
    .join('\r\n');
  return new TextEncoder().encode(text);
}

/** Reads a file as the import does. A file that cannot be read is told as a fault of the whole file. */
export async function readFile(name: string, bytes: Uint8Array): Promise<RosterReading> {
  const reading = await readTables(name, bytes);
  if (reading.kind === 'tables') return readRoster(reading.tables, TODAY);
  const { what, advice } = reading;
  return { rows: [], columns: new Set(), faults: [{ severity: 'refused', row: null, column: null, what, advice }] };
}

/** All faults of a reading, one line each: `refused 5 E（身份证号） what → advice`. */
export function faultLines({ faults, rows }: RosterReading): readonly string[] {
  return [...faults, ...rows.flatMap((row) => row.faults)].map(
    ({ severity, row, column, what, advice }) => `${severity} ${row ?? '-'} ${column ?? '-'} ${what} → ${advice}`,
  );
}
