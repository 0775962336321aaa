import ExcelJS from 'exceljs';
import { addDays } from '../../../core/domain/day.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { type CellValue, EMPTY, type Table, type TableCell, type TableRow } from './table.ts';
import { ZipRefusal, zipEntries } from './zip.ts';

/** A roster's workbook is some 20 kB; one that unpacks to more than this is none. */
const LIMITS = { entries: 500, entryBytes: 40_000_000, totalBytes: 60_000_000 };
/** Columns looked at; sheets with formats out to XFD have no more words there. */
const MOST_COLUMNS = 60;

/**
 * The visible worksheets of an .xlsx; undefined when the zip holds no workbook.
 * @throws ZipRefusal for what is no sound .xlsx, or unpacks to too much.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<readonly Table[] | undefined> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let isWorkbook = false;
  for await (const entry of zipEntries(buffer, LIMITS)) {
    await entry.read(); // unpacked once under limits, as the library unpacks without any
    if (entry.path === 'xl/workbook.xml') isWorkbook = true;
  }
  if (!isWorkbook) return undefined;
  const book = new ExcelJS.Workbook();
  try {
    await book.xlsx.load(buffer as unknown as ExcelJS.Buffer, {
      ignoreNodes: ['dataValidations', 'conditionalFormatting', 'drawing', 'picture', 'extLst'],
    });
  } catch (error) {
    throw new ZipRefusal('damaged', null, { cause: error });
  }
  return book.worksheets.filter(({ state }) => state === 'visible').map(tableOf);
}

function tableOf(sheet: ExcelJS.Worksheet): Table {
  const ranges = mergedRanges(sheet);
  const rows: TableRow[] = [];
  sheet.eachRow({ includeEmpty: false }, (row, number) => {
    const cells: TableCell[] = [];
    row.eachCell({ includeEmpty: false }, (cell, column) => {
      if (column > MOST_COLUMNS) return;
      while (cells.length < column - 1) cells.push(EMPTY);
      const merged = cell.isMerged ? (ranges.get(cell.master.address) ?? cell.master.address) : null;
      cells.push({ value: valueOf(cell.value), merged, covered: merged !== null && cell.master !== cell });
    });
    const last = cells.findLastIndex(({ value }) => value.kind !== 'empty');
    if (last >= 0) rows.push({ number, cells: cells.slice(0, last + 1) });
  });
  return { name: sheet.name, rows };
}

/** Ranges by their first cell. */
function mergedRanges(sheet: ExcelJS.Worksheet): ReadonlyMap<string, string> {
  // The library tells them in its model, which its types leave out.
  const { merges = [] } = sheet.model as { readonly merges?: readonly string[] };
  return new Map(merges.map((range) => [range.split(':')[0] ?? range, range]));
}

function valueOf(value: ExcelJS.CellValue): CellValue {
  if (value === null || value === undefined) return { kind: 'empty' };
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'string') return textValue(value);
  if (typeof value === 'boolean') return textValue(value ? '是' : '否');
  if (value instanceof Date) return dateValue(value);
  if ('error' in value) return { kind: 'error', text: value.error };
  if ('richText' in value) return textValue(value.richText.map(({ text }) => text).join(''));
  if ('hyperlink' in value) return valueOf(value.text);
  return valueOf(value.result ?? null);
}

const textValue = (text: string): CellValue => (text.trim() === '' ? { kind: 'empty' } : { kind: 'text', text });

const DAY_MS = 86_400_000;

/** The library gives a date cell as the instant at which UTC shows the same date and time. */
function dateValue(value: Date): CellValue {
  const at = value.getTime();
  if (Number.isNaN(at)) return { kind: 'error', text: '日期' };
  // Fractions of days are binary: a minute may come a thousandth too early.
  const minute = Math.round(at / 60_000) * 60_000;
  const day = Math.floor(minute / DAY_MS);
  return { kind: 'date', date: addDays('1970-01-01' as LocalDate, day), timeOfDay: minute - day * DAY_MS };
}
