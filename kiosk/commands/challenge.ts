import type { ChallengeResult } from '../../core/contract/center/commands.ts';
import type { Command } from '../../core/contract/center/link.ts';
import type { ScreenCall } from '../../core/contract/screen.ts';
import {
  beginChallenge,
  type Challenge,
  type ChallengeLook,
  challengeSees,
  challengeStep,
  challengeTime,
  MOVE_WITHIN,
} from '../../core/domain/challenge.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { FrameResult, TrackInFrame } from '../../core/domain/face.ts';
import { type TraineeId, traineeId } from '../../core/domain/ids.ts';
import { milliseconds, plus, seconds } from '../../core/domain/units.ts';
import { type ChallengePorts, type Running, told } from './challenge-told.ts';
import type { Carried } from './sending.ts';

/** Spot checks: the center calls a trainee to the check-in camera. One at a time. */
export interface Challenges {
  /** Takes every result of vision. */
  watch(result: FrameResult): void;
  /** Calls, watches and tells how it ended. @throws ZaikeError `no-such-trainee`, `busy`. */
  call(command: Extract<Command, { kind: 'challenge' }>, signal: AbortSignal): Promise<Carried<ChallengeResult>>;
  /** @throws ZaikeError `no-challenge` when this trainee is not called now. */
  cancel(trainee: TraineeId): void;
}

const TICK = seconds(0.25);
/** No result for longer than this: nobody could be seen. */
const BLIND_AFTER = milliseconds(2500);
/** Of a check that did not succeed, so much blindness makes the result worth nothing. */
const MOST_BLIND_SHARE = 0.2;
const SHOWN_AFTER = seconds(6);

export function challenges(ports: ChallengePorts): Challenges {
  const { clock } = ports;
  let running: Running | null = null;
  let calls = 0;
  let shown = 0;

  const show = (own: Running, name: string): void => {
    const { state } = own;
    const step = shownStep(state);
    const until = state.before === null ? state.until : plus(state.askedAt, MOVE_WITHIN);
    ports.show({ id: own.id, name, step, done: state.done.length, moves: state.moves.length, until });
  };
  const clearLater = async (): Promise<void> => {
    const mine = ++shown;
    await clock.sleep(SHOWN_AFTER);
    if (mine === shown && running === null) ports.show(null);
  };

  const look = async (own: Running, result: FrameResult, track: TrackInFrame): Promise<void> => {
    const { camera, run, frame, at } = result;
    const seen = await ports.look({ camera, run, frame, box: track.box });
    const match = track.identification.kind === 'identified' ? track.identification.match : null;
    const sight: ChallengeLook = {
      ...{ at, camera, track: track.track, pose: seen?.pose ?? null, spoof: track.liveness === 'spoof' },
      ...{ trainee: match?.trainee ?? null, similarity: match?.similarity ?? null },
    };
    const before = own.state;
    own.state = challengeSees(before, sight);
    if (seen !== null && own.state !== before) {
      own.last = { camera, at, jpeg: seen.jpeg };
      own.pictures.set(at, seen.jpeg);
      forgetUnused(own);
    }
    if (own.state.face !== null) own.camera = camera;
  };

  const watch = async (own: Running, name: string): Promise<'cancelled' | null> => {
    while (own.state.end === null) {
      show(own, name);
      await clock.sleep(TICK, own.stop.signal).catch(() => undefined);
      if (own.stop.signal.aborted) return 'cancelled';
      const silent = milliseconds(clock.monotonic() - own.seenAt);
      if (silent > BLIND_AFTER) {
        own.blind += silent;
        own.seenAt = clock.monotonic();
      }
      own.state = challengeTime(own.state, clock.now());
    }
    return null;
  };

  return {
    watch: (result) => {
      const own = running;
      if (own === null || own.state.end !== null || !ports.isCheckIn(result.camera)) return;
      own.seenAt = clock.monotonic();
      const track = meant(own.state, result);
      if (track === null || own.looking) return;
      own.looking = true;
      void look(own, result, track)
        .catch(() => undefined) // vision died meanwhile: told by its silence
        .finally(() => {
          own.looking = false;
        });
    },
    call: async ({ trainee: called, moves, seconds: within }, signal) => {
      const trainee = traineeId(called);
      const name = ports.calledName(trainee);
      if (name === null) throw new ZaikeError('教室里没有这名学员', { code: 'no-such-trainee', retry: false });
      if (running !== null) throw new ZaikeError('教室里正在进行另一次抽查', { code: 'busy', retry: true });
      const now = clock.now();
      const own: Running = {
        state: beginChallenge(trainee, moves, { now, until: plus(now, seconds(within)) }),
        ...{ startedAt: now, id: `call-${String(now)}-${String(++calls)}`, stop: new AbortController() },
        ...{ pictures: new Map(), last: null, camera: null, looking: false, blind: 0 },
        seenAt: clock.monotonic(),
      };
      if (!ports.isEnrolled(trainee)) return await told(ports, own, 'not-enrolled');
      if (!ports.visionRuns()) return await told(ports, own, 'vision-down');
      running = own;
      const abort = (): void => own.stop.abort();
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      try {
        const cancelled = await watch(own, name);
        const blind = own.blind > Math.max(BLIND_AFTER, (clock.now() - now) * MOST_BLIND_SHARE);
        const worthless = blind && own.state.end?.kind !== 'passed' ? 'vision-down' : null;
        const unchecked = cancelled ?? worthless;
        ports.show({
          ...{
            id: own.id,
            name,
            done: own.state.done.length,
            moves: moves.length,
            until: plus(clock.now(), SHOWN_AFTER),
          },
          step: unchecked === null ? shownStep(own.state) : 'over',
        });
        return await told(ports, own, unchecked);
      } finally {
        signal.removeEventListener('abort', abort);
        running = null;
        void clearLater();
      }
    },
    cancel: (trainee) => {
      if (running?.state.trainee !== trainee)
        throw new ZaikeError('这次抽查已经结束', { code: 'no-challenge', retry: false });
      running.stop.abort();
    },
  };
}

function shownStep(state: Challenge): ScreenCall['step'] {
  if (state.end === null) return challengeStep(state);
  return state.end.kind === 'passed' ? 'passed' : 'not-passed';
}

/** The face that is followed; else the called trainee's own, or the nearest. */
function meant({ face, trainee }: Challenge, { camera, tracks }: FrameResult): TrackInFrame | null {
  const found = tracks.filter(({ detected }) => detected);
  if (face !== null) return face.camera === camera ? (found.find(({ track }) => track === face.track) ?? null) : null;
  const named = found.find(
    ({ identification }) => identification.kind === 'identified' && identification.match.trainee === trainee,
  );
  return named ?? found.toSorted((a, b) => b.box.height - a.box.height)[0] ?? null;
}

/** Only the pictures that the result will name stay in memory. */
function forgetUnused({ state, pictures, last }: Running): void {
  const used = new Set<number>([...state.done.map(({ doneAt }) => doneAt), state.before?.at ?? -1, last?.at ?? -1]);
  for (const at of pictures.keys()) if (!used.has(at)) pictures.delete(at);
}
