import type { Box, Detection } from '../../core/domain/face.ts';

/** Area of the intersection over that of the union, 0–1. */
export function overlap(a: Box, b: Box): number {
  const both = intersection(a, b);
  return both === 0 ? 0 : both / (a.width * a.height + b.width * b.height - both);
}

/** How much of the smaller box lies in the other, 0–1. */
export function containment(a: Box, b: Box): number {
  return intersection(a, b) / Math.min(a.width * a.height, b.width * b.height);
}

/** A box that lies in another by more than this is the same face, seen at another scale. */
const INSIDE = 0.65;

/**
 * Non-maximum suppression: of boxes that overlap by more than `limit`, or of which one lies in the
 * other, the most certain stays. Most certain first.
 */
export function mostCertain<T extends Detection>(candidates: readonly T[], limit: number): T[] {
  const kept: T[] = [];
  for (const candidate of candidates.toSorted((a, b) => b.confidence - a.confidence)) {
    const same = ({ box }: Detection): boolean =>
      overlap(box, candidate.box) > limit || containment(box, candidate.box) > INSIDE;
    if (!kept.some(same)) kept.push(candidate);
  }
  return kept;
}

function intersection(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width <= 0 || height <= 0 ? 0 : width * height;
}
