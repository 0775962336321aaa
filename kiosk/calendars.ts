import type { OfficialYear } from '../core/domain/calendar.ts';
import { yearOf } from '../core/domain/day.ts';
import { holidayNames, officialYear } from '../core/domain/official-year.ts';
import type { LocalDate } from '../core/domain/units.ts';
import { packagedHolidays, packagedYears } from '../core/platform/calendar.ts';
import { officialYears } from './store/official-years.ts';
import type { Db } from './store/open.ts';

/** The official calendars that this kiosk counts by. */
export interface KnownYears {
  /** The package's, then those entered, which beat it; the same list as long as nothing is entered. */
  years(): readonly OfficialYear[];
  /** The names of days off. */
  holidays(): ReadonlyMap<LocalDate, string>;
}

/** The package's calendars and those that the institution entered. */
export function knownYears(db: Db): KnownYears {
  const entered = officialYears(db);
  const read = (revision: number) => {
    const own = entered.all();
    const replaced = new Set(own.map(({ year }) => year));
    const carried = [...packagedHolidays()].filter(([date]) => !replaced.has(yearOf(date)));
    return {
      revision,
      years: [...packagedYears(), ...own.map(officialYear)],
      holidays: new Map([...carried, ...own.flatMap(holidayNames)]),
    };
  };
  let known = read(entered.revision());
  const now = () => {
    const revision = entered.revision();
    if (revision !== known.revision) known = read(revision);
    return known;
  };
  return { years: () => now().years, holidays: () => now().holidays };
}
