import { type Alignment, fivePoints, similarityOf } from './align.ts';
import { runInBatches } from './batches.ts';
import type { Picture } from './ports.ts';
import type { Network } from './runtime.ts';
import type { Scratch } from './scratch.ts';
import { mirror, warp } from './warp.ts';

/** What turns aligned crops into embeddings. */
export interface Embedder {
  readonly network: Network;
  readonly alignment: Alignment;
  /** Values of an embedding. */
  readonly length: number;
}

/**
 * One embedding a face: the crop aligned by its 68 points (x, y pairs in pixels of the picture) and
 * the crop's mirror are each embedded and L2-normalised, their mean is L2-normalised again.
 */
export async function embedFaces(
  { network, alignment, length }: Embedder,
  picture: Picture,
  landmarks: readonly Float32Array[],
  scratch: Scratch,
): Promise<Float32Array[]> {
  const { side } = alignment;
  const count = landmarks.length;
  const size = side * side * 3;
  const crops = scratch.of(2 * count * size);
  for (const [i, points] of landmarks.entries()) {
    const transform = similarityOf(alignment.points, fivePoints(points));
    warp(picture, transform, side, crops, i * size);
  }
  mirror(crops, side, count, crops, count * size);
  const values = await runInBatches(network, 'embedding', crops, side, 2 * count, length);
  return landmarks.map((_, i) => {
    const own = normalise(values.subarray(i * length, (i + 1) * length));
    const mirrored = normalise(values.subarray((count + i) * length, (count + i + 1) * length));
    return normalise(own.map((value, j) => value + (mirrored[j] ?? 0)));
  });
}

/** The vector at length 1; a zero vector stays. */
export function normalise(vector: Float32Array): Float32Array {
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return norm === 0 ? vector : vector.map((value) => value / norm);
}
