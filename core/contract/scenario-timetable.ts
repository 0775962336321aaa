import type { Calendar } from '../domain/calendar.ts';
import type { ClassFile } from '../domain/class-file.ts';
import { yearOf } from '../domain/day.ts';
import { deadlinesOf } from '../domain/deadline.ts';
import { ZaikeError } from '../domain/errors.ts';
import { traineeId } from '../domain/ids.ts';
import { inRange, type LessonRange } from '../domain/leave.ts';
import { type Lesson, type LessonKey, lessonKey } from '../domain/lesson.ts';
import { belongsOn } from '../domain/person.ts';
import { applyChanges, bellLessons, overlaps } from '../domain/timetable.ts';
import type { LocalDate } from '../domain/units.ts';
import { type Fault, faultAt, faultTold, type Path } from './fault.ts';
import { plannedLessons, timetableChanges } from './scenario-file.ts';
import type { ScenarioParts } from './scenario-parts.ts';

/** What is wrong with the lessons, the changes to them, what refers to them, and the calendars that they need. */
export function checkTimetable(parts: ScenarioParts, file: ClassFile, calendar: Calendar): readonly Fault[] {
  const needed = new NeededYears(calendar);
  const ofBell = bellFaults(parts);
  const byBell = ofBell.length > 0 ? [] : (needed.ask(() => lessonsByBell(file, calendar)) ?? []);
  const planned = [...byBell, ...file.lessons];
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
    ...(sound ? references(parts, file, planned, lessons) : []),
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

function lessonsByBell(file: ClassFile, calendar: Calendar): readonly Lesson[] {
  const { opens, ends, room } = file.class;
  if (opens === null || ends === null) return [];
  return bellLessons(file.bell, opens, ends, calendar, { kind: 'theory', course: null, teacher: null, room });
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
  return plannedLessons(parts).flatMap(({ index, value }) => {
    const again = known.has(lessonKey(value));
    known.add(lessonKey(value));
    const path: Path = ['class', 'lessons', index, 'no'];
    return again ? [faultTold(path, 'each number once a day', `lesson ${value.no} of ${value.date} again`)] : [];
  });
}

/** Lessons that overlap after the changes: named at the lesson of the file, or at the changes that put it there. */
function overlapFaults(parts: ScenarioParts, lessons: readonly Lesson[]): readonly Fault[] {
  const places = new Map(plannedLessons(parts).map(({ index, value }) => [`${value.start}#${value.end}`, index]));
  return overlaps(lessons).map(([earlier, later]) => {
    const index = places.get(`${later.start}#${later.end}`);
    const got = `lesson ${later.no} of ${later.date} over lesson ${earlier.no} of ${earlier.date}`;
    const path: Path = index === undefined ? ['changes'] : ['class', 'lessons', index];
    return faultTold(path, 'lessons that do not overlap', got);
  });
}

/** What names lessons must name some that there are, planned or after the changes. */
function references(
  parts: ScenarioParts,
  file: ClassFile,
  planned: readonly Lesson[],
  lessons: readonly Lesson[],
): readonly Fault[] {
  const faults: Fault[] = [];
  const numbers = Map.groupBy([...planned, ...lessons], ({ date }) => date);
  const check = (path: Path, date: LocalDate | undefined, range: LessonRange | undefined): void => {
    if (date === undefined || range === undefined) return;
    if (!(numbers.get(date) ?? []).some(({ no }) => inRange(range, no)))
      faults.push(faultTold(path, 'lessons of the timetable', `none of that number on ${date}`));
  };
  for (const key of ['manual', 'attended'] as const)
    for (const { index, value } of parts[key]) check([key, index, 'lessons'], value.date, value.lessons);
  const held = new Map(lessons.map((lesson) => [lessonKey(lesson), lesson]));
  const roster = new Map(file.trainees.map((trainee) => [trainee.id, trainee]));
  for (const { index, value } of parts.inspections)
    if (value.date !== undefined && value.no !== undefined && !held.has(lessonKey({ date: value.date, no: value.no })))
      faults.push(
        faultTold(['inspections', index, 'no'], 'a lesson of the timetable', `lesson ${value.no} of ${value.date}`),
      );
  for (const { index, value } of parts.corrections) {
    const { trainee, date, no } = value;
    if (trainee === undefined || date === undefined || no === undefined) continue;
    const person = roster.get(traineeId(trainee));
    if (!held.has(lessonKey({ date, no })))
      faults.push(faultTold(['corrections', index, 'no'], 'a lesson of the timetable', `lesson ${no} of ${date}`));
    else if (person !== undefined && !belongsOn(person, date))
      faults.push(faultAt(['corrections', index, 'date'], 'a day on which the trainee was in the class', date));
  }
  return faults;
}
