import type { ScreenCall } from '../core/contract/screen.ts';
import { callNames } from '../core/domain/challenge.ts';
import type { CameraId, TraineeId } from '../core/domain/ids.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Cameras } from './cameras.ts';
import { type Challenges, challenges } from './commands/challenge.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { Vision } from './vision/vision.ts';

export interface ChallengesOptions {
  readonly cameras: Pick<Cameras, 'facts'>;
  readonly vision: () => Pick<Vision, 'state' | 'picture' | 'examine'>;
  readonly evidence: Pick<Evidence, 'keepPicture' | 'append'>;
  /** The names of the trainees of the classes here. */
  readonly people: () => ReadonlyMap<TraineeId, { readonly name: string }>;
  /** Whether there is a template of this trainee. */
  readonly isEnrolled: (trainee: TraineeId) => boolean;
  readonly show: (call: ScreenCall | null) => void;
  readonly clock: Clock;
}

/** Spot checks over the check-in cameras, vision and the screen; how each ended is journalled. */
export function openChallenges(options: ChallengesOptions): Challenges {
  const { cameras, vision, evidence, people, isEnrolled, show, clock } = options;
  return challenges({
    clock,
    show,
    isEnrolled,
    calledName: (trainee) => callNames([...people()].map(([id, { name }]) => ({ id, name }))).get(trainee) ?? null,
    isCheckIn: (camera) => isCheckIn(cameras, camera),
    visionRuns: () => vision().state.kind === 'running',
    look: async ({ camera, run, frame, box }) => {
      const jpeg = await vision().picture({ camera, run, frame, box }, 'enrolment');
      if (jpeg === null) return null;
      const seen = await vision().examine(jpeg, '中心抽查', false);
      return { jpeg, pose: seen.kind === 'face' ? seen.look.pose : null };
    },
    keepPicture: (picture) => evidence.keepPicture(picture),
    ended: async ({ trainee, outcome, fault }, sha256) => {
      const detail = fault === null ? outcome : `${outcome} (${fault})`;
      await evidence.append({ kind: 'note', about: `spot-check ${trainee}`, sha256, by: 'kiosk', detail });
    },
  });
}

/** Where no camera is for checking in, any will do. */
function isCheckIn(cameras: Pick<Cameras, 'facts'>, camera: CameraId): boolean {
  const all = cameras.facts(() => null);
  return all.some(({ id, role }) => id === camera && role === 'check-in') || all.every(({ role }) => role === 'room');
}
