import { type Alignment, fivePoints, similarityOf } from './align.ts';
import { runInBatches } from './batches.ts';
import type { Picture, Side } from './ports.ts';
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
 * One embedding a face, of the crop aligned by its 68 points (x, y pairs in pixels of the picture), of
 * the crop's mirror image, or of `both`: then each is L2-normalised, their mean is L2-normalised again.
 */
export async function embedFaces(
  { network, alignment, length }: Embedder,
  picture: Picture,
  landmarks: readonly Float32Array[],
  scratch: Scratch,
  sides?: readonly Side[],
): Promise<Float32Array[]> {
  const { side } = alignment;
  const size = side * side * 3;
  const wanted = landmarks.map((_, i) => sides?.[i] ?? 'both');
  const count = wanted.reduce((sum, which) => sum + (which === 'both' ? 2 : 1), 0);
  // One crop more than are embedded: what is only wanted mirrored is drawn there.
  const crops = scratch.of((count + 1) * size);
  let drawn = 0;
  for (const [i, points] of landmarks.entries()) {
    const transform = similarityOf(alignment.points, fivePoints(points));
    const own = wanted[i] === 'mirrored' ? count : drawn++;
    warp(picture, transform, side, crops, own * size);
    if (wanted[i] !== 'own') mirror(crops.subarray(own * size, (own + 1) * size), side, crops, drawn++ * size);
  }
  const values = await runInBatches(network, 'embedding', crops, side, count, length);
  let read = 0;
  const next = (): Float32Array => normalise(values.slice(read * length, ++read * length));
  return wanted.map((which) => {
    const first = next();
    if (which !== 'both') return first;
    const second = next();
    return normalise(first.map((value, j) => value + (second[j] ?? 0)));
  });
}

/** The vector at length 1; a zero vector stays. */
export function normalise(vector: Float32Array): Float32Array {
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return norm === 0 ? vector : vector.map((value) => value / norm);
}
