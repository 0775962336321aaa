import type { Calendar } from './calendar.ts';
import { datesBetween, instantAt } from './day.ts';
import { type Lesson, type LessonKey, lessonKey } from './lesson.ts';
import type { LocalDate } from './units.ts';

/** One lesson's times in a day, in milliseconds since midnight; its number is its place in the bell, from 1. */
export interface BellTime {
  readonly start: number;
  readonly end: number;
}

/** A lesson's place: a date, a number in the day, wall times in milliseconds since midnight. */
export interface Slot extends BellTime {
  readonly date: LocalDate;
  readonly no: number;
}

/** What happened to a planned lesson. */
export type TimetableChange =
  /** Not held and not due, but owed. */
  | { readonly kind: 'cancelled'; readonly date: LocalDate; readonly no: number }
  /** Held at another place of the timetable. */
  | { readonly kind: 'moved'; readonly date: LocalDate; readonly no: number; readonly to: Slot }
  /**
   * Made up: with `to`, an owed lesson is held there. Without, the lesson at that date and number is
   * the make-up: an additional one at the bell's (or the given) times, or one that the timetable has already.
   */
  | {
      readonly kind: 'makeUp';
      readonly date: LocalDate;
      readonly no: number;
      readonly to: Slot | null;
      readonly times: BellTime | null;
    };

/** A timetable after its changes. */
export interface Timetable {
  /** The lessons to be held, by date and number. */
  readonly lessons: readonly Lesson[];
  /** Cancelled and not yet made up by the end of the class. */
  readonly owed: number;
  /** Changes that do not fit the timetable, by their place in the list. */
  readonly faults: readonly ChangeFault[];
}

/** A change that does not fit. */
export interface ChangeFault {
  readonly index: number;
  /** The lesson that is not there, or the place that is taken. */
  readonly place: Pick<Lesson, 'date' | 'no'>;
  readonly expected: string;
  readonly got: string;
}

/** What lessons of a bell have in common. */
export type LessonFacts = Pick<Lesson, 'kind' | 'course' | 'teacher' | 'room'>;

/** A lesson of a slot. */
export function lessonAt(slot: Slot, facts: LessonFacts, makeUp = false): Lesson {
  const { date, no } = slot;
  const { kind, course, teacher, room } = facts;
  const [start, end] = [instantAt(date, slot.start), instantAt(date, slot.end)];
  return { date, no, start, end, kind, course, teacher, room, makeUp };
}

/**
 * A bell's lessons on every working day from `first` through `last`
 * 「每月培训天数以当月实际工作日为准」. @throws ZaikeError `calendar-missing`.
 */
export function bellLessons(
  bell: readonly BellTime[],
  first: LocalDate,
  last: LocalDate,
  calendar: Calendar,
  facts: LessonFacts,
): readonly Lesson[] {
  if (bell.length === 0) return [];
  return datesBetween(first, last)
    .filter((date) => calendar.isWorkday(date))
    .flatMap((date) => bell.map(({ start, end }, index) => lessonAt({ date, no: index + 1, start, end }, facts)));
}

/** A lesson at a place of the timetable, and the change that put it there (null: the plan). */
interface Placed {
  readonly lesson: Lesson;
  readonly by: number | null;
}

/**
 * Lessons with their changes applied, in the order of the list; where a place holds two for a while
 * (two lessons change places), a change means the one that was there first. Cancelled ones are owed
 * until made up, by `ends` at the latest (null: whenever).
 */
export function applyChanges(
  planned: readonly Lesson[],
  changes: readonly TimetableChange[],
  bell: readonly BellTime[],
  ends: LocalDate | null,
): Timetable {
  const places = Map.groupBy(
    planned.map((lesson): Placed => ({ lesson, by: null })),
    ({ lesson }) => lessonKey(lesson),
  );
  const cancelled = new Map<LessonKey, Lesson>();
  const faults: ChangeFault[] = [];
  let owed = 0;
  for (const [index, change] of changes.entries()) {
    const key = lessonKey(change);
    const here = places.get(key) ?? [];
    const place = (slot: Slot, facts: LessonFacts, makeUp: boolean): void => {
      const there = lessonKey(slot);
      places.set(there, [...(places.get(there) ?? []), { lesson: lessonAt(slot, facts, makeUp), by: index }]);
    };
    const lesson = here[0]?.lesson;
    if (change.kind === 'makeUp') {
      const facts = cancelled.get(key) ?? lesson ?? anyFacts(planned);
      const times = change.times ?? bell[change.no - 1];
      if (ends === null || (change.to ?? change).date <= ends) owed -= 1;
      if (change.to !== null) place(change.to, facts, true);
      else if (lesson !== undefined)
        places.set(key, [{ lesson: { ...lesson, makeUp: true }, by: null }, ...here.slice(1)]);
      else if (times !== undefined) place({ ...times, date: change.date, no: change.no }, facts, true);
      else
        faults.push({
          index,
          place: change,
          expected: 'start and end, or a lesson of the timetable',
          got: named(change),
        });
    } else if (lesson === undefined) {
      faults.push({ index, place: change, expected: 'a lesson of the timetable', got: named(change) });
    } else {
      places.set(key, here.slice(1));
      if (change.kind === 'moved') place(change.to, lesson, lesson.makeUp);
      else {
        cancelled.set(key, lesson);
        owed += 1;
      }
    }
  }
  for (const [, ...others] of places.values())
    for (const { lesson, by } of others)
      if (by !== null)
        faults.push({ index: by, place: lesson, expected: 'a free place in the timetable', got: named(lesson) });
  const lessons = inOrder([...places.values()].flatMap((each) => each.map(({ lesson }) => lesson)));
  return { lessons, owed: Math.max(0, owed), faults: faults.sort((a, b) => a.index - b.index) };
}

const named = ({ date, no }: Pick<Lesson, 'date' | 'no'>): string => `lesson ${no} of ${date}`;

const anyFacts = (planned: readonly Lesson[]): LessonFacts => ({
  kind: 'theory',
  course: null,
  teacher: null,
  room: planned[0]?.room ?? null,
});

/** Lessons by date and number. */
export function inOrder(lessons: readonly Lesson[]): readonly Lesson[] {
  return [...lessons].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.no - b.no));
}

/** Pairs of lessons that overlap in time (touching is not overlapping), the earlier first. */
export function overlaps(lessons: readonly Lesson[]): readonly (readonly [Lesson, Lesson])[] {
  const pairs: (readonly [Lesson, Lesson])[] = [];
  let longest: Lesson | undefined;
  for (const lesson of [...lessons].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (longest !== undefined && lesson.start < longest.end) pairs.push([longest, lesson]);
    if (longest === undefined || lesson.end > longest.end) longest = lesson;
  }
  return pairs;
}
