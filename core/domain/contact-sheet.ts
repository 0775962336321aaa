import { type EpochMs, epochMs, type Span } from './units.ts';

/** A contact sheet's measures in pixels: six pictures a camera, each under a line of words. */
export const SHEET = { columns: 6, cell: { width: 320, height: 180, label: 22 }, margin: 12, title: 40 } as const;

/** One picture of a contact sheet: which camera at which instant, and where on the sheet it lies. */
export interface SheetCell<Camera> {
  readonly camera: Camera;
  readonly at: EpochMs;
  readonly left: number;
  readonly top: number;
}

/**
 * Where everything of a lesson's contact sheet lies: a row for each camera, in it the middle of each sixth of the
 * lesson. `left`, `top`: the picture's corner; its words are the {@link SHEET}.cell.label above it.
 */
export function sheetLayout<Camera>(
  cameras: readonly Camera[],
  { from, to }: Span,
): { readonly width: number; readonly height: number; readonly cells: readonly SheetCell<Camera>[] } {
  const { columns, cell, margin, title } = SHEET;
  const rowHeight = cell.label + cell.height + margin;
  const cells = cameras.flatMap((camera, y) =>
    Array.from({ length: columns }, (_, x) => ({
      camera,
      at: epochMs(Math.round(from + ((to - from) * (x + 0.5)) / columns)),
      left: margin + x * (cell.width + margin),
      top: title + margin + y * rowHeight + cell.label,
    })),
  );
  return {
    width: margin + columns * (cell.width + margin),
    height: title + margin + Math.max(1, cameras.length) * rowHeight,
    cells,
  };
}
