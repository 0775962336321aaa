import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ItemKind, itemFault, type Told } from '../../../core/contract/center/items.ts';
import { faultLine } from '../../../core/contract/fault.ts';
import { readScenario } from '../../../core/contract/scenario-read.ts';
import type { OfficialYear } from '../../../core/domain/calendar.ts';
import { settleClass } from '../../../core/domain/class-result.ts';
import type { LessonRecord } from '../../../core/domain/record.ts';
import { packagedYears } from '../../../core/platform/calendar.ts';
import { sha256 } from '../forms/settle.ts';

type Scenario = Record<string, unknown> & {
  class: Record<string, unknown> & { code: string };
  trainees: (Record<string, unknown> & { id: string })[];
};

/** Takes what a kiosk tells. */
export type Tell = <Kind extends ItemKind>(kind: Kind, body: Told<Kind>) => void;

/** The worked month of the rules (October 2026, five trainees), with names, ID numbers and phones. */
export function workedMonth(): Scenario {
  const file = join(import.meta.dirname, '..', '..', 'data', 'scenarios', 'worked-month.json');
  const scenario = JSON.parse(readFileSync(file, 'utf8')) as Scenario;
  const names = ['王全勤', '李迟到', '赵请假', '钱中退', '孙旷课'];
  scenario['institution'] = '沈阳工学院';
  scenario.class['counsellorPhone'] = '13900000000';
  scenario.trainees.forEach((trainee, index) => {
    trainee['person'] = { name: names[index], idNumber: NUMBERS[index], phone: `1380000000${String(index)}` };
  });
  return scenario;
}

/** Made up, with right check digits (GB 11643). */
const NUMBERS = [
  '210402200001010017',
  '210402200001010025',
  '210402200001010033',
  '210402200001010041',
  '21040220000101005X',
];

/**
 * Tells a class as its kiosk does: the filing, and with the first revision every record of its lessons.
 * `calendars`: the official years that go with the filing; left out: all that the package carries.
 */
export function tellClass(
  tell: Tell,
  scenario: Scenario,
  {
    state = 'filed',
    revision = 1,
    source = 'hand',
    calendars = packagedYears(),
  }: {
    readonly state?: 'filed' | 'approved';
    readonly revision?: number;
    readonly source?: 'hand' | 'center';
    readonly calendars?: readonly OfficialYear[];
  } = {},
): void {
  const reading = readScenario(scenario, [...packagedYears(), ...calendars]);
  if (reading.kind === 'faulty') throw new Error(reading.faults.map(faultLine).join('\n'));
  const { file, calendar } = reading;
  const { coverage: _coverage, sightings: _sightings, unidentified: _unidentified, ...filed } = scenario;
  const { code } = scenario.class;
  tell('filing', {
    ...{ class: code, revision, at: 1_790_000_000_000, by: 'teacher', hash: sha256(JSON.stringify(filed)) },
    filing: {
      ...{ institution: '沈阳工学院', room: 'B301', events: [], reasons: {}, changesBy: [] },
      state:
        state === 'filed'
          ? { kind: 'filed', on: '2026-09-24' }
          : { kind: 'approved', on: '2026-09-28', paper: '抚就培〔2026〕7号', source },
      checklist: { complete: true, lines: [] },
      scenario: filed as never,
      calendars: calendars.map((each) => ({ ...each, off: [...each.off], work: [...each.work] })),
    },
  });
  if (revision > 1) return;
  const { records } = settleClass(file, { calendar, sha256 });
  records.forEach((record, index) => {
    tell('record', {
      ...{ id: index + 1, class: code, record: proven(record) as never },
      ...{ closedAt: 1_790_000_000_000 + index, replaces: null },
    });
  });
}

/** A record as a kiosk keeps it: sightings that a scenario gives have no frame behind them. */
function proven({ seen, ...record }: LessonRecord): unknown {
  const each = Object.entries(seen as unknown as Record<string, object | null>).map(([window, sighting]) => [
    window,
    sighting === null ? null : { proof: null, ...sighting },
  ]);
  return { ...record, seen: Object.fromEntries(each) as unknown };
}

/** Checks what is told by its schema before it goes. */
export function checkedTell(put: Tell): Tell {
  return (kind, body) => {
    const fault = itemFault({ kind, body: { v: 1, ...body } as never });
    if (fault !== '') throw new Error(`${kind}: ${fault}`);
    put(kind, body);
  };
}
