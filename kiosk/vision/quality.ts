import type { FaceQuality } from '../../core/domain/face.ts';
import { fivePoints } from './align.ts';
import { type Landmarks, POINTS_SIDE } from './landmarks.ts';

/** Mean absolute Laplacian of the middle of the crop, in grey levels, that counts as fully sharp. */
const SHARP = 9;
/** Rows and columns of the crop that are judged: the face without hair and background. */
const MIDDLE: readonly [from: number, to: number] = [28, 92];

/** How good a face is for identification, from its 68 points and the crop they were read from. */
export function judge({ points, crop }: Landmarks): FaceQuality {
  const [lx = 0, ly = 0, rx = 0, ry = 0, nx = 0, ny = 0, mlx = 0, mly = 0, mrx = 0, mry = 0] = fivePoints(points);
  const eyeDistance = Math.hypot(rx - lx, ry - ly);
  const { mean, spread, laplacian } = greyOf(crop);
  return {
    eyeDistance,
    sharpness: Math.min(1, laplacian / SHARP),
    frontality: frontality([lx, ly], [rx, ry], [nx, ny], [(mlx + mrx) / 2, (mly + mry) / 2]),
    light: lightOf(mean, spread),
  };
}

type Pair = readonly [number, number];

/**
 * 1 frontal, 0 profile: how near the nose's tip lies to the middle between the eyes, along the line of
 * the eyes (turned aside), and to its usual place between eyes and mouth (nodding).
 */
function frontality(left: Pair, right: Pair, nose: Pair, mouth: Pair): number {
  const [ex, ey] = [right[0] - left[0], right[1] - left[1]];
  const length = Math.hypot(ex, ey);
  if (length === 0) return 0;
  const along = ((nose[0] - left[0]) * ex + (nose[1] - left[1]) * ey) / (length * length);
  const turned = 1 - Math.min(1, Math.abs(along - 0.5) * 2);
  const down = (point: Pair): number => ((point[1] - left[1]) * ex - (point[0] - left[0]) * ey) / length;
  const share = down(mouth) === 0 ? 0 : down(nose) / down(mouth);
  const nodded = 1 - Math.min(1, Math.max(0, Math.abs(share - 0.55) - 0.1) * 2.5);
  return turned * nodded;
}

/** 1 for a face neither dark nor burnt out and of some contrast. */
function lightOf(mean: number, spread: number): number {
  const bright = Math.min(1, Math.max(0, (mean - 20) / 50), Math.max(0, (250 - mean) / 40));
  return bright * Math.min(1, spread / 18);
}

/** Mean, standard deviation and mean absolute Laplacian of the crop's middle, in grey levels (ITU-R BT.601). */
function greyOf(crop: Uint8Array): { mean: number; spread: number; laplacian: number } {
  const grey = new Float32Array(POINTS_SIDE * POINTS_SIDE);
  for (let i = 0; i < grey.length; i++)
    grey[i] = 0.299 * (crop[i * 3] ?? 0) + 0.587 * (crop[i * 3 + 1] ?? 0) + 0.114 * (crop[i * 3 + 2] ?? 0);
  let sum = 0;
  let squares = 0;
  let edges = 0;
  let count = 0;
  for (let y = MIDDLE[0]; y < MIDDLE[1]; y++) {
    for (let x = MIDDLE[0]; x < MIDDLE[1]; x++) {
      const i = y * POINTS_SIDE + x;
      const value = grey[i] ?? 0;
      const around =
        (grey[i - 1] ?? 0) + (grey[i + 1] ?? 0) + (grey[i - POINTS_SIDE] ?? 0) + (grey[i + POINTS_SIDE] ?? 0);
      sum += value;
      squares += value * value;
      edges += Math.abs(around - 4 * value);
      count++;
    }
  }
  const mean = sum / count;
  return { mean, spread: Math.sqrt(Math.max(0, squares / count - mean * mean)), laplacian: edges / count };
}
