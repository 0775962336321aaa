import type { FacePose } from './enrolment.ts';
import type { CameraId, TrackId, TraineeId } from './ids.ts';
import { between, type DurationMs, type EpochMs, seconds } from './units.ts';

/** What a called trainee is asked to do; left and right are the person's own. */
export const challengeMoves = ['look-left', 'look-right', 'look-up'] as const;
export type ChallengeMove = (typeof challengeMoves)[number];

/** Degrees. `up` is meant beside the person's own straight look. */
export const challengeLimits = {
  straight: { yaw: 12 },
  turned: { least: 15, pitch: 20 },
  up: { least: 8, yaw: 15 },
} as const;

/** Each move is to be done within this from when it is asked for. */
export const MOVE_WITHIN: DurationMs = seconds(10);
/** A face that is not found for longer than this has gone: whoever comes then begins anew. */
export const GONE_AFTER: DurationMs = seconds(3);
/** So many moves other than the one asked for end it: a film of somebody who turns about would get through in time. */
const MOST_WRONG = 3;

/** One look at the nearest face before a check-in camera. */
export interface ChallengeLook {
  readonly at: EpochMs;
  readonly camera: CameraId;
  readonly track: TrackId;
  /** Who it is; null while nobody was identified. */
  readonly trainee: TraineeId | null;
  readonly similarity: number | null;
  /** Null where the points of the face cannot be read. */
  readonly pose: FacePose | null;
  readonly spoof: boolean;
}

/** That the called trainee was recognised, looking straight ahead. */
export interface Recognised {
  readonly at: EpochMs;
  readonly similarity: number;
  readonly pose: FacePose;
}

export interface MoveDone {
  readonly move: ChallengeMove;
  readonly askedAt: EpochMs;
  readonly doneAt: EpochMs;
  /** As read; `rise` is the pitch beside the straight look. */
  readonly yaw: number;
  readonly rise: number;
}

/** Why a challenge was not passed, though the trainee came. */
export type ChallengeFault = 'too-slow' | 'wrong-moves' | 'spoof' | 'not-recognised-after';

/** How it ended. Only `no-show`, `wrong-person`, `other-person` and `failed` say anything against the trainee. */
export type ChallengeEnd =
  | { readonly kind: 'passed'; readonly after: Recognised }
  | { readonly kind: 'failed'; readonly fault: ChallengeFault }
  /** In the middle of the moves the same face was recognised as somebody else. */
  | { readonly kind: 'other-person'; readonly trainee: TraineeId; readonly similarity: number | null }
  /** Whoever came was not the one who was called: somebody else of the class, or (null) nobody whom the kiosk knows. */
  | { readonly kind: 'wrong-person'; readonly trainee: TraineeId | null }
  | { readonly kind: 'no-show' };

export interface Challenge {
  readonly trainee: TraineeId;
  readonly moves: readonly ChallengeMove[];
  readonly until: EpochMs;
  /** The face that is being followed; null: the trainee has not been recognised yet. */
  readonly face: { readonly camera: CameraId; readonly track: TrackId; readonly seenAt: EpochMs } | null;
  readonly before: Recognised | null;
  readonly done: readonly MoveDone[];
  readonly askedAt: EpochMs;
  readonly wrong: number;
  /** Whether the wrong move now on show has been counted. */
  readonly erring: boolean;
  /** Whether the trainee was recognised at all, if never straight to the camera. */
  readonly shown: boolean;
  /** Who else stood there while nobody was followed; undefined: nobody did. */
  readonly stranger: TraineeId | null | undefined;
  readonly end: ChallengeEnd | null;
}

/** How the screen calls people: `王**`; the whole name where two would be taken for each other. */
export function callNames<Id>(people: readonly { readonly id: Id; readonly name: string }[]): ReadonlyMap<Id, string> {
  const short = (name: string): string => `${Array.from(name)[0] ?? ''}**`;
  const shared = Map.groupBy(people, ({ name }) => short(name));
  return new Map(
    people.map(({ id, name }) => [id, (shared.get(short(name))?.length ?? 0) > 1 ? name : short(name)] as const),
  );
}

/** A challenge that begins at `now`; all of it is to be done until `until`. */
export function beginChallenge(
  trainee: TraineeId,
  moves: readonly ChallengeMove[],
  { now, until }: { readonly now: EpochMs; readonly until: EpochMs },
): Challenge {
  const none = {
    face: null,
    before: null,
    done: [],
    wrong: 0,
    erring: false,
    shown: false,
    stranger: undefined,
    end: null,
  };
  return { trainee, moves, until, askedAt: now, ...none };
}

/** What the person is to do now; `come`: to the camera, looking straight ahead; `straight`: once more at the end. */
export function challengeStep({ before, done, moves }: Challenge): 'come' | ChallengeMove | 'straight' {
  return before === null ? 'come' : (moves[done.length] ?? 'straight');
}

