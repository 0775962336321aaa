import chineseDays from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { OfficialYear } from '../domain/calendar.ts';
import { parseDate, yearOf } from '../domain/day.ts';
import type { LocalDate } from '../domain/units.ts';

/**
 * The official calendars that the package chinese-days carries. Only its data is taken: its own
 * functions guess from weekdays where a year is missing, and read the host's time zone. A year is
 * carried when its New Year's Day and its National Day are named.
 */
export function packagedYears(): readonly OfficialYear[] {
  return carried;
}

function readCarried(): readonly OfficialYear[] {
  const off = datesIn(chineseDays.holidays);
  const work = datesIn(chineseDays.workdays);
  const named = new Set<string>(off);
  return [...new Set(off.map(yearOf))]
    .filter((year) => named.has(`${year}-01-01`) && named.has(`${year}-10-01`))
    .sort((a, b) => a - b)
    .map((year) => ({
      year,
      off: off.filter((date) => yearOf(date) === year),
      work: work.filter((date) => yearOf(date) === year),
      source: 'chinese-days',
    }));
}

function datesIn(record: Readonly<Record<string, string>>): readonly LocalDate[] {
  return Object.keys(record)
    .map(parseDate)
    .filter((date) => date !== null);
}

/** The names of days off (国庆节), by date, as chinese-days carries them. */
export function packagedHolidays(): ReadonlyMap<LocalDate, string> {
  const holidays: Readonly<Record<string, string>> = chineseDays.holidays;
  return new Map(datesIn(holidays).map((date) => [date, holidays[date]?.split(',')[1] ?? '放假']));
}

const carried = readCarried();
