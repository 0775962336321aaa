import type { CameraId } from './ids.ts';
import type { EpochMs } from './units.ts';

/** Since when a camera is one of the room's, and until when; null: it still is. */
export interface InService {
  readonly id: CameraId;
  readonly addedAt: EpochMs;
  readonly removedAt: EpochMs | null;
}

/**
 * The room's cameras for a lesson whose windows begin at `from`: those that were there then. One that was added later
 * saw nothing of its beginning and proves nothing about it; one that was removed meanwhile left its part of the room
 * unobserved, which is a fault of ours and must not prove absence. When none was there yet, all that came since.
 */
export function camerasAt(cameras: readonly InService[], from: EpochMs): CameraId[] {
  const there = cameras.filter(({ addedAt, removedAt }) => addedAt <= from && (removedAt === null || removedAt > from));
  const chosen = there.length > 0 ? there : cameras.filter(({ removedAt }) => removedAt === null);
  return chosen.map(({ id }) => id);
}
