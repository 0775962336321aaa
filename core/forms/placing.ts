import { heightOf } from './paper.ts';
import type { Cell, Draft, Row } from './sheet.ts';

/** A cell with its place: rows and columns counted from 0. */
export interface PlacedCell {
  readonly cell: Cell;
  readonly row: number;
  readonly column: number;
}

/** A row with the places of its cells, and its height in millimetres. */
export interface PlacedRow {
  /** The least height that the form asks for: programs that grow rows by themselves need no more. */
  readonly leastMm: number;
  /** The height that the text needs. */
  readonly heightMm: number;
  readonly cells: readonly PlacedCell[];
}

/** The three parts of a form, each row with its places. Row numbers run through all parts. */
export interface Placed {
  readonly head: readonly PlacedRow[];
  readonly body: readonly PlacedRow[];
  readonly foot: readonly PlacedRow[];
}

/**
 * Puts every cell in its place. @throws RangeError when a row has too many or too few cells for the
 * columns, or a cell reaches below its part: a fault of the form's layout, never of its data.
 */
export function place(draft: Draft): Placed {
  const head = placePart(draft, draft.head, 0);
  const body = placePart(draft, draft.body, head.length);
  const foot = placePart(draft, draft.foot, head.length + body.length);
  return { head, body, foot };
}

function placePart(draft: Draft, rows: readonly Row[], first: number): readonly PlacedRow[] {
  const width = draft.columnsMm.length;
  /** For each column, how many rows below are still covered from above. */
  const covered = new Array<number>(width).fill(0);
  const placed = rows.map((row, index): PlacedRow => {
    const cells: PlacedCell[] = [];
    let column = 0;
    const skip = (): void => {
      while ((covered[column] ?? 0) > 0) column += 1;
    };
    for (const cell of row.cells) {
      skip();
      cells.push({ cell, row: first + index, column });
      for (let next = column; next < column + cell.columns; next += 1) {
        if (next >= width || (covered[next] ?? 0) > 0) throw misfit(draft, first + index, `“${cell.text}” 无处可放`);
        covered[next] = cell.rows;
      }
      column += cell.columns;
    }
    skip();
    if (column !== width) throw misfit(draft, first + index, `应有 ${width} 列，实有 ${column} 列`);
    for (let each = 0; each < width; each += 1) covered[each] = (covered[each] ?? 0) - 1;
    const at = cells.map((each) => each.column);
    return { leastMm: row.heightMm, heightMm: heightOf(draft, row, at), cells };
  });
  if (covered.some((left) => left > 0)) throw misfit(draft, first + rows.length, '合并单元格超出其区域');
  return placed;
}

function misfit(draft: Draft, row: number, what: string): RangeError {
  return new RangeError(`附件${draft.form} 第 ${row + 1} 行：${what}`);
}

/**
 * How many columns each part of a line takes, so that the parts come as near as the columns allow to
 * their wanted shares of the width. Each part gets at least one column.
 */
export function spread(columnsMm: readonly number[], shares: readonly number[]): readonly number[] {
  const total = columnsMm.reduce((sum, width) => sum + width, 0);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const spans: number[] = [];
  let column = 0;
  let reached = 0;
  let wanted = 0;
  shares.forEach((share, index) => {
    wanted += (share / whole) * total;
    const partsLeft = shares.length - index - 1;
    let span = 0;
    while (column < columnsMm.length - partsLeft) {
      const width = columnsMm[column] ?? 0;
      const enough = span > 0 && Math.abs(reached - wanted) <= Math.abs(reached + width - wanted);
      if (enough && partsLeft > 0) break;
      reached += width;
      column += 1;
      span += 1;
    }
    spans.push(span);
  });
  return spans;
}
