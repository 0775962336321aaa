import { GREY } from '../../../core/domain/picture-grey.ts';
import type { PictureLook } from '../../../core/domain/picture-look.ts';
import { PRINTS } from '../../../core/domain/picture-repeat.ts';
import type { EpochMs } from '../../../core/domain/units.ts';
import type { Picture } from '../ports.ts';

/** Pictures are sampled at about this width. */
const SAMPLED_WIDTH = 480;
/** The finest edges: all but this share of the places is weaker. */
const FINEST = 0.985;

/** Measures a frame for {@link judgeLook}. */
export function lookAt(picture: Picture, at: EpochMs): PictureLook {
  const { sampled, width, height, prints } = sample(picture);
  return { at, prints, grey: shrink(sampled, width, height), detail: finestEdges(sampled, width, height) };
}

interface Sampled {
  /** Mean grey of two by two pixels at each place. */
  readonly sampled: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly prints: Int32Array;
}

function sample({ data, width: fullWidth, height: fullHeight }: Picture): Sampled {
  const step = Math.max(2, Math.round(fullWidth / SAMPLED_WIDTH));
  const width = Math.floor((fullWidth - 2) / step) + 1;
  const height = Math.floor((fullHeight - 2) / step) + 1;
  const sampled = new Uint8Array(width * height);
  const prints = new Int32Array(PRINTS.columns * PRINTS.rows);
  const row = fullWidth * 3;
  for (let y = 0; y < height; y++) {
    const part = Math.floor((y * PRINTS.rows) / height) * PRINTS.columns;
    for (let x = 0; x < width; x++) {
      const i = y * step * row + x * step * 3;
      // Twice the green, once the rest: near enough to luminance.
      const top = lum(data, i) + lum(data, i + 3);
      const bottom = lum(data, i + row) + lum(data, i + row + 3);
      const sum = top + bottom;
      sampled[y * width + x] = sum >> 4;
      const at = part + Math.floor((x * PRINTS.columns) / width);
      prints[at] = (Math.imul(prints[at] ?? 0, 0x01000193) ^ (top * 2048 + bottom)) | 0;
    }
  }
  return { sampled, width, height, prints };
}

/** Four times the grey level of a pixel. */
function lum(data: Uint8Array, i: number): number {
  return (data[i] ?? 0) + 2 * (data[i + 1] ?? 0) + (data[i + 2] ?? 0);
}

function shrink(sampled: Uint8Array, width: number, height: number): Uint8Array {
  const sums = new Float64Array(GREY.width * GREY.height);
  const counts = new Uint32Array(GREY.width * GREY.height);
  for (let y = 0; y < height; y++) {
    const line = Math.floor((y * GREY.height) / height) * GREY.width;
    for (let x = 0; x < width; x++) {
      const cell = line + Math.floor((x * GREY.width) / width);
      sums[cell] = (sums[cell] ?? 0) + (sampled[y * width + x] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  return Uint8Array.from(sums, (sum, cell) => Math.round(sum / Math.max(1, counts[cell] ?? 1)));
}

/** The strength of the Laplacian below which all but the finest edges stay. */
function finestEdges(sampled: Uint8Array, width: number, height: number): number {
  const counts = new Uint32Array(1024);
  let places = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const around =
        (sampled[i - 1] ?? 0) + (sampled[i + 1] ?? 0) + (sampled[i - width] ?? 0) + (sampled[i + width] ?? 0);
      const strength = Math.abs(around - 4 * (sampled[i] ?? 0));
      counts[strength] = (counts[strength] ?? 0) + 1;
      places += 1;
    }
  }
  let left = FINEST * places;
  for (const [strength, count] of counts.entries()) {
    left -= count;
    if (left <= 0) return strength;
  }
  return counts.length - 1;
}
