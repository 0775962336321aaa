/** The annexes that the product prints (附件2–8). */
export type FormNumber = 2 | 3 | 4 | 5 | 6 | 7 | 8;
/** `List`: a list of the center's that the notice does not number. */
export type FormKind = FormNumber | 'List';

/** What a cell is for; both renderings take their font, border and alignment from it (cell-look.ts). */
export type CellKind =
  | 'annex' // 附件6, at the top left
  | 'title'
  | 'field' // a line of the header or of the signatures: 专业：大数据开发
  | 'heading' // of a column, or a label within a ruled form
  | 'text' // of a person or a paper
  | 'figure'
  | 'code' // an ID number, a telephone number, a date: on one line
  | 'mark' // of a day: the narrow columns
  | 'daily' // a day's figure, in smaller letters
  | 'upright' // a figure turned by 90°, for narrow columns
  | 'signature' // stays empty for the hand
  | 'box' // a ruled box with printed words and room for a stamp
  | 'note'; // unruled small print below the table

/** A photograph inside a cell. */
export interface Picture {
  readonly bytes: Uint8Array;
  readonly type: 'jpeg' | 'png';
  /** In its own pixels; the proportions are kept. */
  readonly width: number;
  readonly height: number;
}

/** One cell; it may cover several columns and rows. */
export interface Cell {
  readonly kind: CellKind;
  /** What is read on paper: the print page shows it, the workbook shows it too. `\n` begins a new line. */
  readonly text: string;
  /** The value to calculate with when the text is a figure; `text` is this number with `decimals` decimals. */
  readonly number: number | null;
  readonly decimals: 0 | 2;
  readonly columns: number;
  readonly rows: number;
  /** Grey ground: a day without lessons. */
  readonly shaded: boolean;
  readonly picture: Picture | null;
}

/** One row; its cells from left to right, without the places that a cell above covers. */
export interface Row {
  /** The least height in millimetres; text that needs more lines makes it higher. */
  readonly heightMm: number;
  readonly cells: readonly Cell[];
}

/** A form as it lies on paper, before it has its report id: pure data, one model for both renderings. */
export interface Draft {
  readonly form: FormKind;
  /** Name of the worksheet, up to 31 characters, none of `[]:*?/\`. */
  readonly name: string;
  readonly title: string;
  readonly orientation: 'portrait' | 'landscape';
  /** Wanted width of each column in millimetres; wider than the paper: everything is scaled down to its width. */
  readonly columnsMm: readonly number[];
  /** Size of the letters in the table, in points. */
  readonly bodyPt: number;
  /** Title, header and column headings, repeated on each page. */
  readonly head: readonly Row[];
  readonly body: readonly Row[];
  /** Totals, legend, signatures: once, after the last row, kept together where the program can. */
  readonly foot: readonly Row[];
}

/** A form that can be printed. */
export interface Sheet extends Draft {
  /** `sha256:` and 64 hexadecimal digits: leads from the signed paper back to its data. */
  readonly reportId: string;
}

/** What a cell may have besides kind and text. */
export type CellOptions = Partial<Pick<Cell, 'columns' | 'rows' | 'shaded' | 'picture'>>;

/** A cell with text. Characters that no XML may hold or that turn the reading direction are left out. */
export function cell(kind: CellKind, text: string, options: CellOptions = {}): Cell {
  return {
    kind,
    text: printable(text),
    number: null,
    decimals: 0,
    columns: 1,
    rows: 1,
    shaded: false,
    picture: null,
    ...options,
  };
}

/** A cell with a whole number; null: empty. */
export function figure(value: number | null, kind: CellKind = 'figure', options: CellOptions = {}): Cell {
  return { ...cell(kind, value === null ? '' : String(value), options), number: value };
}

/** A cell with an amount in yuan as replay writes it, two decimals: `126720.00`. */
export function money(yuan: string, options: CellOptions = {}): Cell {
  return { ...cell('figure', yuan, options), number: Number(yuan), decimals: 2 };
}

/** A row of cells with its least height in millimetres. */
export function row(heightMm: number, cells: readonly Cell[]): Row {
  return { heightMm, cells };
}

// C0 and C1 controls but the line feed, the bidirectional controls, and what XML 1.0 §2.2 excludes.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const UNPRINTABLE = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/g;

function printable(text: string): string {
  return text.replace(/\r\n?/g, '\n').toWellFormed().replace(UNPRINTABLE, '');
}
