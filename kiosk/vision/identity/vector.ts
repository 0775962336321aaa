/** Sum of products; of two unit vectors of equal length this is their cosine similarity, −1…1. */
export function similarity(a: Float32Array, b: Float32Array): number {
  return similarityAt(a, b, 0);
}

/** The same of `a` and the vector that begins at `from` in `rows`, in which vectors lie one after the other. */
export function similarityAt(a: Float32Array, rows: Float32Array, from: number): number {
  // Four sums: each addition waits only for the one before it in its own sum.
  const { length } = a;
  let s = 0;
  let t = 0;
  let u = 0;
  let v = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    s += (a[i] as number) * (rows[from + i] as number);
    t += (a[i + 1] as number) * (rows[from + i + 1] as number);
    u += (a[i + 2] as number) * (rows[from + i + 2] as number);
    v += (a[i + 3] as number) * (rows[from + i + 3] as number);
  }
  for (; i < length; i++) s += (a[i] as number) * (rows[from + i] as number);
  return s + t + u + v;
}

/** The vector scaled to length 1; a zero vector stays zero. */
export function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(similarity(vector, vector));
  const scaled = new Float32Array(vector.length);
  for (let i = 0; i < scaled.length; i++) scaled[i] = (vector[i] as number) / (length === 0 ? 1 : length);
  return scaled;
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
