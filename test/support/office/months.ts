import { classCode } from '../../../core/domain/ids.ts';
import { epochMs } from '../../../core/domain/units.ts';
import { createForms, type Forms } from '../../../kiosk/desk/forms/forms.ts';
import { createMonths, type Months, type MonthsOptions } from '../../../kiosk/desk/months/months.ts';
import { monthRecords } from '../../../kiosk/store/month-records.ts';
import { monthReports } from '../../../kiosk/store/months.ts';
import { type Db, openDatabase } from '../../../kiosk/store/open.ts';
import type { Records } from '../../../kiosk/store/records.ts';
import { classesOf, sha256 } from './classes.ts';
import { asKept, keepRecords } from './records.ts';

/** A database with a class of a scenario and its records, and the months over it. */
export interface MonthsOfScenario extends Disposable {
  readonly db: Db;
  readonly months: Months;
  readonly forms: Forms;
  readonly records: Records;
  readonly classes: ReturnType<typeof classesOf>;
}

/** @param more ports to replace; @param held which lessons were held */
export function monthsOf(
  scenario: { readonly class: { readonly code: string }; readonly [member: string]: unknown },
  more: Partial<MonthsOptions> = {},
  held?: Parameters<typeof keepRecords>[2],
): MonthsOfScenario {
  const db = openDatabase(':memory:');
  const classes = classesOf(db);
  const kept = asKept(scenario);
  const saved = classes.importFile(classCode(scenario.class.code), kept, 'file', {
    version: 0,
    by: 'test',
    at: epochMs(0),
  });
  if (saved.kind !== 'saved') throw new Error(JSON.stringify(saved));
  const records = keepRecords(db, scenario, held);
  const reading = monthRecords(db);
  const months = createMonths({
    classes,
    records: reading,
    reports: monthReports(db),
    unanswered: () => ({ disputes: [], escalated: 0, unsigned: 0 }),
    decision: () => null,
    forms: (code, month) => forms.toFreeze(code, month),
    sha256,
    ...more,
  });
  const forms = createForms({ classes, records: reading, months, sha256, photo: () => Promise.resolve(null) });
  return { db, months, forms, records, classes, [Symbol.dispose]: () => db[Symbol.dispose]() };
}
