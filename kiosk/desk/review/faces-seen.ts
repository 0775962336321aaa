import type { FrameResult } from '../../../core/domain/face.ts';
import type { TraineeId } from '../../../core/domain/ids.ts';
import { between, type EpochMs, minutes } from '../../../core/domain/units.ts';

/** That somebody was recognised before a camera. */
export interface FaceSeen {
  readonly at: EpochMs;
  /** To the template, −1…1. */
  readonly alike: number;
}

/** Who was recognised lately, in memory only. */
export interface FacesSeen {
  /** Takes every result of vision. */
  note(result: FrameResult): void;
  /** The last time within half an hour before `now`; null: not. */
  of(trainee: TraineeId, now: EpochMs): FaceSeen | null;
}

const LATELY = minutes(30);

export function facesSeen(): FacesSeen {
  const last = new Map<TraineeId, FaceSeen>();
  return {
    note: ({ at, tracks }) => {
      for (const { identification, detected, liveness } of tracks)
        if (identification.kind === 'identified' && detected && liveness !== 'spoof')
          last.set(identification.match.trainee, { at, alike: identification.match.similarity });
    },
    of: (trainee, now) => {
      const seen = last.get(trainee) ?? null;
      return seen !== null && between(seen.at, now) <= LATELY ? seen : null;
    },
  };
}
