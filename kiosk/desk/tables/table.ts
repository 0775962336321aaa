import type { LocalDate } from '../../../core/domain/units.ts';

/** What a cell holds, as the file stores it. */
export type CellValue =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  /** A number that its cell shows as a date or a time; `timeOfDay` in milliseconds since midnight. */
  | { readonly kind: 'date'; readonly date: LocalDate; readonly timeOfDay: number }
  /** What Excel could not compute: `#REF!`. */
  | { readonly kind: 'error'; readonly text: string };

/** A cell, and the range that it is merged into (`B3:B5`); null: by itself. */
export interface TableCell {
  readonly value: CellValue;
  readonly merged: string | null;
  /** Whether it only repeats the first cell of its merged range. */
  readonly covered: boolean;
}

/** A row; its cells from column A on, without the empty ones at the end. */
export interface TableRow {
  /** As Excel shows it, from 1. */
  readonly number: number;
  readonly cells: readonly TableCell[];
}

/** One worksheet, or a csv file. Rows without any cell are left out. */
export interface Table {
  readonly name: string;
  readonly rows: readonly TableRow[];
}

/** What a file gave: its tables, or why none (zh-CN: what is wrong, what to do). */
export type TableReading =
  | { readonly kind: 'tables'; readonly tables: readonly Table[] }
  | { readonly kind: 'unreadable'; readonly what: string; readonly advice: string };

/** An empty cell. */
export const EMPTY: TableCell = { value: { kind: 'empty' }, merged: null, covered: false };

/** What no eye sees and copied cells carry: zero-width characters, marks of direction, a BOM. */
const INVISIBLE = /[\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u00AD]/g;

/** A cell as one line of text: full-width letters and digits made plain (NFKC), blanks at the ends cut. Dates as `YYYY-MM-DD`. */
export function textOf({ value }: TableCell): string {
  switch (value.kind) {
    case 'empty':
      return '';
    case 'number':
      return String(value.value);
    case 'date':
      return value.date;
    case 'text':
    case 'error':
      return plainText(value.text);
  }
}

/** A text on one line, NFKC, without what no eye sees. */
export function plainText(text: string): string {
  return text.normalize('NFKC').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
}

/** A column as Excel names it: 0 is A, 26 AA. */
export function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : `${columnName(Math.floor(index / 26) - 1)}${last}`;
}
