import type { FaceQuality } from '../../../core/domain/face.ts';

/** Eyes this many pixels apart (a face about 60 px wide) leave nothing to gain from a larger picture. */
const LARGE_EYE_DISTANCE = 24;

/** Below this weight a look says next to nothing about whose face it is (docs/decisions/041). */
export const LEAST_WEIGHT = 0.06;

/**
 * How much one look counts in a track's mean, 0–1: sharpness, size, pose and light, multiplied.
 * Sharpness tells most about how alike a look will be to the template; pose and light have a floor,
 * because a poor look is still worth something beside better ones (docs/decisions/041).
 */
export function weightOf(quality: FaceQuality): number {
  const sharpness = (0.1 + quality.sharpness) / 1.1;
  const size = Math.min(1, quality.eyeDistance / LARGE_EYE_DISTANCE);
  return sharpness * size * (0.4 + 0.6 * quality.frontality) * (0.3 + 0.7 * quality.light);
}
