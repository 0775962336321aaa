import type { ItemBody } from '../../core/contract/center/items.ts';
import { settleRecords } from '../../core/domain/class-result.ts';
import type { Inspection } from '../../core/domain/inspection.ts';
import type { Sha256 } from '../../core/domain/month.ts';
import { type NumberedRecord, recordsInOrder } from '../../core/domain/month-report.ts';
import type { LessonRecord } from '../../core/domain/record.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import type { SettledClass } from '../../core/forms/month-on-paper.ts';
import type { CenterClass } from './classes.ts';
import type { Decisions } from './decisions.ts';
import type { FactQuery, FactReader } from './ports.ts';

/** Classes settled by the rules from what their kiosks delivered and what the center decided. */
export interface Settling {
  /** A class with all its records. @throws ZaikeError `calendar-missing`. */
  whole(of: CenterClass): Promise<SettledClass>;
  /** A class for 附件8 alone, which looks at no records but those of inspected lessons: months and course are empty sums. */
  subsidy(of: CenterClass): Promise<SettledClass>;
}

export interface SettlingPorts {
  readonly facts: FactReader;
  readonly decisions: Pick<Decisions, 'of'>;
  readonly sha256: Sha256;
}

export function settling({ facts, decisions, sha256 }: SettlingPorts): Settling {
  const settle = async (of: CenterClass, inspections: readonly Inspection[], spans: readonly FactQuery[]) => {
    const { kiosk, code, calendar, timetable } = of;
    const items = [];
    for (const span of spans) items.push(...(await facts.of('record', { kiosk, class: code, ...span })));
    const file = { ...of.file, inspections };
    const records = recordsInOrder(items.map(({ body }) => numbered(body)));
    return { file, result: settleRecords(file, timetable, records, { calendar, sha256 }) };
  };
  return {
    whole: async (of) => settle(of, await inspectionsOf(decisions, of), [{}]),
    subsidy: async (of) => {
      const inspections = await inspectionsOf(decisions, of);
      const uncounted = inspections.filter(({ counted }) => counted === null).map(({ date }) => date);
      return settle(
        of,
        inspections,
        [...new Set(uncounted)].map((date) => ({ from: date, to: date })),
      );
    },
  };
}

/** A delivered record as the kiosk stored it. */
export function numbered({ id, replaces, record }: ItemBody<'record'>): NumberedRecord {
  // The schema has checked the shape; only the brands of ids and instants are put on here.
  return { id, replaces, record: record as unknown as LessonRecord };
}

/** Inspections of the filing, and the events that the center confirmed: the kiosk may not have them yet. */
async function inspectionsOf(
  decisions: Pick<Decisions, 'of'>,
  { kiosk, code, file }: CenterClass,
): Promise<Inspection[]> {
  const known = new Set(file.inspections.map(({ date, no, at }) => `${date} ${String(no)} ${String(at)}`));
  const confirmed = (await decisions.of(kiosk, code)).flatMap(({ decision }): Inspection[] => {
    if (decision.kind !== 'class-rate' || !decision.confirmed) return [];
    const { date, no, inspectedAt, counted, by } = decision;
    if (known.has(`${date} ${String(no)} ${String(inspectedAt)}`)) return [];
    return [{ date: date as LocalDate, no, at: epochMs(inspectedAt), counted, confirmedBy: by }];
  });
  return [...file.inspections, ...confirmed];
}
