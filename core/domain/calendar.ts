import { addDays, datesOf, type LocalMonth, weekdayOf, yearOf } from './day.ts';
import { ZaikeError } from './errors.ts';
import type { LocalDate } from './units.ts';

/**
 * One year's official calendar as the State Council issues it, around November of the year before.
 * Days not named follow the week. A notice may name days of the last December before its year
 * (2022-12-31 in the notice of 2023).
 */
export interface OfficialYear {
  readonly year: number;
  /** Days off that are no ordinary weekend. */
  readonly off: readonly LocalDate[];
  /** Weekend days that are worked (调休). */
  readonly work: readonly LocalDate[];
  /** The document it was taken from. */
  readonly source: string;
}

/** What the rules ask of a calendar. */
export interface Calendar {
  /** Whether the official calendar of that year is known. */
  knows(year: number): boolean;
  /** Whether `date` is worked. @throws ZaikeError `calendar-missing` when its year is not known: never a guess from weekdays. */
  isWorkday(date: LocalDate): boolean;
}

/** A calendar of official years; a later entry for a year replaces an earlier one (what an institution enters beats the package). */
export function createCalendar(years: readonly OfficialYear[]): Calendar {
  const byYear = new Map(years.map((each) => [each.year, each]));
  const named = new Map<LocalDate, boolean>();
  for (const { off, work } of [...byYear.values()].sort((a, b) => a.year - b.year)) {
    for (const date of off) named.set(date, false);
    for (const date of work) named.set(date, true);
  }
  const knows = (year: number): boolean => byYear.has(year);
  return {
    knows,
    isWorkday: (date) => {
      if (!knows(yearOf(date))) throw missingYear(yearOf(date));
      const weekday = weekdayOf(date);
      return named.get(date) ?? (weekday !== 0 && weekday !== 6);
    },
  };
}

/** What `compute` gives; null where it needs a year whose official calendar is not known. */
export function whereKnown<T>(compute: () => T): T | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof ZaikeError && error.code === 'calendar-missing') return null;
    throw error;
  }
}

function missingYear(year: number): ZaikeError {
  return new ZaikeError(`没有 ${year} 年的官方日历：请在“日历”中录入国务院办公厅公布的 ${year} 年放假安排`, {
    code: 'calendar-missing',
    retry: false,
    facts: { year },
  });
}

/**
 * The training days of a month 「每月培训天数以当月实际工作日为准(除去法定节假日和周末休息日)」;
 * make-up workdays (调休) count. @throws ZaikeError `calendar-missing`.
 */
export function workdaysOf(month: LocalMonth, calendar: Pick<Calendar, 'isWorkday'>): readonly LocalDate[] {
  return datesOf(month).filter((date) => calendar.isWorkday(date));
}

/** The date `count` working days before `date`, the named day not counted. @throws ZaikeError `calendar-missing`. */
export function workdaysBefore(date: LocalDate, count: number, calendar: Calendar): LocalDate {
  return step(date, count, -1, calendar);
}

/** The date `count` working days after `date`, the named day not counted. @throws ZaikeError `calendar-missing`. */
export function workdaysAfter(date: LocalDate, count: number, calendar: Calendar): LocalDate {
  return step(date, count, 1, calendar);
}

function step(from: LocalDate, count: number, by: 1 | -1, calendar: Calendar): LocalDate {
  let date = from;
  for (let left = count; left > 0; ) {
    date = addDays(date, by);
    if (calendar.isWorkday(date)) left -= 1;
  }
  return date;
}
