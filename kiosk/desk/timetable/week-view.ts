import type { ShownLesson, WeekView } from '../../../core/contract/office/timetable.ts';
import type { Calendar } from '../../../core/domain/calendar.ts';
import type { ClassFile } from '../../../core/domain/class-file.ts';
import { addDays, timeOfDayAt, weekdayOf, yearOf } from '../../../core/domain/day.ts';
import type { Lesson } from '../../../core/domain/lesson.ts';
import { type Policy, policyOn } from '../../../core/domain/policy.ts';
import { overlaps } from '../../../core/domain/timetable.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import type { Lock } from './edit.ts';
import { clockOf } from './planned.ts';

/** What the week view is made of. */
export interface WeekInput {
  readonly file: ClassFile;
  readonly held: readonly Lesson[];
  readonly owed: number;
  readonly calendar: Calendar;
  /** 国庆节, by date. */
  readonly holidays: ReadonlyMap<LocalDate, string>;
  readonly lock: (lesson: Lesson) => Lock | null;
  readonly today: LocalDate;
  readonly version: number;
}

/** The Monday of a date's week. */
export function mondayOf(date: LocalDate): LocalDate {
  return addDays(date, -((weekdayOf(date) + 6) % 7));
}

/** First and last day of a class: as filed, else of its lessons; null: it has none. */
export function boundsOf(file: ClassFile, held: readonly Lesson[]): { first: LocalDate; last: LocalDate } | null {
  const first = file.class.opens ?? held[0]?.date;
  const last = file.class.ends ?? held.at(-1)?.date;
  return first === undefined || last === undefined ? null : { first, last };
}

/** How many weeks lie between two days, the first one's Monday on. */
export function weeksBetween(first: LocalDate, last: LocalDate): number {
  let weeks = 0;
  for (let monday = mondayOf(first); monday <= last; monday = addDays(monday, 7)) weeks += 1;
  return weeks;
}

/** A week of a class (from 1; null: today's, or the nearest), with all that does not keep the rules. */
export function weekView(input: WeekInput, wanted: number | null): WeekView {
  const { file, held, calendar, holidays, lock, today, version, owed } = input;
  const { code, specialty, level } = file.class;
  const bounds = boundsOf(file, held) ?? { first: today, last: today };
  const weeks = Math.max(1, weeksBetween(bounds.first, bounds.last));
  const now = today < bounds.first ? 1 : weeksBetween(bounds.first, today);
  const week = Math.min(Math.max(1, wanted ?? now), weeks);
  const monday = addDays(mondayOf(bounds.first), 7 * (week - 1));
  const dates = [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(monday, days));
  const byDate = Map.groupBy(held, ({ date }) => date);
  const policy = policyOn(file.policies, bounds.first);
  const asked = policy.totalLessons.find((each) => each.specialty === specialty && (each.level ?? level) === level);
  const days = dates.map((date) => {
    const lessons = (byDate.get(date) ?? []).map((lesson): ShownLesson => shown(lesson, lock(lesson)));
    const workday = isWorkday(date, calendar);
    const inClass = bounds.first <= date && date <= bounds.last;
    return { date, workday: workday ?? false, inClass, note: noteOf(date, workday, holidays, bounds), lessons };
  });
  const inWeek = held.filter(({ date }) => monday <= date && date <= addDays(monday, 6));
  return {
    ...{ code, version, specialty, week, weeks, today, days },
    bell: usualTimes(file, inWeek.length > 0 ? inWeek : held),
    totals: { week: inWeek.length, planned: held.length, asked: asked?.lessons ?? null, owed },
    warnings: [
      ...weekWarnings(inWeek, file, calendar),
      ...totalWarnings(held.length, asked?.lessons ?? null, owed),
      ...emptyDays(days, bounds, policy),
    ],
    used: {
      courses: words(held.map(({ course }) => course)),
      teachers: words([...file.class.teachers, ...held.map(({ teacher }) => teacher)]),
      rooms: words([file.class.room, ...held.map(({ room }) => room)]),
    },
  };
}

function shown(
  { date, no, start, end, course, teacher, kind, room, makeUp }: Lesson,
  locked: Lock | null,
): ShownLesson {
  const [from, to] = [clockOf(timeOfDayAt(start)), clockOf(timeOfDayAt(end))];
  return { date, no, start: from, end: to, course, teacher, kind, room, makeUp, locked };
}

