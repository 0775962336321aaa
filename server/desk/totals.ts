import { setImmediate } from 'node:timers/promises';
import type { CenterActor } from '../../core/contract/center/actor.ts';
import type { ItemBody } from '../../core/contract/center/items.ts';
import type { Totals, TotalsRow } from '../../core/contract/center/totals.ts';
import type { LocalMonth } from '../../core/domain/day.ts';
import { rateText } from '../../core/domain/rate.ts';
import type { ClassMonths } from './class-months.ts';
import { type CenterClass, type CenterClasses, monthsIn } from './classes.ts';
import type { FactReader } from './ports.ts';

/** The month's totals over all institutions. */
export interface TotalsDesk {
  /** The months of all classes, newest first. */
  months(actor: CenterActor): Promise<LocalMonth[]>;
  of(actor: CenterActor, month: LocalMonth): Promise<Totals>;
}

type Figure = 'due' | 'attended' | 'late' | 'leftEarly' | 'personalLeave' | 'sickLeave' | 'absent' | 'pending';
type Figures = Pick<TotalsRow, Figure | 'people' | 'rate' | 'below'>;
type PersonFigures = ItemBody<'month-closed'>['figures']['trainees'][number];

export function totalsDesk({
  classes,
  facts,
  figures,
}: {
  readonly classes: CenterClasses;
  readonly facts: FactReader;
  readonly figures: ClassMonths;
}): TotalsDesk {
  /** The closed report that holds: none re-opened, none replaced. */
  const closed = async (month: LocalMonth): Promise<ReadonlyMap<string, ItemBody<'month-closed'>>> => {
    const query = { from: month, to: month };
    const reopened = new Set((await facts.of('month-reopened', query)).map(({ kiosk, key }) => `${kiosk}/${key}`));
    const all = (await facts.of('month-closed', query)).filter(({ kiosk, key }) => !reopened.has(`${kiosk}/${key}`));
    return new Map(all.map(({ kiosk, body }) => [`${kiosk}/${body.class}`, body])); // the newest item is the last
  };

  const rowOf = async (
    of: CenterClass,
    month: LocalMonth,
    report: ItemBody<'month-closed'> | undefined,
    signed: ReadonlySet<string>,
  ): Promise<TotalsRow> => {
    const { kiosk, code, institution, file } = of;
    const { trainees: people } = report?.figures ?? (await figures.of(of, month));
    return {
      ...{ kiosk, code, institution, specialty: file.class.specialty ?? '' },
      ...summed(people.map((each) => ({ ...each, below: each.meets90 ? 0 : 1 }))),
      people: people.length,
      reportId: report?.reportId ?? null,
      signed: report !== undefined && signed.has(`${kiosk}/${report.reportId}`),
    };
  };

  return {
    months: async (actor) => {
      const all = (await classes.list(actor)).flatMap((of) => monthsIn(of));
      return [...new Set(all)].sort().reverse();
    },
    of: async (actor, month) => {
      const [reports, scans] = await Promise.all([closed(month), facts.of('month-scan', { from: month, to: month })]);
      const signed = new Set(scans.map(({ kiosk, body }) => `${kiosk}/${body.reportId}`));
      const rows: TotalsRow[] = [];
      for (const of of await classes.list(actor)) {
        if (!monthsIn(of).includes(month)) continue;
        await setImmediate(); // pictures are relayed between a class's days and the next one's
        rows.push(await rowOf(of, month, reports.get(`${of.kiosk}/${of.code}`), signed));
      }
      return { month, rows, total: { ...summed(rows), people: rows.reduce((sum, { people }) => sum + people, 0) } };
    },
  };
}

/** Figures added up; the rate of the sums. */
function summed(all: readonly (Pick<PersonFigures, Figure> & { readonly below: number })[]): Omit<Figures, 'people'> {
  const sum = (of: Figure | 'below'): number => all.reduce((total, each) => total + each[of], 0);
  const [due, attended] = [sum('due'), sum('attended')];
  return {
    ...{ due, attended, late: sum('late'), leftEarly: sum('leftEarly') },
    ...{ personalLeave: sum('personalLeave'), sickLeave: sum('sickLeave'), absent: sum('absent') },
    ...{ pending: sum('pending'), rate: rateText(attended, due), below: sum('below') },
  };
}
