import { spread } from './placing.ts';
import { type Cell, cell, type FormNumber, type Row, row } from './sheet.ts';

/** What every title begins with. */
const PROJECT = '抚顺市高校毕业生专业转换及技能提升培训';

/** The title of a form: the project's name and what the form is. */
export function titled(what: string): string {
  return `${PROJECT}${what}`;
}

/** A column of a form that is a plain table. */
export interface TableColumn {
  readonly heading: string;
  /** Millimetres on paper. */
  readonly widthMm: number;
}

/** The two rows that every form begins with: 附件N, and the title over the whole width. */
export function titleRows(form: FormNumber, title: string, columns: number): readonly Row[] {
  return [row(6, [cell('annex', `附件${form}`, { columns })]), row(11, [cell('title', title, { columns })])];
}

/** A line of header words, each with its wanted share of the width. */
export function fieldRow(
  columnsMm: readonly number[],
  fields: readonly (readonly [text: string, share: number])[],
): Row {
  const spans = spread(
    columnsMm,
    fields.map(([, share]) => share),
  );
  return row(
    7,
    fields.map(([text], index) => cell('field', text, { columns: spans[index] ?? 1 })),
  );
}

/** The names under a form, with room to sign: 制表人：, …. Their values are written by hand. */
export function signatureRow(columnsMm: readonly number[], names: readonly string[]): Row {
  const fields = names.map((name) => [`${name}：`, 1] as const);
  return { ...fieldRow(columnsMm, fields), heightMm: 12 };
}

/** A row of headings that each cover one column. */
export function headingRow(heightMm: number, columns: readonly TableColumn[]): Row {
  return row(
    heightMm,
    columns.map(({ heading }) => cell('heading', heading)),
  );
}

/** A line of small print over the whole width. */
export function noteRow(text: string, columns: number): Row {
  return row(5, [cell('note', text, { columns })]);
}

/** `2026-10-08` as `2026年10月8日`; null as nothing. */
export function chineseDate(date: string | null): string {
  if (date === null) return '';
  const [year = '', month = '', day = ''] = date.split('-');
  return `${year}年${Number(month)}月${Number(day)}日`;
}

/** `2026-10` as `2026年10月`. */
export function chineseMonth(month: string): string {
  const [year = '', number = ''] = month.split('-');
  return `${year}年${Number(number)}月`;
}

/** Days of the week as forms write them, Sunday first. */
export const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'] as const;

/** The text cells of a row, in the look of plain table text; null leaves one empty. */
export function texts(values: readonly (string | null)[]): readonly Cell[] {
  return values.map((value) => cell('text', value ?? ''));
}

/** The same for what stays on one line: ID numbers, telephone numbers, dates. */
export function codes(values: readonly (string | null)[]): readonly Cell[] {
  return values.map((value) => cell('code', value ?? ''));
}

/** Counts of several days in few words: `6`, or `5–6` when the days differ; `0` when there is none. */
export function rangeText(counts: readonly number[]): string {
  if (counts.length === 0) return '0';
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? String(most) : `${least}–${most}`;
}

/** Milliseconds since midnight as `08:30`. */
export function clockText(timeOfDay: number): string {
  const minutes = Math.floor(timeOfDay / 60_000);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
