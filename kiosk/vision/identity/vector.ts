/** Sum of products; of two unit vectors of equal length this is their cosine similarity, −1…1. */
export function similarity(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** The vector scaled to length 1; a zero vector stays as it is. */
export function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(similarity(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** An embedding and how much it counts in a mean (> 0). */
export interface Weighted {
  readonly embedding: Float32Array;
  readonly weight: number;
}

/**
 * The renormalised weighted mean of unit embeddings of one model, or undefined of none.
 * The weights need not add up to 1.
 */
export function weightedMean(parts: readonly Weighted[]): Float32Array | undefined {
  const first = parts[0];
  if (first === undefined) return undefined;
  const sum = new Float32Array(first.embedding.length);
  for (const { embedding, weight } of parts) {
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + weight * (embedding[i] as number);
  }
  return unit(sum);
}
