import type { Box } from '../../../core/domain/face.ts';

/** Intersection over union of two boxes, 0–1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** Distance of the centres in units of the boxes' mean size. */
export function separation(a: Box, b: Box): number {
  const dx = a.x + a.width / 2 - b.x - b.width / 2;
  const dy = a.y + a.height / 2 - b.y - b.height / 2;
  return Math.sqrt(dx * dx + dy * dy) / ((size(a) + size(b)) / 2);
}

/** How many times the bigger box is the smaller, ≥ 1. */
export function sizeRatio(a: Box, b: Box): number {
  const ratio = size(a) / size(b);
  return ratio < 1 ? 1 / ratio : ratio;
}

const size = (box: Box): number => Math.max(1e-6, (box.width + box.height) / 2);
