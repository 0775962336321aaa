/**
 * A similarity transform of the plane from crop to picture pixels:
 * x' = a·x − b·y + x0, y' = b·x + a·y + y0 (turn and scale, no mirror).
 */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly x0: number;
  readonly y0: number;
}

/** How faces are laid out for an embedding network: where five points lie in its square input. */
export interface Alignment {
  readonly name: 'five-points-112' | 'five-points-150';
  /** Side of the crop in pixels. */
  readonly side: number;
  /** x, y of the eyes (picture's left first), the tip of the nose, the corners of the mouth. */
  readonly points: readonly number[];
}

/** Where ArcFace's training crops have them. Source: deepinsight/insightface, face_align.py. */
const ARCFACE = [38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041];

/**
 * Where dlib's face chips of 150 pixels, on which face-api's embedding was trained, have them: the mean
 * shape with a quarter of padding, higher and larger than ArcFace's. Source: davisking/dlib,
 * image_transforms/interpolation.h (get_face_chip_details); examples/dnn_face_recognition_ex.cpp (0.25).
 */
const DLIB = [0.2256, 0.216, 0.7546, 0.216, 0.4901, 0.5156, 0.2541, 0.7802, 0.7261, 0.7802].map(
  (value) => ((value + 0.25) / 1.5) * 150,
);

export const alignments: Readonly<Record<Alignment['name'], Alignment>> = {
  'five-points-112': { name: 'five-points-112', side: 112, points: ARCFACE },
  'five-points-150': { name: 'five-points-150', side: 150, points: DLIB },
};

/**
 * Five points out of 68 (x, y pairs): the centres of the eyes (36–41, 42–47), the nose's tip (30), the
 * mouth's corners (48, 54). Length 10.
 */
export function fivePoints(landmarks: Float32Array): number[] {
  const mean = (from: number, to: number): [number, number] => {
    let x = 0;
    let y = 0;
    for (let i = from; i <= to; i++) {
      x += landmarks[i * 2] ?? 0;
      y += landmarks[i * 2 + 1] ?? 0;
    }
    return [x / (to - from + 1), y / (to - from + 1)];
  };
  return [...mean(36, 41), ...mean(42, 47), ...mean(30, 30), ...mean(48, 48), ...mean(54, 54)];
}

/**
 * The similarity that takes `from` (x, y pairs) as near to `to` as squares of distances go.
 * Source: S. Umeyama, 1991, in two dimensions without reflection.
 */
export function similarityOf(from: readonly number[], to: readonly number[]): Similarity {
  const count = from.length / 2;
  const mean = (list: readonly number[], offset: number): number => {
    let sum = 0;
    for (let i = offset; i < list.length; i += 2) sum += list[i] ?? 0;
    return sum / count;
  };
  const [fx, fy, tx, ty] = [mean(from, 0), mean(from, 1), mean(to, 0), mean(to, 1)];
  let dot = 0;
  let cross = 0;
  let square = 0;
  for (let i = 0; i < from.length; i += 2) {
    const [px, py] = [(from[i] ?? 0) - fx, (from[i + 1] ?? 0) - fy];
    const [qx, qy] = [(to[i] ?? 0) - tx, (to[i + 1] ?? 0) - ty];
    dot += px * qx + py * qy;
    cross += px * qy - py * qx;
    square += px * px + py * py;
  }
  const a = square === 0 ? 1 : dot / square;
  const b = square === 0 ? 0 : cross / square;
  return { a, b, x0: tx - a * fx + b * fy, y0: ty - b * fx - a * fy };
}
