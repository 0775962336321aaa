import type { JournalFact } from '../../../core/domain/evidence.ts';
import { classCode } from '../../../core/domain/ids.ts';
import { epochMs } from '../../../core/domain/units.ts';
import { openClasses } from '../../../kiosk/open-classes.ts';
import type { Db } from '../../../kiosk/store/open.ts';
import { filedClass, type Scenario, workedClass } from '../forms/october.ts';
import { startOffice, type TestOffice } from './office.ts';
import { asKept, keepRecords } from './records.ts';

/** The worked class of October 2026, ending with that month. */
export const october: Scenario = { ...workedClass(), class: { ...filedClass, ends: '2026-10-31' } };

/** Brings a scenario's class and its records into a database. */
export function bringIn(db: Db, scenario: Scenario, held?: Parameters<typeof keepRecords>[2]): void {
  const { code } = scenario.class as { readonly code: string };
  const saving = { version: 0, by: 'test', at: epochMs(0) };
  const saved = openClasses(db).importFile(classCode(code), asKept(scenario), 'file', saving);
  if (saved.kind !== 'saved') throw new Error(JSON.stringify(saved));
  keepRecords(db, scenario, held);
}

/** An office with a class and its records, and what its journal was told. */
export async function monthOffice(
  scenario: Scenario = october,
  held?: Parameters<typeof keepRecords>[2],
): Promise<{ readonly office: TestOffice; readonly journal: JournalFact[] }> {
  const journal: JournalFact[] = [];
  const office = await startOffice({
    desk: { journal: (fact) => Promise.resolve({ seq: journal.push(fact) }) },
    fill: (db) => {
      bringIn(db, scenario, held);
    },
  });
  return { office, journal };
}
