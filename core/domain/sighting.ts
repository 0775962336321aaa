import type { Box, Liveness } from './face.ts';
import type { CameraId, ModelId, TraineeId } from './ids.ts';
import type { EpochMs } from './units.ts';

/**
 * This trainee was identified by this camera at this instant, and was not found to be a spoof
 * (rules §2). A check-in without a face is a sighting by the camera `manual`.
 */
export interface Sighting {
  readonly trainee: TraineeId;
  readonly at: EpochMs;
  readonly camera: CameraId;
}

/** Whether the wall clock could be believed when something was noted. */
export type ClockState = 'synchronised' | 'unverified' | 'stepped';

/** What a sighting that first opens a window keeps, so that its mark can be settled from the picture. */
export interface SightingProof {
  readonly run: number;
  readonly frame: number;
  readonly decodeTime: number;
  readonly box: Box;
  readonly similarity: number;
  readonly runnerUp: { readonly trainee: TraineeId; readonly similarity: number } | null;
  readonly model: ModelId;
  readonly liveness: Liveness;
  readonly clock: ClockState;
}
