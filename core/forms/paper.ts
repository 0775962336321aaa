import { looks } from './cell-look.ts';
import type { Cell, Draft, Row } from './sheet.ts';

/** A4 (ISO 216) in millimetres, upright. */
const A4 = { width: 210, height: 297 } as const;

/** Margins in millimetres; the report id and the page number stand in the lower one. */
export const MARGINS = { top: 8, bottom: 13, left: 7, right: 7, footer: 6 } as const;

/** One point in millimetres (1/72 inch). */
export const POINT_MM = 25.4 / 72;

/** How wide the printed area of a page is, in millimetres. */
export function printableWidthMm(orientation: Draft['orientation']): number {
  return (orientation === 'portrait' ? A4.width : A4.height) - MARGINS.left - MARGINS.right;
}

/** How much a form is made smaller to fit the width of its page: 1 or less. */
export function scaleToWidth(draft: Pick<Draft, 'orientation' | 'columnsMm'>): number {
  const wanted = draft.columnsMm.reduce((sum, width) => sum + width, 0);
  return Math.min(1, printableWidthMm(draft.orientation) / wanted);
}

/** Room in millimetres that a cell's sides take from its text: a workbook pads about 2 px a side. */
const PADDING_MM = 1.4;
/** Width of a letter of half width against a full one: 0.5 in 宋体, wider in the typefaces that stand in for it. */
const HALF_WIDTH = 0.56;
const LINE_HEIGHT = 1.3;

/** How many lines a cell's text takes when it is broken at the cell's width. */
function linesOf(text: string, widthMm: number, points: number): number {
  const room = Math.max(1, (widthMm - PADDING_MM) / (points * POINT_MM));
  let lines = 0;
  for (const line of text.split('\n')) {
    let used = 0;
    lines += 1;
    for (const letter of line) {
      const width = letter >= '\u2000' ? 1 : HALF_WIDTH;
      if (used + width > room) {
        lines += 1;
        used = 0;
      }
      used += width;
    }
  }
  return lines;
}

/**
 * The height of a row in millimetres such that no wrapped text is cut off, for programs that do not
 * grow rows by themselves. A cell over several rows asks for its share. `at` is each cell's first column.
 */
export function heightOf(draft: Pick<Draft, 'columnsMm' | 'bodyPt'>, row: Row, at: readonly number[]): number {
  const needed = row.cells.map((cell, index) => neededHeight(draft, cell, at[index] ?? 0));
  return Math.max(row.heightMm, ...needed);
}

function neededHeight(draft: Pick<Draft, 'columnsMm' | 'bodyPt'>, cell: Cell, from: number): number {
  const look = looks[cell.kind];
  if (cell.text === '' || look.tooLong === 'shrink') return 0;
  const width = draft.columnsMm.slice(from, from + cell.columns).reduce((sum, each) => sum + each, 0);
  const points = draft.bodyPt + look.largerPt;
  return (linesOf(cell.text, width, points) * points * POINT_MM * LINE_HEIGHT + 1) / cell.rows;
}
