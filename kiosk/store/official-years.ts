import type { NamedYear } from '../../core/domain/official-year.ts';
import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/** A year's calendar as somebody entered it. */
export interface EnteredYear extends NamedYear {
  readonly by: string;
  readonly at: EpochMs;
}

/** The official calendars entered on this kiosk; every entry stays. */
export interface OfficialYears {
  /** Rises with every entry; 0: none. */
  revision(): number;
  /** Those in force, by year. */
  all(): readonly EnteredYear[];
  /** Null takes a year's calendar back. */
  put(year: number, calendar: NamedYear | null, by: string, at: EpochMs): void;
}

/** The table `officialYear`. */
export function officialYears(db: Db): OfficialYears {
  const newest = db.prepare<[], number | null>('select max(id) from officialYear').pluck();
  const inForce = db.prepare<[], { body: string | null; enteredBy: string; enteredAt: number }>(
    `select body, enteredBy, enteredAt from officialYear as o
     where id = (select max(id) from officialYear where year = o.year) order by year`,
  );
  const insert = db.prepare('insert into officialYear (year, body, enteredBy, enteredAt) values (?, ?, ?, ?)');
  return {
    revision: () => newest.get() ?? 0,
    all: () =>
      inForce.all().flatMap(({ body, enteredBy, enteredAt }): EnteredYear[] => {
        if (body === null) return [];
        return [{ ...(JSON.parse(body) as NamedYear), by: enteredBy, at: epochMs(enteredAt) }];
      }),
    put: (year, calendar, by, at) => void insert.run(year, calendar === null ? null : JSON.stringify(calendar), by, at),
  };
}
