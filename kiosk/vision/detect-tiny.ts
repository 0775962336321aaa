import type { Detection } from '../../core/domain/face.ts';
import type { Tensor } from './runtime.ts';

/** Widths and heights in cells. Source: @vladmandic/face-api, src/tinyFaceDetector/const.ts. */
const ANCHORS = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
] as const;
const STRIDE = 32;
/** The coarse look takes every third pixel. */
const COARSE = 3;

/**
 * Reads the outputs of the family `face-api-tiny`: `cells` [1, 25, rows, columns] and the same of the
 * coarse look → candidates above `least` confidence, in pixels of the network's input, before
 * suppression.
 */
export function readTiny({ cells, coarse }: Readonly<Record<string, Tensor>>, least: number): Detection[] {
  const fine = cells ? candidates(cells, least, STRIDE) : [];
  return coarse ? [...fine, ...candidates(coarse, least, STRIDE * COARSE)] : fine;
}

function candidates(cells: Tensor, least: number, stride: number): Detection[] {
  const [, , rows = 0, columns = 0] = cells.dims;
  const { data } = cells;
  const plane = rows * columns;
  const leastLogit = Math.log(least / (1 - least));
  const found: Detection[] = [];
  for (const [index, [anchorWidth, anchorHeight]] of ANCHORS.entries()) {
    const start = index * 5 * plane;
    for (let cell = 0; cell < plane; cell++) {
      const value = (channel: number): number => data[start + channel * plane + cell] ?? 0;
      const certainty = value(4);
      if (certainty <= leastLogit) continue;
      const width = Math.exp(value(2)) * anchorWidth * stride;
      const height = Math.exp(value(3)) * anchorHeight * stride;
      const x = ((cell % columns) + sigmoid(value(0))) * stride - width / 2;
      const y = (Math.floor(cell / columns) + sigmoid(value(1))) * stride - height / 2;
      found.push({ box: { x, y, width, height }, confidence: sigmoid(certainty) });
    }
  }
  return found;
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
