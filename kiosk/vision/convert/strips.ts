/** From the first to behind the last row. */
export type Rows = readonly [from: number, to: number];

/** One strip: the rows of the picture that it needs, and for each later convolution the zero rows above and below. */
export interface Strip {
  readonly input: Rows;
  readonly pads: readonly (readonly [above: number, below: number])[];
}

/**
 * Cuts a picture of `height` rows into strips for: a 3×3 convolution without padding, a 2×2 maximum
 * of stride 2, then `depth` − 1 times a 3×3 convolution with padding 1 and such a maximum. Neighbours
 * overlap by the rows that both need, so that the joined results equal the uncut one's.
 */
export function strips(height: number, depth: number, count: number): Strip[] {
  const heights: number[] = [];
  let rows = height - 2;
  for (let level = 0; level < depth; level++) {
    rows = Math.ceil(rows / 2);
    heights.push(rows);
  }
  const last = heights.at(-1) ?? 0;
  return Array.from({ length: count }, (_, k) => {
    let range: Rows = [Math.floor((last * k) / count), Math.floor((last * (k + 1)) / count)];
    const pads: (readonly [number, number])[] = [];
    for (let level = depth - 1; level >= 1; level--) {
      const above = heights[level - 1] ?? 0;
      const convolved: Rows = [2 * range[0], Math.min(2 * range[1], above)];
      range = [Math.max(0, convolved[0] - 1), Math.min(above, convolved[1] + 1)];
      pads.unshift([range[0] === convolved[0] ? 1 : 0, range[1] === convolved[1] ? 1 : 0]);
    }
    return { input: [2 * range[0], Math.min(2 * range[1], height - 2) + 2], pads };
  });
}
