import type { Calendar } from '../domain/calendar.ts';
import type { ClassFile } from '../domain/class-file.ts';
import { plannedLessons } from '../domain/class-records.ts';
import { yearOf } from '../domain/day.ts';
import { deadlinesOf } from '../domain/deadline.ts';
import { ZaikeError } from '../domain/errors.ts';
import { traineeId } from '../domain/ids.ts';
import { type Lesson, type LessonKey, lessonKey } from '../domain/lesson.ts';
import { belongsOn } from '../domain/person.ts';
import { applyChanges, type ChangeFault, overlaps } from '../domain/timetable.ts';
import type { LocalDate } from '../domain/units.ts';
import { type Fault, faultAt, faultTold, isTold, type Path } from './fault.ts';
import { lessonsInFile, timetableChanges, whole } from './scenario-file.ts';
import type { ScenarioParts } from './scenario-parts.ts';

/**
 * What is wrong with the lessons, the changes to them, what refers to them, and the calendars that they need.
 *
 * @param told the faults known before; what only follows from them is left out
 */
export function checkTimetable(
  parts: ScenarioParts,
  file: ClassFile,
  calendar: Calendar,
  told: readonly Fault[],
): readonly Fault[] {
  const needed = new NeededYears(calendar);
  const ofBell = bellFaults(parts);
  const again = twicePlanned(parts);
  const known = [...told, ...ofBell, ...again];
  if (file.bell.length > 0) needed.years(file.class.opens, file.class.ends);
  const byBell = !isTold(known, ['class', 'bell']);
  const planned = byBell ? needed.ask(() => plannedLessons(file, calendar)) : undefined;
  const { lessons, faults } = applyChanges(planned ?? file.lessons, file.changes, file.bell, file.class.ends);
  for (const { date } of lessons) needed.year(date);
  const { opens, ends } = file.class;
  const { publishedOn, policies } = file;
  for (const dates of [{ opens }, { ends }, { publishedOn }])
    needed.ask(() => deadlinesOf({ opens: null, ends: null, publishedOn: null, ...dates }, policies, calendar));
  const plan = planned !== undefined && isPlanSound(parts, known);
  const ofChanges = plan ? changeFaults(parts, faults, known) : [];
  const sound = plan && ofChanges.length === 0 && !isTold(known, ['changes']);
  return [
    ...ofBell,
    ...again,
    ...ofChanges,
    ...overlapFaults(parts, lessons, sound),
    ...(isTold(known, ['calendars']) ? [] : needed.faults()),
    ...(sound ? references(parts, file, lessons, known) : []),
  ];
}

/** Whether all planned lessons are known by date and number, so that what names another names none. */
function isPlanSound(parts: ScenarioParts, known: readonly Fault[]): boolean {
  if (parts.bell === null && parts.lessons === null) return false;
  const path = /^class(\.lessons(\[\d+\](\.(date|no))?)?)?$/;
  const schema = /^class\.lessons\[\d+\]\.(start|end)$/;
  const ofBell: readonly Path[] = [['class', 'bell'], ['class', 'opens'], ['class', 'ends'], ['calendars']];
  return (
    !known.some((fault) => path.test(fault.path)) &&
    !parts.faults.some((fault) => schema.test(fault.path)) &&
    (parts.bell === null || !isTold(known, ...ofBell))
  );
}

/** Changes that do not fit the timetable. One that is faulty itself is not asked; nor is another of the same place. */
function changeFaults(parts: ScenarioParts, faults: readonly ChangeFault[], known: readonly Fault[]): readonly Fault[] {
  const changes = timetableChanges(parts);
  const faulty = new Set(known.flatMap(({ path }) => /^changes\[(\d+)\]/.exec(path)?.[1] ?? []).map(Number));
  const named = new Map(parts.changes.map(({ index, value }) => [index, value]));
  const mayBeOf = (index: number, { date, no }: Pick<Lesson, 'date' | 'no'>): boolean => {
    const own = named.get(index);
    return (own?.date ?? date) === date && (own?.no ?? no) === no;
  };
  return faults.flatMap(({ index: at, place, expected, got }) => {
    const index = changes[at]?.index ?? at;
    if (faulty.has(index) || [...faulty].some((other) => mayBeOf(other, place))) return [];
    return [faultTold(['changes', index], expected, got)];
  });
}

