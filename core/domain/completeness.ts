import { epochMs, type Span } from './units.ts';

/**
 * What of `expected` nothing covers, in order: expected = segments + gaps + these. `explained` may
 * overlap, reach over the edges and come in any order.
 */
export function unexplained(expected: Span, explained: readonly Span[]): Span[] {
  const holes: Span[] = [];
  let known: number = expected.from;
  for (const { from, to } of explained.toSorted((a, b) => a.from - b.from)) {
    if (from >= expected.to) break;
    if (from > known) holes.push({ from: epochMs(known), to: from });
    known = Math.max(known, to);
  }
  if (known < expected.to) holes.push({ from: epochMs(known), to: expected.to });
  return holes;
}

/** Whether the two share more than an instant. */
export function overlaps(a: Span, b: Span): boolean {
  return a.from < b.to && b.from < a.to;
}
