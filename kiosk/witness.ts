import type { Greeting } from '../core/contract/screen.ts';
import type { FrameResult } from '../core/domain/face.ts';
import type { ClassCode, TraineeId } from '../core/domain/ids.ts';
import { type DurationMs, type EpochMs, epochMs, milliseconds, seconds } from '../core/domain/units.ts';
import type { Clock } from '../core/platform/clock.ts';
import { type ClockGuard, isTrusted } from './presence/clock-guard.ts';
import { coverageLog } from './presence/coverage-log.ts';
import { type LessonPlan, windowsAt } from './presence/lesson-plan.ts';
import { type FirstSighting, sightingLog } from './presence/sighting-log.ts';
import { unidentifiedLog } from './presence/unidentified-log.ts';
import type { Observations } from './store/observations.ts';
import { greetingOf, type WallPeople } from './wall.ts';

export interface WitnessOptions {
  readonly clock: Clock;
  readonly guard: ClockGuard;
  readonly plan: LessonPlan;
  /** The class that a person is a trainee of; null for teachers, staff and strangers. */
  readonly classOf: (trainee: TraineeId) => ClassCode | null;
  readonly people: () => WallPeople;
  readonly store: Observations;
  readonly sightingEvery: DurationMs;
  readonly continuity: DurationMs;
  readonly greet: (greeting: Greeting) => void;
  /** A trainee's first sighting in a window: what a mark rests on. */
  readonly onFirst?: (first: FirstSighting, result: FrameResult) => void;
}

/** Turns what vision saw into sightings, coverage, stays of unidentified people, and greetings. */
export interface Witness {
  seen(result: FrameResult): void;
  /** Writes what waits; call it every second, and with no argument at the end. */
  settle(now?: EpochMs): void;
  /** Unidentified people who stayed long enough to count, since the start. */
  readonly unidentified: number;
}

/** Whoever was in view this recently is not greeted anew for the next lesson: the roster shows it. */
const GREET_AFTER: DurationMs = seconds(5);

export function createWitness(options: WitnessOptions): Witness {
  const { clock, guard, plan, classOf, people, store, greet } = options;
  const coverage = coverageLog({ sink: store, continuity: options.continuity });
  const stays = unidentifiedLog({ sink: store });
  const sightings = sightingLog({
    sink: store,
    windowsAt: (trainee, at) => {
      const code = classOf(trainee);
      return code === null ? [] : windowsAt(plan, code, at);
    },
    isTrainee: (trainee) => classOf(trainee) !== null,
    every: options.sightingEvery,
  });
  const inView = new Map<TraineeId, DurationMs>();
  recallToday();

  function recallToday(): void {
    const now = clock.now();
    const running = plan.around(now).map(({ windows }) => windows.arrival.from);
    if (running.length === 0) return;
    for (const sighting of store.sightings(epochMs(Math.min(...running)), now)) sightings.recall(sighting);
  }

  function greetIfNew({ trainee, at, window, ...first }: FirstSighting): void {
    if (!window.endsWith('/arrival')) return;
    const before = inView.get(trainee);
    if (before !== undefined && milliseconds(clock.monotonic() - before) < GREET_AFTER) return;
    const code = classOf(trainee);
    const planned = plan
      .around(at)
      .find((each) => each.code === code && each.windows.arrival.from <= at && at <= each.windows.arrival.to);
    if (planned) greet(greetingOf({ trainee, at, window, ...first }, planned, people()));
  }

  return {
    seen: (result) => {
      coverage.analysed(result.camera, result.at, isTrusted(guard.state) && result.picture?.observed !== false);
      // Whoever is in a picture of earlier was not seen now.
      if (result.picture?.trouble?.kind === 'frozen') return;
      stays.note(result);
      for (const first of sightings.note(result, guard.state)) {
        options.onFirst?.(first, result);
        greetIfNew(first);
      }
      for (const { identification, detected } of result.tracks) {
        if (detected && identification.kind === 'identified')
          inView.set(identification.match.trainee, clock.monotonic());
      }
    },
    settle: (now) => {
      coverage.flush();
      sightings.settle(now);
      stays.settle(now);
    },
    get unidentified() {
      return stays.count;
    },
  };
}
