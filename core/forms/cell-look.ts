import type { CellKind } from './sheet.ts';

/** How a kind of cell looks, in the words that a workbook and a style sheet share. */
export interface Look {
  /** Points more (or less) than the form's body size. */
  readonly largerPt: number;
  readonly bold: boolean;
  readonly across: 'left' | 'center' | 'right';
  readonly down: 'top' | 'middle';
  readonly ruled: boolean;
  /** Long text: broken over lines, or the letters made smaller. */
  readonly tooLong: 'wrap' | 'shrink';
  readonly upright: boolean;
  /** Room before the text, of a letter or so. */
  readonly indent: boolean;
}

const ruled: Look = {
  largerPt: 0,
  bold: false,
  across: 'center',
  down: 'middle',
  ruled: true,
  tooLong: 'wrap',
  upright: false,
  indent: false,
};
const open: Look = { ...ruled, across: 'left', ruled: false };

/** The look of each kind of cell. */
export const looks: Readonly<Record<CellKind, Look>> = {
  annex: { ...open, largerPt: 1 },
  title: { ...open, largerPt: 7, bold: true, across: 'center' },
  field: { ...open, largerPt: 1 },
  heading: { ...ruled, bold: true },
  text: ruled,
  figure: { ...ruled, tooLong: 'shrink' },
  code: { ...ruled, tooLong: 'shrink' },
  mark: { ...ruled, tooLong: 'shrink' },
  daily: { ...ruled, largerPt: -1, tooLong: 'shrink' },
  upright: { ...ruled, tooLong: 'shrink', upright: true },
  signature: ruled,
  box: { ...ruled, across: 'left', indent: true },
  note: open,
};

/** The Chinese typeface of the workbook: the name under which Windows, WPS and macOS Office know 宋体. */
export const WORKBOOK_FONT = '宋体';

/** The same for the print page, with what other systems have instead. */
export const PAGE_FONTS = [
  'SimSun',
  '宋体',
  'Songti SC',
  'STSong',
  'Noto Serif CJK SC',
  'Source Han Serif SC',
  'Noto Sans CJK SC',
  'serif',
] as const;
