import { type Circumstances, type OpenLesson, vouchedFor } from './close.ts';
import { type Leave, leaveFor } from './leave.ts';
import { type Lesson, lessonKey } from './lesson.ts';
import { belongsOn, type Trainee } from './person.ts';
import type { Policy } from './policy.ts';
import { type SeenSighting, unseen } from './seen.ts';
import { type EpochMs, minutes, plus } from './units.ts';

/**
 * How a trainee stands in a lesson that still runs, as the center looks on 「实时监控、电话抽查、实地检查」.
 * Nobody is called absent here: the wall shows 未到 or 待核, never 旷课.
 */
export type LiveMark =
  /** Not seen yet, and there is still time. */
  | { readonly kind: 'expected' }
  /** 已到: `at` first in the arrival window (null: vouched for), `last` at departure so far. */
  | {
      readonly kind: 'arrived';
      readonly at: EpochMs | null;
      readonly late: boolean;
      readonly last: EpochMs | null;
    }
  /** 未到: the arrival window was observed and is over; `at` when first seen after it, too late for this lesson. */
  | { readonly kind: 'missing'; readonly at: EpochMs | null }
  /** 待核: the arrival window is over and was not observed. */
  | { readonly kind: 'unproven'; readonly at: EpochMs | null }
  | { readonly kind: 'onLeave'; readonly leave: Leave['kind'] };

/** A trainee of the roster and the mark of the moment. */
export interface LiveLine {
  readonly trainee: Trainee;
  readonly mark: LiveMark;
}

/** The screen's view of a lesson at `now`, in roster order; trainees who do not belong to the class that day are left out. */
export function liveLines<S extends SeenSighting>(
  open: OpenLesson<S>,
  circumstances: Circumstances,
  now: EpochMs,
): readonly LiveLine[] {
  return circumstances.room.roster
    .filter((trainee) => belongsOn(trainee, open.lesson.date))
    .map((trainee) => ({ trainee, mark: liveMark(open, circumstances, trainee, now) }));
}

function liveMark(open: OpenLesson, circumstances: Circumstances, trainee: Trainee, now: EpochMs): LiveMark {
  const { windows, policy, lesson } = open;
  const seen = open.seen.get(trainee.id) ?? unseen;
  const vouched = vouchedFor(circumstances.through.get(trainee.id), lessonKey(lesson)).map(({ span }) => span);
  const arrived =
    seen.arrival !== null || vouched.some((span) => span.from <= windows.arrival.to && span.to >= windows.arrival.from);
  if (arrived) {
    const at = seen.arrival?.at ?? null;
    const late = at !== null && at > windows.lateAfter && vouched.length === 0 && !couldHaveArrived(windows.lateAfter);
    return { kind: 'arrived', at, late, last: seen.last?.at ?? null };
  }
  const leave = leaveFor(circumstances.leave.get(trainee.id) ?? [], lesson);
  if (leave !== undefined) return { kind: 'onLeave', leave: leave.kind };
  if (now <= windows.arrival.to) return { kind: 'expected' };
  const at = seen.inside?.at ?? null;
  return couldHaveArrived(windows.arrival.to) ? { kind: 'unproven', at } : { kind: 'missing', at };

  /** Whether an unobserved stretch, as long as it is by now, leaves room for an arrival until `by`. */
  function couldHaveArrived(by: EpochMs): boolean {
    const least = minutes(policy.unobservedOverMinutes);
    return circumstances.unobserved.some(
      ({ from, to }) => Math.min(to, now) - from > least && from + 1 <= by && to - 1 >= windows.arrival.from,
    );
  }
}

/** When the teacher's page says who is missing and how many are unidentified, so that it is settled on the spot. */
export function rollCallAt(lesson: Pick<Lesson, 'start'>, policy: Policy): EpochMs {
  return plus(lesson.start, minutes(policy.missingAfterMinutes));
}
