import sharp from 'sharp';
import type { Box } from '../../core/domain/face.ts';
import type { Picture } from '../../kiosk/vision/ports.ts';

/** A picture cut out around a face and scaled, and where the face is in it. */
export interface Cutout {
  readonly picture: Picture;
  readonly box: Box;
}

/** A cutout's place on a sheet; `box` in pixels of the sheet. */
export interface Placed<T> {
  readonly item: T;
  readonly left: number;
  readonly top: number;
  readonly box: Box;
}

/** A frame's worth of cutouts. */
export interface Sheet<T> {
  readonly placed: readonly Placed<T>[];
}

export const SHEET = { width: 1920, height: 1080 };
const GAP = 12;

/**
 * Cuts the face out with its surroundings (up to `around` box sizes on each side) and scales it so
 * that its box is `boxWidth` pixels wide (Lanczos).
 */
export async function cutout(photo: Picture, box: Box, boxWidth: number, around = 1): Promise<Cutout> {
  const left = Math.max(0, Math.floor(box.x - around * box.width));
  const top = Math.max(0, Math.floor(box.y - around * box.height));
  const right = Math.min(photo.width, Math.ceil(box.x + (1 + around) * box.width));
  const bottom = Math.min(photo.height, Math.ceil(box.y + (1 + around) * box.height));
  const scale = boxWidth / box.width;
  const width = Math.max(1, Math.round((right - left) * scale));
  const height = Math.max(1, Math.round((bottom - top) * scale));
  const { data } = await sharp(photo.data, { raw: { width: photo.width, height: photo.height, channels: 3 } })
    .extract({ left, top, width: right - left, height: bottom - top })
    .resize({ width, height, fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    picture: { data, width, height },
    box: {
      x: (box.x - left) * scale,
      y: (box.y - top) * scale,
      width: boxWidth,
      height: box.height * scale,
    },
  };
}

/** Lays cutouts out in rows on as few sheets of a 1080p frame as that gives; at most `most` on one. */
export function layOut<T extends Cutout>(items: readonly T[], most = Number.POSITIVE_INFINITY): readonly Sheet<T>[] {
  const sheets: Placed<T>[][] = [];
  let sheet: Placed<T>[] = [];
  let [x, y, row] = [GAP, GAP, 0];
  for (const item of items) {
    const { width, height } = item.picture;
    if (x + width > SHEET.width) [x, y, row] = [GAP, y + row + GAP, 0];
    if (sheet.length > 0 && (y + height > SHEET.height || sheet.length >= most)) {
      sheets.push(sheet);
      [sheet, x, y, row] = [[], GAP, GAP, 0];
    }
    sheet.push({ item, left: x, top: y, box: { ...item.box, x: item.box.x + x, y: item.box.y + y } });
    x += width + GAP;
    row = Math.max(row, height);
  }
  if (sheet.length > 0) sheets.push(sheet);
  return sheets.map((placed) => ({ placed }));
}

/** Paints a sheet on mid grey; what reaches over the edge is cut off. */
export function paint(sheet: Sheet<Cutout>): Picture {
  const data = new Uint8Array(SHEET.width * SHEET.height * 3).fill(118);
  for (const { item, left, top } of sheet.placed) {
    const { picture } = item;
    const columns = Math.min(picture.width, SHEET.width - left);
    for (let y = 0; y < Math.min(picture.height, SHEET.height - top); y++) {
      const from = y * picture.width * 3;
      data.set(picture.data.subarray(from, from + columns * 3), ((top + y) * SHEET.width + left) * 3);
    }
  }
  return { data, ...SHEET };
}
