import type { Box, Detection } from '../../core/domain/face.ts';

/** Area of the intersection over that of the union, 0–1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (a.width * a.height + b.width * b.height - both);
}

/** Non-maximum suppression: of boxes that overlap by more than `limit`, the most certain stays. Most certain first. */
export function mostCertain<T extends Detection>(candidates: readonly T[], limit: number): T[] {
  const kept: T[] = [];
  for (const candidate of candidates.toSorted((a, b) => b.confidence - a.confidence)) {
    if (kept.every(({ box }) => overlap(box, candidate.box) <= limit)) kept.push(candidate);
  }
  return kept;
}
