import type { KioskState } from '../core/contract/center/link.ts';
import { mergeSpans, observedSpans } from '../core/domain/coverage.ts';
import { dateAt, instantAt } from '../core/domain/day.ts';
import type { ClassCode, TraineeId } from '../core/domain/ids.ts';
import { covers, type Leave } from '../core/domain/leave.ts';
import type { Lesson } from '../core/domain/lesson.ts';
import { type DurationMs, type EpochMs, epochMs, minutes, plus } from '../core/domain/units.ts';
import type { LiveClasses } from './classes.ts';
import type { Classroom } from './presence/classroom.ts';
import type { PlannedLesson } from './presence/lesson-plan.ts';
import type { Observations } from './store/observations.ts';
import { markOf, sinceOf } from './wall.ts';

type ClassNow = KioskState['classes'][number];

export interface ClassNowOptions {
  readonly classes: Pick<LiveClasses, 'codes' | 'file' | 'plan' | 'room' | 'leave'>;
  /** The marks of a lesson of the moment. */
  readonly lines: Classroom['live'];
  readonly observed: Pick<Observations, 'coverage' | 'lastSeen'>;
  /** Unidentified people in view, and people in view at all. */
  readonly strangers: () => number;
  readonly heads: () => number;
  readonly lastSeen: ReadonlyMap<TraineeId, EpochMs>;
  /** Since the kiosk started. */
  readonly uptime: DurationMs;
}

const RECENT_MINUTES = 15;
const RECENT: DurationMs = minutes(RECENT_MINUTES);
/** After its last lesson a class is told as over for as long; later it has none left. */
const OVER_FOR: DurationMs = minutes(5);
/** Sightings are kept a little late: the last minutes are read again. */
const REREAD: DurationMs = minutes(3);

/** A class as it is now; null for one that cannot be read or that is over. */
export function classNow(options: ClassNowOptions, code: ClassCode, now: EpochMs): ClassNow | null {
  const { classes, heads, strangers } = options;
  const file = classes.file(code);
  const today = dateAt(now);
  if (file === null || (file.class.ends !== null && file.class.ends < today)) return null;
  const planned = classes.plan.lessons.filter((each) => each.code === code && each.lesson.date === today);
  const shown = shownOf(planned, now);
  const isCurrent = shown !== null && classes.plan.current(now)?.code === code;
  const [first, last] = [planned.at(0), planned.at(-1)];
  return {
    class: code,
    specialty: file.class.specialty ?? '',
    lesson: shown && lessonOf(shown.lesson, now),
    day: first === undefined || last === undefined ? null : { from: first.lesson.start, to: last.lesson.end },
    cancelledToday: file.changes.filter(({ kind, date }) => kind === 'cancelled' && date === today).length,
    ...standingsOf(options, shown, now),
    unidentified: isCurrent ? strangers() : 0,
    heads: isCurrent ? heads() : 0,
    observed: shown && observedShare(options, shown, now),
  };
}

/** The lesson that runs; else the next of the day; else the last, while it is only just over. */
function shownOf(planned: readonly PlannedLesson[], now: EpochMs): PlannedLesson | null {
  const running = planned.findLast(({ lesson }) => lesson.start <= now && now <= lesson.end);
  const next = running ?? planned.find(({ lesson }) => lesson.start > now);
  const over = planned.findLast(({ lesson }) => lesson.end < now && now - lesson.end <= OVER_FOR);
  return next ?? over ?? null;
}

function lessonOf({ date, no, course, teacher, start, end }: Lesson, now: EpochMs): NonNullable<ClassNow['lesson']> {
  const phase = now < start ? 'before' : now <= end ? 'running' : 'after';
  return { date, no, course: course ?? '', teacher: teacher ?? '', from: start, to: end, phase };
}

type Standings = Pick<ClassNow, 'due' | 'seen' | 'onLeave' | 'pending' | 'standings'>;

function standingsOf(
  { classes, lines, lastSeen }: ClassNowOptions,
  shown: PlannedLesson | null,
  now: EpochMs,
): Standings {
  if (shown === null) return { due: 0, seen: 0, onLeave: 0, pending: 0, standings: [] };
  const { lesson, policy } = shown;
  const leaves = Map.groupBy(classes.leave(shown), ({ trainee }) => trainee);
  const since = plus(now, minutes(-policy.classRateMinutes));
  const all = lines(shown, now).map(({ trainee: { id }, mark }) => {
    const leave = (leaves.get(id) ?? []).filter((each) => covers(each, lesson));
    const seenAt = lastSeen.get(id) ?? null;
    return {
      // Leave entered after the lesson began does not better its class rate (rules §4).
      excused: leave.some((each) => isInTime(each, lesson)),
      seen: seenAt !== null && seenAt >= since,
      standing: {
        ...{ trainee: id, mark: markOf(mark), since: sinceOf(mark), lastSeen: seenAt },
        leaveEnteredAt: leave[0]?.enteredAt ?? null,
      },
    };
  });
  return {
    due: all.length,
    seen: all.filter(({ seen, excused }) => seen && !excused).length,
    onLeave: all.filter(({ excused }) => excused).length,
    pending: all.filter(({ standing }) => standing.mark === 'pending').length,
    standings: all.map(({ standing }) => standing),
  };
}

const isInTime = ({ enteredAt }: Leave, { start }: Lesson): boolean => enteredAt === null || enteredAt < start;

/** The share of the last 15 minutes that the lesson's room cameras observed; null before the kiosk ran as long. */
function observedShare(
  { classes, observed, uptime }: ClassNowOptions,
  shown: PlannedLesson,
  now: EpochMs,
): number | null {
  if (uptime < RECENT) return null;
  const from = plus(now, minutes(-RECENT_MINUTES));
  const spans = Map.groupBy(observed.coverage(from, now), ({ camera }) => camera);
  const merged = new Map([...spans].map(([camera, each]) => [camera, mergeSpans(each)]));
  const seen = observedSpans(merged, classes.room(shown).cameras, shown.policy.observedBy);
  const sum = seen.reduce((total, span) => total + Math.max(0, Math.min(span.to, now) - Math.max(span.from, from)), 0);
  return Math.min(1, Math.round((sum / RECENT) * 1000) / 1000);
}

/** When each trainee was last seen today, read on from where it was read before. */
export function lastSightings(observed: Pick<Observations, 'lastSeen'>): {
  readonly read: (now: EpochMs) => ReadonlyMap<TraineeId, EpochMs>;
} {
  let seen = new Map<TraineeId, EpochMs>();
  let day = '';
  let readTo = epochMs(0);
  return {
    read: (now) => {
      const today = dateAt(now);
      const midnight = instantAt(today, 0);
      if (today !== day) {
        seen = new Map();
        readTo = midnight;
        day = today;
      }
      const from = epochMs(Math.max(midnight, readTo - REREAD));
      for (const [trainee, at] of observed.lastSeen(from, now))
        if (at > (seen.get(trainee) ?? 0)) seen.set(trainee, at);
      readTo = now;
      return seen;
    },
  };
}
