import { createHash } from 'node:crypto';
import type { ChallengeResult } from '../../core/contract/center/commands.ts';
import type { ScreenCall } from '../../core/contract/screen.ts';
import { canonicalJson } from '../../core/domain/canonical.ts';
import type { Challenge, ChallengeEnd } from '../../core/domain/challenge.ts';
import type { FacePose } from '../../core/domain/enrolment.ts';
import type { Box, FrameResult } from '../../core/domain/face.ts';
import type { CameraId, TraineeId } from '../../core/domain/ids.ts';
import { type DurationMs, type EpochMs, epochMs } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import { challengeWhy } from './challenge-words.ts';
import { type Carried, type Sending, sending } from './sending.ts';

export interface ChallengePorts {
  readonly clock: Clock;
  /** Shows the call on the check-in screen. */
  readonly show: (call: ScreenCall | null) => void;
  /** The name as the screen calls it; null: nobody of a class here. */
  readonly calledName: (trainee: TraineeId) => string | null;
  /** Whether the kiosk can know the face. */
  readonly isEnrolled: (trainee: TraineeId) => boolean;
  /** Whether people check in at this camera. */
  readonly isCheckIn: (camera: CameraId) => boolean;
  readonly visionRuns: () => boolean;
  /** A picture of a face right after its frame's result, and the pose in it; null when either cannot be had. */
  readonly look: (
    face: Pick<FrameResult, 'camera' | 'run' | 'frame'> & { readonly box: Box },
  ) => Promise<{ readonly jpeg: Uint8Array; readonly pose: FacePose | null } | null>;
  /** Keeps a picture in the evidence. @returns its hash. */
  readonly keepPicture: (picture: {
    readonly camera: CameraId;
    readonly trainee: TraineeId;
    readonly capturedAt: EpochMs;
    readonly jpeg: Uint8Array;
  }) => Promise<{ readonly sha256: string }>;
  /** Told how it ended, with the hash of the whole result's canonical JSON. */
  readonly ended: (result: ChallengeResult, sha256: string) => Promise<void>;
}

/** Why nothing can be said of the trainee. */
type Unchecked = 'cancelled' | 'vision-down' | 'not-enrolled';

/** A spot check that runs. */
export interface Running {
  state: Challenge;
  readonly startedAt: EpochMs;
  readonly id: string;
  readonly stop: AbortController;
  readonly pictures: Map<number, Uint8Array>;
  /** The last look at whoever was followed or stood there. */
  last: { readonly camera: CameraId; readonly at: EpochMs; readonly jpeg: Uint8Array } | null;
  camera: CameraId | null;
  looking: boolean;
  seenAt: DurationMs;
  blind: number;
}

/** How it ended, with the pictures that were kept; told to whoever keeps it. */
export async function told(
  ports: ChallengePorts,
  own: Running,
  unchecked: Unchecked | null,
): Promise<Carried<ChallengeResult>> {
  const sent = sending();
  const { state, camera, startedAt } = own;
  const end: ChallengeEnd | null = unchecked === null ? state.end : null;
  const keep = (at: EpochMs, name: string) => kept(ports, sent, own, { at, name });
  const moves: ChallengeResult['moves'] = [];
  for (const [i, { move, askedAt, doneAt, yaw, rise }] of state.done.entries())
    moves.push({
      move,
      askedAt,
      at: doneAt,
      yaw,
      pitch: rise,
      picture: await keep(doneAt, `${String(i + 1)}-${move}.jpg`),
    });
  const { before } = state;
  const after = end?.kind === 'passed' ? end.after : null;
  const result: ChallengeResult = {
    ...{ trainee: state.trainee, startedAt, endedAt: ports.clock.now(), camera, moves },
    outcome: end?.kind ?? (unchecked === 'cancelled' ? 'cancelled' : 'unchecked'),
    why: challengeWhy(end, unchecked, before !== null),
    fault: end?.kind === 'failed' ? end.fault : unchecked === 'cancelled' ? null : unchecked,
    instead: end?.kind === 'wrong-person' || end?.kind === 'other-person' ? end.trainee : null,
    before: before && {
      ...{ at: before.at, similarity: before.similarity, yaw: before.pose.yaw, pitch: before.pose.pitch },
      picture: await keep(before.at, 'before.jpg'),
    },
    after: after && {
      ...{ at: after.at, similarity: after.similarity, yaw: after.pose.yaw, pitch: after.pose.pitch },
      picture: await keep(after.at, 'after.jpg'),
    },
    blindMs: Math.round(own.blind),
  };
  await ports.ended(result, createHash('sha256').update(canonicalJson(result)).digest('hex'));
  return { result, files: sent.files };
}

async function kept(
  { keepPicture }: ChallengePorts,
  sent: Sending,
  { camera, pictures, state: { trainee } }: Running,
  { at, name }: { readonly at: EpochMs; readonly name: string },
): Promise<{ file: number; sha256: string } | null> {
  const jpeg = pictures.get(at);
  if (jpeg === undefined || camera === null) return null;
  const { sha256 } = await keepPicture({ camera, trainee, capturedAt: epochMs(at), jpeg });
  return { file: sent.bytes(name, 'image/jpeg', jpeg), sha256 };
}
