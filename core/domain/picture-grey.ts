/** The small grey picture that looks are compared by: rows top to bottom, mean grey levels 0–255. */
export const GREY = { width: 96, height: 54 } as const;

/** Four fifths of the picture below this grey level: dark. */
export const DARK_BELOW = 24;
/** A step between neighbours of the small picture that is an edge. */
export const EDGE = 7;

/** The larger step to the right and downwards at each place of the small picture, 0–255. */
export function edgesOf(grey: Uint8Array): Uint8Array {
  const { width, height } = GREY;
  const edges = new Uint8Array(width * height);
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const i = y * width + x;
      const here = grey[i] ?? 0;
      edges[i] = Math.max(Math.abs(here - (grey[i + 1] ?? 0)), Math.abs(here - (grey[i + width] ?? 0)));
    }
  }
  return edges;
}

/** The value that `share` of the values do not exceed. */
export function percentile(values: Uint8Array, share: number): number {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  let left = share * values.length;
  for (const [value, count] of counts.entries()) {
    left -= count;
    if (left <= 0) return value;
  }
  return 255;
}
