import { rateText } from '../domain/rate.ts';
import { isAttended } from '../domain/record.ts';
import type { TraineeFigures } from '../domain/tally.ts';
import type { LocalDate } from '../domain/units.ts';
import { noteRow } from './form-parts.ts';
import type { MonthOnPaper } from './month-on-paper.ts';
import { type Cell, cell, figure, type Row, row } from './sheet.ts';

/** A column of 附件6. */
export interface Day {
  readonly date: LocalDate;
  readonly training: boolean;
}

/** How many columns stand before and after those of the days. */
export interface Sides {
  readonly before: number;
  readonly after: number;
}

/** 每日应到, 每日实到 and 日到课率, each under its day. */
export function dayTotals(month: MonthOnPaper, days: readonly Day[], { before, after }: Sides): readonly Row[] {
  const byDate = Map.groupBy(
    month.lines.flatMap(({ records }) => records).filter(({ due }) => due),
    ({ date }) => date,
  );
  const counted = days.map(({ date, training }) => {
    const records = byDate.get(date) ?? [];
    const attended = records.filter(({ outcome }) => isAttended(outcome)).length;
    return { shaded: !training, due: records.length, attended };
  });
  const label = (text: string): Cell => cell('heading', text, { columns: before });
  const shown = (due: number, value: number): number | null => (due === 0 ? null : value);
  return [
    row(6, [
      label('每日应到课时'),
      ...counted.map(({ due, shaded }) => figure(shown(due, due), 'daily', { shaded })),
      cell('text', '', { columns: after, rows: 3 }),
    ]),
    row(6, [
      label('每日实到课时'),
      ...counted.map(({ due, attended, shaded }) => figure(shown(due, attended), 'daily', { shaded })),
    ]),
    row(12, [
      label('日到课率'),
      ...counted.map(({ due, attended, shaded }) =>
        cell('upright', due === 0 ? '' : rateText(attended, due), { shaded }),
      ),
    ]),
  ];
}

/** 合计 of the lines; the class's own figures are those of the month. `before`: columns up to the first figure. */
export function totalRow({ lines, class: total }: MonthOnPaper, before: number): Row {
  const sum = (count: (figures: TraineeFigures) => number): Cell =>
    figure(lines.reduce((all, { figures }) => all + count(figures), 0));
  return row(7, [
    cell('heading', '合计', { columns: before }),
    figure(total.due),
    figure(total.attended),
    sum(({ late }) => late),
    sum(({ leftEarly }) => leftEarly),
    sum(({ personalLeave }) => personalLeave),
    sum(({ sickLeave }) => sickLeave),
    sum(({ absent }) => absent),
    sum(({ pending }) => pending),
    cell('figure', total.rate),
    cell('text', '', { columns: 2 }),
  ]);
}

/** Days whose lessons were held and are not in 应到, named under the table. */
export function notCounted(month: MonthOnPaper, columns: number): readonly Row[] {
  const notes = month.lines.flatMap(({ records }) => records.filter(({ due }) => !due));
  const on = (note: 'not-approved' | 'off-site'): string =>
    [...new Set(notes.filter((record) => record.notes.includes(note)).map(({ date }) => Number(date.slice(8))))]
      .sort((a, b) => a - b)
      .map((day) => `${day}日`)
      .join('、');
  const said = [
    { days: on('not-approved'), why: '尚未批准开班' },
    { days: on('off-site'), why: '校外课时未经认定' },
  ].filter(({ days }) => days !== '');
  return said.map(({ days, why }) => noteRow(`不计课时：${days}${why}，该课时不计入应到。`, columns));
}
