import { join } from 'node:path';
import type { Jobs } from '../core/accounts/jobs.ts';
import { packagedHolidays, packagedYears } from '../core/platform/calendar.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import { knownYears } from './calendars.ts';
import { calendarDesk } from './desk/calendars/calendars.ts';
import type { Classes } from './desk/classes/classes.ts';
import { RosterImports } from './desk/roster/imports.ts';
import type { PhotoIntake } from './desk/roster/ports.ts';
import { rosterTemplate } from './desk/roster/template.ts';
import { trainees } from './desk/roster/trainees.ts';
import { readTablesApart } from './desk/tables/apart.ts';
import { timetableDesk } from './desk/timetable/timetable.ts';
import { calendarRoutes } from './http/office/calendars.ts';
import { rosterRoutes } from './http/office/roster.ts';
import type { Route } from './http/office/route.ts';
import { timetableRoutes } from './http/office/timetable.ts';
import { monthReports } from './store/months.ts';
import { officialYears } from './store/official-years.ts';
import type { Db } from './store/open.ts';
import { records } from './store/records.ts';
import { rosterImports } from './store/roster-imports.ts';

export interface RosterOptions {
  readonly db: Db;
  readonly dataDir: string;
  readonly classes: Classes;
  readonly jobs: Jobs;
  /** Null: nobody takes photos in. */
  readonly intake: PhotoIntake | null;
  readonly clock: Clock;
  readonly log: Log;
}

/** The roster and the timetable of the office over the store. Uploads wait under `dataDir/office/imports`. */
export function openRoster({ db, dataDir, classes, jobs, intake, clock, log }: RosterOptions): AsyncDisposable & {
  readonly routes: readonly Route[];
} {
  const now = () => clock.now();
  const kept = records(db);
  const closedMonths = monthReports(db);
  const known = knownYears(db);
  const imports = new RosterImports({
    ...{ classes, read: readTablesApart, intake, jobs, clock, folder: join(dataDir, 'office', 'imports') },
    log: rosterImports(db),
    onTrouble: (error) => log.error('an import is written, what follows of it failed', { error }),
    atomically: (work) => db.transaction(work)(),
  });
  const timetable = timetableDesk({
    ...{ classes, read: readTablesApart, now, holidays: () => known.holidays() },
    isClosed: (code, date, no) => kept.isClosed(code, date, no),
    isMonthClosed: (code, month) => closedMonths.isClosed(code, month),
  });
  const calendars = calendarDesk({
    ...{ classes, read: readTablesApart, now, keeper: officialYears(db) },
    ...{ packaged: packagedYears(), holidays: packagedHolidays() },
  });
  return {
    routes: [
      ...rosterRoutes({ trainees: trainees(classes), imports, template: rosterTemplate, now }),
      ...timetableRoutes(timetable),
      ...calendarRoutes(calendars),
    ],
    [Symbol.asyncDispose]: () => imports[Symbol.asyncDispose](),
  };
}