/** What follows from one look at whoever stands before a check-in camera. */
export function challengeSees(before: Challenge, look: ChallengeLook): Challenge {
  if (before.end !== null || look.at < before.askedAt) return before;
  const challenge = challengeTime(before, look.at);
  if (challenge.end !== null) return challenge;
  if (challenge.face === null) return notYetFollowed(challenge, look);
  if (look.camera !== challenge.face.camera || look.track !== challenge.face.track) return challenge;
  const seen: Challenge = { ...challenge, face: { ...challenge.face, seenAt: look.at } };
  if (look.spoof) return ended(seen, { kind: 'failed', fault: 'spoof' });
  if (look.trainee !== null && look.trainee !== seen.trainee)
    return ended(seen, { kind: 'other-person', trainee: look.trainee, similarity: look.similarity });
  return look.pose === null ? seen : moved(seen, look, look.pose);
}

/** What follows from the time alone: too slow, gone, or over. */
export function challengeTime(challenge: Challenge, now: EpochMs): Challenge {
  if (challenge.end !== null) return challenge;
  const { face, before, until, stranger } = challenge;
  if (face !== null && between(face.seenAt, now) > GONE_AFTER)
    return challengeTime(
      { ...challenge, face: null, before: null, done: [], askedAt: now, wrong: 0, erring: false },
      now,
    );
  if (before !== null && between(challenge.askedAt, now) > MOVE_WITHIN) {
    const last = challenge.done.length === challenge.moves.length;
    return ended(challenge, { kind: 'failed', fault: last ? 'not-recognised-after' : 'too-slow' });
  }
  if (now <= until) return challenge;
  // Recognised, and never so that the moves could begin: no stranger's face beside it makes that somebody else's coming.
  if (before !== null || challenge.shown) return ended(challenge, { kind: 'failed', fault: 'too-slow' });
  return ended(challenge, stranger === undefined ? { kind: 'no-show' } : { kind: 'wrong-person', trainee: stranger });
}

function notYetFollowed(challenge: Challenge, look: ChallengeLook): Challenge {
  const { at, camera, track, trainee, similarity, pose } = look;
  // A name outweighs an unknown face: that may be the trainee, not recognised yet.
  if (trainee !== challenge.trainee) return { ...challenge, stranger: trainee ?? challenge.stranger ?? null };
  if (look.spoof || similarity === null) return challenge;
  if (pose === null || !isStraight(pose, null)) return challenge.shown ? challenge : { ...challenge, shown: true };
  return {
    ...challenge,
    shown: true,
    face: { camera, track, seenAt: at },
    before: { at, similarity, pose },
    ...{ done: [], askedAt: at, wrong: 0, erring: false },
  };
}

function moved(challenge: Challenge, look: ChallengeLook, pose: FacePose): Challenge {
  const { at, trainee, similarity } = look;
  const straight = challenge.before?.pose.pitch ?? 0;
  const step = challengeStep(challenge);
  if (step === 'straight') {
    if (trainee === null || similarity === null || !isStraight(pose, straight)) return challenge;
    return ended(challenge, { kind: 'passed', after: { at, similarity, pose } });
  }
  if (step === 'come') return challenge;
  const shown = moveOf(pose, straight);
  if (shown === step) {
    const done = { move: step, askedAt: challenge.askedAt, doneAt: at, yaw: pose.yaw, rise: pose.pitch - straight };
    return { ...challenge, done: [...challenge.done, done], askedAt: at, erring: false };
  }
  const last = challenge.done.at(-1)?.move;
  if (shown === null || shown === last) return shown === null ? { ...challenge, erring: false } : challenge;
  if (challenge.erring) return challenge;
  const wrong = challenge.wrong + 1;
  const erred = { ...challenge, wrong, erring: true };
  return wrong >= MOST_WRONG ? ended(erred, { kind: 'failed', fault: 'wrong-moves' }) : erred;
}

/** Which move a pose shows, clearly; null for none. */
export function moveOf({ yaw, pitch }: FacePose, straightPitch: number): ChallengeMove | null {
  const { turned, up } = challengeLimits;
  const rise = pitch - straightPitch;
  if (Math.abs(yaw) >= turned.least && Math.abs(rise) <= turned.pitch) return yaw > 0 ? 'look-left' : 'look-right';
  return rise >= up.least && Math.abs(yaw) <= up.yaw ? 'look-up' : null;
}

/** @param straightPitch null: not known yet; cameras hang high or low. */
function isStraight({ yaw, pitch }: FacePose, straightPitch: number | null): boolean {
  const { straight, up } = challengeLimits;
  const level = straightPitch === null ? Math.abs(pitch) <= 25 : Math.abs(pitch - straightPitch) < up.least;
  return level && Math.abs(yaw) <= straight.yaw;
}

const ended = (challenge: Challenge, end: ChallengeEnd): Challenge => ({ ...challenge, end });
