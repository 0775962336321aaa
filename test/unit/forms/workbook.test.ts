import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import type { LocalMonth } from '../../../core/domain/day.ts';
import type { FormRequest } from '../../../core/forms/class-forms.ts';
import { place } from '../../../core/forms/placing.ts';
import type { Sheet } from '../../../core/forms/sheet.ts';
import { formWorkbook } from '../../../core/forms/xlsx.ts';
import { largeClass, person, type Scenario, subsidyClass, workedClass } from '../../support/forms/october.ts';
import { cellsOf, formOf } from '../../support/forms/settle.ts';

const month = '2026-10' as LocalMonth;
const A4 = 9;

/** A workbook as a reader finds it. */
async function opened(sheets: readonly Sheet[]): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  const bytes = await formWorkbook(sheets);
  await book.xlsx.load(bytes.buffer as ArrayBuffer);
  return book;
}

async function firstSheet(scenario: Scenario, request: FormRequest) {
  const form = formOf(scenario, request);
  const page = (await opened([form])).worksheets[0];
  if (page === undefined) throw new Error('expected a worksheet');
  return { form, page };
}

describe.each([
  ['附件4', largeClass(12), { form: 4 }],
  ['附件5', workedClass(), { form: 5, week: 1 }],
  ['附件6', workedClass(), { form: 6, month }],
  ['附件7', workedClass(), { form: 7, month }],
  ['附件8', subsidyClass(), { form: 8 }],
] as const)('the workbook of %s', (name, scenario, request) => {
  test('holds every cell of the form, numbers as numbers', async () => {
    const { form, page } = await firstSheet(scenario, request);
    const { head, body, foot } = place(form);
    for (const { cell, row, column } of [...head, ...body, ...foot].flatMap(({ cells }) => cells)) {
      const got = page.getCell(row + 1, column + 1);
      expect(got.value).toEqual(cell.number ?? (cell.text === '' ? null : cell.text));
      expect(got.isMerged).toBe(cell.columns > 1 || cell.rows > 1);
    }
  });

  test('is A4 on its side, fitted to its width, with its head on every page', async () => {
    const { form, page } = await firstSheet(scenario, request);
    const { pageSetup } = page;
    expect(page.name.startsWith(name)).toBe(true);
    expect(pageSetup).toMatchObject({ paperSize: A4, orientation: 'landscape', fitToPage: true });
    expect(pageSetup).toMatchObject({ fitToWidth: 1, fitToHeight: 0 });
    expect(pageSetup.printTitlesRow).toBe(`1:${form.head.length}`);
    const rows = form.head.length + form.body.length + form.foot.length;
    const last = page.getColumn(form.columnsMm.length).letter;
    expect(pageSetup.printArea?.replaceAll('$', '')).toBe(`A1:${last}${rows}`);
    expect(page.headerFooter.oddFooter).toContain(form.reportId);
  });

  test('is written in 宋体', async () => {
    const { form, page } = await firstSheet(scenario, request);
    expect(page.getCell(2, 1).value).toBe(form.title);
    expect(page.getCell(2, 1).font).toMatchObject({ name: '宋体', bold: true });
    expect(page.getCell(form.head.length + 1, 1).font.name).toBe('宋体');
  });
});

describe('a workbook', () => {
  test('has real merged headings: 扣减金额 over four columns', async () => {
    const { page } = await firstSheet(subsidyClass(), { form: 8 });
    expect(page.getCell('Q3').value).toBe('扣减金额');
    expect(page.getCell('T3').master.address).toBe('Q3');
    expect([page.getCell('Q4').value, page.getCell('T4').value]).toEqual(['到课率扣减', '违纪违规扣减金额']);
    expect(page.getCell('P4').master.address).toBe('P3');
  });

  test.each(['=1+1', '+86 139', '-5', '@SUM(A1)', "=cmd|' /C calc'!A0", '_x0041_'])('keeps %j a text', async (name) => {
    const scenario = workedClass();
    const trainees = scenario.trainees.map((each) => ({ ...each, person: { ...person(0), name, remarks: name } }));
    const { page } = await firstSheet({ ...scenario, trainees }, { form: 4 });
    const got = page.getCell('B5');
    expect([got.type, got.value, got.formula]).toEqual([ExcelJS.ValueType.String, name, undefined]);
    expect(got.numFmt).toBe('@');
  });

  test('leaves out what no XML may hold and what turns the reading direction', async () => {
    const scenario = workedClass();
    const name = '张\u0000\u0007\u202e三\ud800';
    const trainees = scenario.trainees.map((each) => ({ ...each, person: { ...person(0), name } }));
    const { page } = await firstSheet({ ...scenario, trainees }, { form: 4 });
    expect(page.getCell('B5').value).toBe('张三\ufffd');
  });

  test('of the same form has the same bytes: no entry carries the time of packing', async () => {
    const form = formOf(workedClass(), { form: 6, month });
    const bytes = await formWorkbook([form]);
    expect(Buffer.compare(await formWorkbook([form]), bytes)).toBe(0);
    const zip = Buffer.from(bytes);
    const [time, date] = [zip.readUInt16LE(10), zip.readUInt16LE(12)];
    expect([time, date]).toEqual([0, 0x0021]); // 1980-01-01 00:00
  });

  test('holds a photo where the form has one', async () => {
    const form = formOf(workedClass(), { form: 4 });
    const bytes = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const picture = { bytes, type: 'png', width: 1, height: 1 } as const;
    const [first, ...rest] = form.body;
    const cells = first?.cells.map((cell, index) => (index === 14 ? { ...cell, picture } : cell)) ?? [];
    const book = await opened([{ ...form, body: [{ heightMm: 20, cells }, ...rest] }]);
    const [image] = book.worksheets[0]?.getImages() ?? [];
    expect([image?.range.tl.nativeCol, image?.range.tl.nativeRow]).toEqual([14, 4]);
    expect(Number.isFinite(image?.range.tl.nativeColOff)).toBe(true);
  });

  test('of 50 trainees has a line for each, and signature cells without a word', async () => {
    const { form, page } = await firstSheet(largeClass(50), { form: 6, month });
    expect(form.body).toHaveLength(50);
    expect(page.getCell(form.head.length + 50, 1).value).toBe(50);
    const signatures = cellsOf(form).filter(({ kind }) => kind === 'signature');
    expect(signatures).toHaveLength(50);
    expect(signatures.every(({ text }) => text === '')).toBe(true);
  });
});
