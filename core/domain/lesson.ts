import type { Policy } from './policy.ts';
import { type Brand, type EpochMs, type LocalDate, minutes, plus, type Span } from './units.ts';

/** 理论, 实操, 考试, or off the institution's own premises (counts only by the center's decision). */
export type LessonKind = 'theory' | 'practical' | 'exam' | 'offSite';

/** One lesson as it is to be held 「每课时45分钟」. */
export interface Lesson {
  readonly date: LocalDate;
  /** Number in the day, from 1. */
  readonly no: number;
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly kind: LessonKind;
  readonly course: string | null;
  readonly teacher: string | null;
  readonly room: string | null;
  /** Whether it makes up for a cancelled one. */
  readonly makeUp: boolean;
}

/** Names a lesson within its class: `2026-10-08#3`. */
export type LessonKey = Brand<string, 'LessonKey'>;

/** The key of the lesson with that date and number. */
export function lessonKey(lesson: Pick<Lesson, 'date' | 'no'>): LessonKey {
  return `${lesson.date}#${lesson.no}` as LessonKey;
}

/** The stretches in which a lesson looks at sightings; each closed at both ends. */
export interface Windows {
  readonly arrival: Span;
  /** `from` after `to` in a lesson too short to have a middle. */
  readonly middle: Span;
  readonly departure: Span;
  /** The lesson itself. */
  readonly inside: Span;
  /** First seen in the arrival window after this: late. */
  readonly lateAfter: EpochMs;
  /** Last seen in the departure window before this: left early. */
  readonly earlyBefore: EpochMs;
}

/** The windows of a lesson by the policy of its day. */
export function windowsOf(lesson: Pick<Lesson, 'start' | 'end'>, policy: Policy): Windows {
  const { start, end } = lesson;
  const arrivalEnds = plus(start, minutes(policy.arrivalAfterMinutes));
  const departureBegins = plus(end, minutes(-policy.departureBeforeMinutes));
  return {
    arrival: { from: plus(start, minutes(-policy.arrivalBeforeMinutes)), to: arrivalEnds },
    middle: { from: arrivalEnds, to: departureBegins },
    departure: { from: departureBegins, to: plus(end, minutes(policy.departureAfterMinutes)) },
    inside: { from: start, to: end },
    lateAfter: plus(start, minutes(policy.lateAfterMinutes)),
    earlyBefore: plus(end, minutes(-policy.leftEarlyBeforeMinutes)),
  };
}

/** The stretch from the first to the last instant at which a sighting can count for a lesson. */
export function reachOf(windows: Windows): Span {
  const from = Math.min(windows.arrival.from, windows.inside.from, windows.departure.from) as EpochMs;
  const to = Math.max(windows.arrival.to, windows.inside.to, windows.departure.to) as EpochMs;
  return { from, to };
}

/**
 * When a lesson can be closed for good: a stretch that nothing observes may begin at the very end of
 * the departure window, and whether it is long enough to count shows only afterwards.
 */
export function closesAt(lesson: Pick<Lesson, 'start' | 'end'>, policy: Policy): EpochMs {
  return (plus(reachOf(windowsOf(lesson, policy)).to, minutes(policy.unobservedOverMinutes)) + 1) as EpochMs;
}