/** Null: no official calendar of that year is known. */
function isWorkday(date: LocalDate, calendar: Calendar): boolean | null {
  return calendar.knows(yearOf(date)) ? calendar.isWorkday(date) : null;
}

function noteOf(
  date: LocalDate,
  workday: boolean | null,
  holidays: ReadonlyMap<LocalDate, string>,
  { first, last }: { first: LocalDate; last: LocalDate },
): string {
  const isWeekend = [0, 6].includes(weekdayOf(date));
  const day =
    workday === null
      ? '没有当年日历'
      : workday
        ? isWeekend
          ? '调休上班'
          : ''
        : (holidays.get(date) ?? (isWeekend ? '周末' : '放假'));
  if (date < first) return day === '' ? '未开班' : day;
  return date > last && day === '' ? '已结课' : day;
}

/** The usual times of each number: the most frequent ones of the lessons, the bell's where they are as frequent; without lessons the bell's. */
function usualTimes({ bell }: ClassFile, lessons: readonly Lesson[]): WeekView['bell'] {
  const words = ({ start, end }: { start: number; end: number }) => ({ start: clockOf(start), end: clockOf(end) });
  if (lessons.length === 0) return bell.map(words);
  const byNumber = Map.groupBy(lessons, ({ no }) => no);
  const most = Math.max(...byNumber.keys());
  return Array.from({ length: most }, (_, index) => {
    const times = (byNumber.get(index + 1) ?? []).map(({ start, end }) => ({
      start: timeOfDayAt(start),
      end: timeOfDayAt(end),
    }));
    const own = bell[index];
    const counted = Map.groupBy(times, ({ start, end }) => `${start}-${end}`);
    const ofBell = own === undefined ? [] : (counted.get(`${own.start}-${own.end}`) ?? []);
    const chosen = [...counted.values()].reduce((best, each) => (each.length > best.length ? each : best), ofBell)[0];
    return words(chosen ?? own ?? { start: 0, end: 0 });
  });
}

/** Rules that lessons of a week do not keep, each named: 「每课时45分钟」「每天培训不少于6课时」, overlaps, days that are not worked. */
export function weekWarnings(lessons: readonly Lesson[], file: ClassFile, calendar: Calendar): readonly string[] {
  const wrong = lessons.flatMap(({ date, no, start, end }) => {
    const { lessonMinutes } = policyOn(file.policies, date);
    const length = (end - start) / 60_000;
    return length === lessonMinutes ? [] : [`${date} 第 ${no} 节是 ${length} 分钟，应为 ${lessonMinutes} 分钟`];
  });
  const few = [...Map.groupBy(lessons, ({ date }) => date)].flatMap(([date, { length }]) => {
    const least = policyOn(file.policies, date).dailyLessonsAtLeast;
    return length >= least ? [] : [`${date} 只有 ${length} 课时，每天应不少于 ${least} 课时`];
  });
  const over = overlaps(lessons).map(([one, other]) => `${one.date} 第 ${one.no} 节与第 ${other.no} 节时间重叠`);
  const off = [...new Set(lessons.filter(({ makeUp }) => !makeUp).map(({ date }) => date))]
    .filter((date) => isWorkday(date, calendar) === false)
    .map((date) => `${date} 不是工作日，却排了课`);
  return [...wrong, ...few, ...over, ...off];
}

function totalWarnings(planned: number, asked: number | null, owed: number): readonly string[] {
  return [
    ...(asked !== null && planned < asked
      ? [`全程排了 ${planned} 课时，附件1要求 ${asked} 课时，还差 ${asked - planned}`]
      : []),
    ...(owed > 0 ? [`有 ${owed} 课时取消后还没有补`] : []),
  ];
}

function emptyDays(
  days: WeekView['days'],
  { first, last }: { first: LocalDate; last: LocalDate },
  { dailyLessonsAtLeast }: Policy,
): readonly string[] {
  return days
    .filter(({ date, workday, lessons }) => workday && lessons.length === 0 && date >= first && date <= last)
    .map(({ date }) => `${date} 是工作日，没有排课（每天应不少于 ${dailyLessonsAtLeast} 课时）`);
}

const words = (list: readonly (string | null)[]): string[] =>
  [...new Set(list)]
    .filter((word): word is string => word !== null && word !== '')
    .sort((a, b) => a.localeCompare(b, 'zh-CN'));
