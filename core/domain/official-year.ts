import type { OfficialYear } from './calendar.ts';
import { addDays, datesBetween, weekdayOf, yearOf } from './day.ts';
import type { LocalDate } from './units.ts';

/** Days off in a row, as a notice names them: 国庆节, 10月1日至7日. */
export interface DaysOff {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly name: string;
}

/** A year's calendar with the names of its days off: what an institution enters before the package carries the year. */
export interface NamedYear {
  readonly year: number;
  readonly off: readonly DaysOff[];
  /** 调休上班. */
  readonly work: readonly LocalDate[];
  /** 文号, such as 国办发明电〔2026〕7号. */
  readonly source: string;
}

/** The calendar that the rules ask. */
export function officialYear({ year, off, work, source }: NamedYear): OfficialYear {
  return { year, off: off.flatMap(({ from, to }) => datesBetween(from, to)), work, source };
}

/** The name of each day off. */
export function holidayNames({ off }: NamedYear): readonly (readonly [LocalDate, string])[] {
  return off.flatMap(({ from, to, name }) => datesBetween(from, to).map((date) => [date, name] as const));
}

/** What no official calendar has; `date`: the day concerned. */
export type YearFault =
  | { readonly kind: 'upside-down' | 'too-long' | 'other-year' | 'twice' | 'worked-anyway'; readonly date: LocalDate }
  /** A day that is off by law every year is not named. */
  | { readonly kind: 'not-named'; readonly date: LocalDate };

/** No notice gives more days off in a row; the longest so far was 9 days (2025). */
export const LONGEST_OFF = 12;
/** Off by law, on these days of every year (全国年节及纪念日放假办法). */
const ALWAYS_OFF = ['01-01', '05-01', '10-01'];

/** All that is wrong with a year's calendar by itself, in its order. */
export function yearFaults({ year, off, work }: NamedYear): readonly YearFault[] {
  const faults: YearFault[] = [];
  const named = new Set<LocalDate>();
  const note = (date: LocalDate): void => {
    // A notice may name days of the December before (it did for 2018 and 2022).
    const isOfYear = yearOf(date) === year || date.startsWith(`${year - 1}-12`);
    if (!isOfYear) faults.push({ kind: 'other-year', date });
    if (named.has(date)) faults.push({ kind: 'twice', date });
    named.add(date);
  };
  for (const { from, to } of off) {
    if (to < from) faults.push({ kind: 'upside-down', date: from });
    else if (to > addDays(from, LONGEST_OFF - 1)) faults.push({ kind: 'too-long', date: from });
    else for (const date of datesBetween(from, to)) note(date);
  }
  const free = new Set(named);
  for (const day of ALWAYS_OFF) {
    const date = `${year}-${day}` as LocalDate;
    if (!free.has(date)) faults.push({ kind: 'not-named', date });
  }
  for (const date of work) {
    note(date);
    if (![0, 6].includes(weekdayOf(date))) faults.push({ kind: 'worked-anyway', date });
  }
  return faults;
}
