import { parse } from 'csv-parse/sync';
import { EMPTY, type Table, type TableCell } from './table.ts';
import { utf8OrGbk } from './zip.ts';

/** A csv file as one table; its rows are numbered by their line. @throws Error of csv-parse for unclosed quotes. */
export function readCsv(bytes: Uint8Array): Table {
  const text = utf8OrGbk(bytes);
  const records = parse(text, {
    bom: true,
    delimiter: delimiterOf(text),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
  }) as unknown as readonly { readonly info: { readonly lines: number }; readonly record: readonly string[] }[];
  // A quoted cell may hold line breaks: Excel shows a record as one row, so rows are counted, not lines.
  const rows = records.map(({ record }, index) => ({ number: index + 1, cells: record.map(cellOf) }));
  return { name: 'CSV', rows: rows.filter(({ cells }) => cells.some(({ value }) => value.kind !== 'empty')) };
}

/** Texts saved with `;` or tabs open in Excel too. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 2000);
  const counts = [',', '\t', ';'].map((each) => [each, head.split(each).length] as const);
  return counts.reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}

const cellOf = (text: string): TableCell =>
  text.trim() === '' ? EMPTY : { value: { kind: 'text', text }, merged: null, covered: false };
