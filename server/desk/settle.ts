import type { ItemBody } from '../../core/contract/center/items.ts';
import { type ClassResult, settleRecords } from '../../core/domain/class-result.ts';
import { boundsOf, type LocalMonth } from '../../core/domain/day.ts';
import type { Inspection } from '../../core/domain/inspection.ts';
import type { Sha256 } from '../../core/domain/month.ts';
import { type NumberedRecord, recordsInOrder } from '../../core/domain/month-report.ts';
import type { LessonRecord } from '../../core/domain/record.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import type { SettledClass } from '../../core/forms/month-on-paper.ts';
import type { CenterClass } from './classes.ts';
import type { Decisions } from './decisions.ts';
import type { FactReader } from './ports.ts';

/** Classes settled by the rules from what their kiosks delivered and what the center decided. */
export interface Settling {
  /** A class with all its records. @throws ZaikeError `calendar-missing`. */
  whole(of: CenterClass): Promise<SettledClass>;
  /** A class with the records of one month only: its other months have no figures. */
  month(of: CenterClass, month: LocalMonth): Promise<SettledClass>;
}

export interface SettlingPorts {
  readonly facts: FactReader;
  readonly decisions: Pick<Decisions, 'of'>;
  readonly sha256: Sha256;
}

export function settling({ facts, decisions, sha256 }: SettlingPorts): Settling {
  const settle = async (of: CenterClass, from: string, to: string): Promise<SettledClass> => {
    const { kiosk, code, calendar, timetable } = of;
    const items = await facts.of('record', { kiosk, class: code, from, to });
    const file = { ...of.file, inspections: [...of.file.inspections, ...(await inspectionsOf(decisions, of))] };
    const result: ClassResult = settleRecords(
      file,
      timetable,
      recordsInOrder(items.map(({ body }) => numbered(body))),
      { calendar, sha256 },
    );
    return { file, result };
  };
  return {
    whole: (of) => settle(of, '0000-01-01', '9999-12-31'),
    month: (of, month) => {
      const { from, to } = boundsOf(month);
      return settle(of, from, to);
    },
  };
}

function numbered({ id, replaces, record }: ItemBody<'record'>): NumberedRecord {
  // The schema has checked the shape; only the brands of ids and instants are put on here.
  return { id, replaces, record: record as unknown as LessonRecord };
}

/** The class-rate events that the center confirmed: the kiosk may not have them yet. */
async function inspectionsOf(
  decisions: Pick<Decisions, 'of'>,
  { kiosk, code, file }: CenterClass,
): Promise<Inspection[]> {
  const known = new Set(file.inspections.map(({ date, no, at }) => `${date} ${String(no)} ${String(at)}`));
  return (await decisions.of(kiosk, code)).flatMap(({ decision }): Inspection[] => {
    if (decision.kind !== 'class-rate' || !decision.confirmed) return [];
    const { date, no, inspectedAt, counted, by } = decision;
    if (known.has(`${date} ${String(no)} ${String(inspectedAt)}`)) return [];
    return [{ date: date as LocalDate, no, at: epochMs(inspectedAt), counted, confirmedBy: by }];
  });
}
