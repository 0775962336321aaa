import type { Told } from '../core/contract/center/items.ts';
import { reachOf } from '../core/domain/lesson.ts';
import { stretchesOf } from '../core/domain/strip.ts';
import { type DurationMs, type EpochMs, minutes, plus } from '../core/domain/units.ts';
import type { Log } from '../core/platform/log.ts';
import type { LessonStrips } from './presence/classroom.ts';
import { type LessonPlan, type PlannedLesson, plannedKey } from './presence/lesson-plan.ts';
import type { Outbox } from './store/outbox.ts';
import type { LessonDue, StripsDue } from './store/strips-due.ts';

export interface StripsOptions {
  readonly due: StripsDue;
  readonly outbox: Pick<Outbox, 'renew' | 'isOpen'>;
  readonly plan: LessonPlan;
  readonly strips: (planned: PlannedLesson) => LessonStrips;
  readonly log: Log;
}

/** Tells the center when who was seen in which lesson (decision 130). */
export interface TellStrips {
  /** A lesson was closed: its strips are told whole, soon. Called in the transaction of its close. */
  closed(planned: PlannedLesson): void;
  /** Tells one closed lesson at the most, and those that run every few minutes. Never throws. */
  look(now: EpochMs): void;
}

/** While a lesson runs it is told this often. */
const EVERY: DurationMs = minutes(5);
/** After a failure it is tried again this much later. */
const AGAIN: DurationMs = minutes(1);

export function tellStrips({ due, outbox, plan, strips, log }: StripsOptions): TellStrips {
  /** When each lesson of the moment was told last. */
  const told = new Map<string, EpochMs>();

  let again: EpochMs | 0 = 0;

  const tell = (planned: PlannedLesson, until: EpochMs): void =>
    outbox.renew('strips', stripsBody(planned, strips(planned), until), until);

  const tellRunning = (now: EpochMs): void => {
    const running = plan.around(now).filter(({ windows }) => now < reachOf(windows).to);
    const keys = new Set(running.map(plannedKey));
    for (const key of told.keys()) if (!keys.has(key)) told.delete(key);
    for (const planned of running) {
      const key = plannedKey(planned);
      const last = told.get(key) ?? reachOf(planned.windows).from;
      if (now < plus(last, EVERY)) continue;
      told.set(key, now);
      tell(planned, now);
    }
  };

  const tellClosed = (lesson: LessonDue): void => {
    const planned = plan.lessons.find(({ code, lesson: { date, no } }) => {
      return code === lesson.code && date === lesson.date && no === lesson.no;
    });
    due.settle(lesson, () => {
      // A lesson that is in no timetable any more is told by its records.
      if (planned !== undefined) tell(planned, reachOf(planned.windows).to);
    });
  };

  return {
    closed: ({ code, lesson: { date, no } }) => due.note({ code, date, no }),
    look: (now) => {
      if (now < again || !outbox.isOpen()) return;
      try {
        tellRunning(now);
        const next = due.next();
        if (next !== null) tellClosed(next);
      } catch (error) {
        again = plus(now, AGAIN);
        log.warn('strips could not be told to the center', { error });
      }
    },
  };
}

/** A lesson's strips up to `until`, as the center is told them. */
export function stripsBody(
  { code, lesson: { date, no }, windows }: PlannedLesson,
  { unobserved, seen }: LessonStrips,
  until: EpochMs,
): Told<'strips'> {
  const reach = reachOf(windows);
  const { arrival, departure } = windows;
  return {
    ...{ class: code, date, no, ...reach, until },
    windows: { arrival, departure },
    unobserved: stretchesOf(unobserved, reach, until).filter(([from, to]) => from < to),
    seen: seen.map(({ trainee, stays }) => ({ trainee, stays: stretchesOf(stays, reach, until) })),
  };
}
