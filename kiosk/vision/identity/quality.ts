import type { FaceQuality } from '../../../core/domain/face.ts';

/** Eyes this many pixels apart (a face about 60 px wide) leave nothing to gain from a larger picture. */
const LARGE_EYE_DISTANCE = 24;

/** Below this weight a look says nothing about whose face it is. */
export const LEAST_WEIGHT = 0.12;

/**
 * How much one look counts in a track's mean, 0–1: the product of size, sharpness, pose and light,
 * each with a floor, because a poor look is still worth something beside better ones.
 */
export function weightOf(quality: FaceQuality): number {
  const size = Math.min(1, Math.max(0.3, quality.eyeDistance / LARGE_EYE_DISTANCE));
  return size * (0.4 + 0.6 * quality.sharpness) * (0.2 + 0.8 * quality.frontality) * (0.5 + 0.5 * quality.light);
}