/** The years whose official calendar is needed and not there. */
class NeededYears {
  readonly #missing = new Set<number>();
  readonly #calendar: Calendar;

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  year(date: LocalDate): void {
    if (!this.#calendar.knows(yearOf(date))) this.#missing.add(yearOf(date));
  }

  /** Each year from one day to another. */
  years(first: LocalDate | null, last: LocalDate | null): void {
    if (first === null || last === null) return;
    for (let year = yearOf(first); year <= yearOf(last); year += 1)
      if (!this.#calendar.knows(year)) this.#missing.add(year);
  }

  /** What `compute` gives, or undefined when it lacked a year. */
  ask<T>(compute: () => T): T | undefined {
    try {
      return compute();
    } catch (error) {
      if (!(error instanceof ZaikeError && error.code === 'calendar-missing')) throw error;
      this.#missing.add(Number(error.facts['year']));
      return undefined;
    }
  }

  faults(): readonly Fault[] {
    return [...this.#missing]
      .sort((a, b) => a - b)
      .map((year) => faultTold(['calendars'], `the official calendar of ${year}`, 'none'));
  }
}

/** Lesson numbers end here. */
const MOST_LESSONS = 99;

/** Lessons of a bell that overlap, once for the bell and not for each day. */
function bellFaults(parts: ScenarioParts): readonly Fault[] {
  const bell = (parts.bell ?? []).map(({ index, value: [start, end] }) => ({ start, end, index }));
  let longest: (typeof bell)[number] | undefined;
  const faults: Fault[] = [];
  for (const each of bell.filter(lasts).toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const path: Path = ['class', 'bell', each.index];
    if (longest !== undefined && each.start < longest.end)
      faults.push(faultTold(path, 'lessons that do not overlap', `overlap with lesson ${longest.index + 1}`));
    if (longest === undefined || each.end > longest.end) longest = each;
  }
  if (bell.length > MOST_LESSONS)
    faults.push(faultTold(['class', 'bell'], `at most ${MOST_LESSONS} lessons a day`, String(bell.length)));
  return faults;
}

/** Whether an end is after its start; otherwise that is the fault, and an overlap is none. */
const lasts = ({ start, end }: { readonly start: number; readonly end: number }): boolean => start < end;

function twicePlanned(parts: ScenarioParts): readonly Fault[] {
  const known = new Set<LessonKey>();
  return lessonsInFile(parts).flatMap(({ index, value }) => {
    const again = known.has(lessonKey(value));
    known.add(lessonKey(value));
    const path: Path = ['class', 'lessons', index, 'no'];
    return again ? [faultTold(path, 'each number once a day', `lesson ${value.no} of ${value.date} again`)] : [];
  });
}

/**
 * Lessons that overlap after the changes: named at the lesson of the file, or at the changes that put it there.
 * Unless the timetable is sound, only what the file itself puts over one another.
 */
function overlapFaults(parts: ScenarioParts, lessons: readonly Lesson[], sound: boolean): readonly Fault[] {
  const places = new Map(lessonsInFile(parts).map(({ index, value }) => [`${value.start}#${value.end}`, index]));
  return overlaps(lessons.filter(lasts)).flatMap(([earlier, later]) => {
    if (lessonKey(earlier) === lessonKey(later)) return [];
    const index = places.get(`${later.start}#${later.end}`);
    if (!sound && (index === undefined || !places.has(`${earlier.start}#${earlier.end}`))) return [];
    const got = `lesson ${later.no} of ${later.date} over lesson ${earlier.no} of ${earlier.date}`;
    const path: Path = index === undefined ? ['changes'] : ['class', 'lessons', index];
    return [faultTold(path, 'lessons that do not overlap', got)];
  });
}

/** A correction, and an inspection that is to be counted by outcomes, need a lesson. */
function references(
  parts: ScenarioParts,
  file: ClassFile,
  lessons: readonly Lesson[],
  known: readonly Fault[],
): readonly Fault[] {
  const faults: Fault[] = [];
  const held = new Set(lessons.map(lessonKey));
  const days = new Set(
    parts.trainees.flatMap(({ index, value: { id } }) =>
      isTold(known, ['trainees', index, 'joinedOn'], ['trainees', index, 'withdrawnOn']) ? (id ?? []) : [],
    ),
  );
  const roster = new Map(file.trainees.map((trainee) => [trainee.id, trainee]));
  const missing = (key: string, index: number, { date, no }: Pick<Lesson, 'date' | 'no'>): boolean => {
    if (held.has(lessonKey({ date, no }))) return false;
    faults.push(faultTold([key, index, 'no'], 'a lesson of the timetable', `lesson ${no} of ${date}`));
    return true;
  };
  for (const { index, value } of whole(parts.inspections, 'date', 'no'))
    if (!isCounted(value) && !isTold(known, ['inspections', index, 'present'], ['inspections', index, 'due']))
      missing('inspections', index, value);
  for (const { index, value } of whole(parts.corrections, 'trainee', 'date', 'no')) {
    const person = roster.get(traineeId(value.trainee));
    if (missing('corrections', index, value) || person === undefined || days.has(value.trainee)) continue;
    if (belongsOn(person, value.date)) continue;
    faults.push(faultAt(['corrections', index, 'date'], 'a day on which the trainee was in the class', value.date));
  }
  return faults;
}

const isCounted = ({ present, due }: { present?: unknown; due?: unknown }): boolean =>
  (present ?? null) !== null || (due ?? null) !== null;
