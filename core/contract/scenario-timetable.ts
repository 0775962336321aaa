import type { Calendar } from '../domain/calendar.ts';
import type { ClassFile } from '../domain/class-file.ts';
import { plannedLessons } from '../domain/class-records.ts';
import { yearOf } from '../domain/day.ts';
import { deadlinesOf } from '../domain/deadline.ts';
import { ZaikeError } from '../domain/errors.ts';
import { traineeId } from '../domain/ids.ts';
import { type Lesson, type LessonKey, lessonKey } from '../domain/lesson.ts';
import { belongsOn } from '../domain/person.ts';
import { applyChanges, overlaps } from '../domain/timetable.ts';
import type { LocalDate } from '../domain/units.ts';
import { type Fault, faultAt, faultTold, type Path } from './fault.ts';
import { lessonsInFile, timetableChanges, whole } from './scenario-file.ts';
import type { ScenarioParts } from './scenario-parts.ts';

/** What is wrong with the lessons, the changes to them, what refers to them, and the calendars that they need. */
export function checkTimetable(parts: ScenarioParts, file: ClassFile, calendar: Calendar): readonly Fault[] {
  const needed = new NeededYears(calendar);
  const ofBell = bellFaults(parts);
  if (file.bell.length > 0) needed.years(file.class.opens, file.class.ends);
  const planned = (ofBell.length === 0 && needed.ask(() => plannedLessons(file, calendar))) || file.lessons;
  const changes = timetableChanges(parts);
  const { lessons, faults } = applyChanges(planned, file.changes, file.bell, file.class.ends);
  for (const { date } of lessons) needed.year(date);
  const { opens, ends } = file.class;
  const { publishedOn, policies } = file;
  for (const dates of [{ opens }, { ends }, { publishedOn }])
    needed.ask(() => deadlinesOf({ opens: null, ends: null, publishedOn: null, ...dates }, policies, calendar));
  const sound = ofBell.length === 0 && faults.length === 0 && needed.none() && !hasFaults(parts, ['class', 'changes']);
  return [
    ...ofBell,
    ...twicePlanned(parts),
    ...faults.map(({ index, expected, got }) => faultTold(['changes', changes[index]?.index ?? index], expected, got)),
    ...overlapFaults(parts, lessons),
    ...needed.faults(),
    ...(sound ? references(parts, file, lessons) : []),
  ];
}

const hasFaults = (parts: ScenarioParts, members: readonly string[]): boolean =>
  parts.faults.some(({ path }) => members.some((member) => path.startsWith(member)));

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

  none(): boolean {
    return this.#missing.size === 0;
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
  for (const each of bell.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const path: Path = ['class', 'bell', each.index];
    if (longest !== undefined && each.start < longest.end)
      faults.push(faultTold(path, 'lessons that do not overlap', `overlap with lesson ${longest.index + 1}`));
    if (longest === undefined || each.end > longest.end) longest = each;
  }
  if (bell.length > MOST_LESSONS)
    faults.push(faultTold(['class', 'bell'], `at most ${MOST_LESSONS} lessons a day`, String(bell.length)));
  return faults;
}

function twicePlanned(parts: ScenarioParts): readonly Fault[] {
  const known = new Set<LessonKey>();
  return lessonsInFile(parts).flatMap(({ index, value }) => {
    const again = known.has(lessonKey(value));
    known.add(lessonKey(value));
    const path: Path = ['class', 'lessons', index, 'no'];
    return again ? [faultTold(path, 'each number once a day', `lesson ${value.no} of ${value.date} again`)] : [];
  });
}

/** Lessons that overlap after the changes: named at the lesson of the file, or at the changes that put it there. */
function overlapFaults(parts: ScenarioParts, lessons: readonly Lesson[]): readonly Fault[] {
  const places = new Map(lessonsInFile(parts).map(({ index, value }) => [`${value.start}#${value.end}`, index]));
  return overlaps(lessons).map(([earlier, later]) => {
    const index = places.get(`${later.start}#${later.end}`);
    const got = `lesson ${later.no} of ${later.date} over lesson ${earlier.no} of ${earlier.date}`;
    const path: Path = index === undefined ? ['changes'] : ['class', 'lessons', index];
    return faultTold(path, 'lessons that do not overlap', got);
  });
}

/** A correction, and an inspection that is to be counted by outcomes, need a lesson. */
function references(parts: ScenarioParts, file: ClassFile, lessons: readonly Lesson[]): readonly Fault[] {
  const faults: Fault[] = [];
  const held = new Set(lessons.map(lessonKey));
  const roster = new Map(file.trainees.map((trainee) => [trainee.id, trainee]));
  const missing = (key: string, index: number, { date, no }: Pick<Lesson, 'date' | 'no'>): boolean => {
    if (held.has(lessonKey({ date, no }))) return false;
    faults.push(faultTold([key, index, 'no'], 'a lesson of the timetable', `lesson ${no} of ${date}`));
    return true;
  };
  for (const { index, value } of whole(parts.inspections, 'date', 'no'))
    if (!isCounted(value)) missing('inspections', index, value);
  for (const { index, value } of whole(parts.corrections, 'trainee', 'date', 'no')) {
    const person = roster.get(traineeId(value.trainee));
    if (missing('corrections', index, value) || person === undefined || belongsOn(person, value.date)) continue;
    faults.push(faultAt(['corrections', index, 'date'], 'a day on which the trainee was in the class', value.date));
  }
  return faults;
}

const isCounted = ({ present, due }: { present?: unknown; due?: unknown }): boolean =>
  (present ?? null) !== null || (due ?? null) !== null;
