import { type KeyboardEvent, useRef, useState } from 'react';
import type { MarkKind, MonthTrainee, MonthView } from '../contract/office/months.ts';
import { weekdayOf } from '../domain/day.ts';
import type { LocalDate } from '../domain/units.ts';
import './month-sheet.css';

/** A figure of 附件6 that opens its lessons. */
export type SheetFigure =
  | 'due'
  | 'attended'
  | 'late'
  | 'leftEarly'
  | 'personalLeave'
  | 'sickLeave'
  | 'absent'
  | 'pending';

/** What of the sheet was chosen; null: all of them. */
export interface SheetChoice {
  readonly trainee: string | null;
  readonly date: string | null;
  readonly figure: SheetFigure | null;
  /** What it is, in words. */
  readonly title: string;
}

const FIGURES: readonly { readonly key: SheetFigure; readonly heading: string }[] = [
  { key: 'due', heading: '应到' },
  { key: 'attended', heading: '实到' },
  { key: 'late', heading: '迟到' },
  { key: 'leftEarly', heading: '早退' },
  { key: 'personalLeave', heading: '事假' },
  { key: 'sickLeave', heading: '病假' },
  { key: 'absent', heading: '旷课' },
  { key: 'pending', heading: '待核' },
];
const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'];

/**
 * 附件6 on the screen: a line for each trainee, a cell for each day, the figures after them. Head and names stay in
 * sight; the arrows move from cell to cell, Enter opens one.
 */
export function MonthSheet({ view, onOpen }: { readonly view: MonthView; readonly onOpen: (of: SheetChoice) => void }) {
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<readonly [row: number, column: number]>([0, 0]);
  const words = new Map(view.legend.map(({ kind, words: said }) => [kind, said]));
  const move = (event: KeyboardEvent<HTMLElement>, row: number, column: number): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next: readonly [number, number] = [
      Math.min(view.trainees.length - 1, Math.max(0, row + step[0])),
      Math.min(view.days.length + FIGURES.length - 1, Math.max(0, column + step[1])),
    ];
    setAt(next);
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.join(',')}"]`)?.focus();
  };
  const cell = (row: number, column: number, label: string, choice: SheetChoice) => ({
    role: 'gridcell',
    'data-cell': `${row},${column}`,
    'aria-label': label,
    tabIndex: at[0] === row && at[1] === column ? 0 : -1,
    onFocus: () => setAt([row, column]),
    onClick: () => onOpen(choice),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key !== 'Enter' && event.key !== ' ') {
        move(event, row, column);
        return;
      }
      event.preventDefault();
      onOpen(choice);
    },
  });
  return (
    <div className="month-sheet">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is moved through by arrows */}
      <table ref={table} role="grid" aria-label={`${view.month} 考勤`} aria-readonly="true">
        <thead>
          <tr>
            <th scope="col" className="sheet-name">
              姓名
            </th>
            {view.days.map(({ date, workday, lessons, toCome }) => (
              <th
                key={date}
                scope="col"
                className={lessons + toCome > 0 ? '' : 'sheet-off'}
                aria-label={`${dayWords(date)} 星期${WEEKDAYS[weekdayOf(date as LocalDate)] ?? ''}${workday ? '' : '，非工作日'}`}
              >
                {Number(date.slice(8))}
                <span className="sheet-weekday">{WEEKDAYS[weekdayOf(date as LocalDate)]}</span>
              </th>
            ))}
            {FIGURES.map(({ key, heading }) => (
              <th key={key} scope="col" className="sheet-figure">
                {heading}
              </th>
            ))}
            <th scope="col" className="sheet-rate">
              出勤率
            </th>
            <th scope="col">课程累计</th>
            <th scope="col">还可缺</th>
            <th scope="col">备注</th>
          </tr>
        </thead>
        <tbody>
          {view.trainees.map((line, row) => (
            <tr key={line.trainee}>
              <th scope="row" className="sheet-name">
                {line.name}
                <span className="sheet-id">{line.idNumber}</span>
              </th>
              {line.days.map(({ mark, kind }, column) => {
                const date = view.days[column]?.date ?? '';
                const title = `${line.name} ${dayWords(date)}`;
                const label = `${title} ${kind === 'mixed' ? `实到/应到 ${mark}` : (words.get(kind) ?? mark)}`;
                const off = (view.days[column]?.lessons ?? 0) + (view.days[column]?.toCome ?? 0) === 0;
                return (
                  <td
                    key={date}
                    className={`${markClass(kind)}${off ? ' sheet-off' : ''}`}
                    {...cell(row, column, label, { trainee: line.trainee, date, figure: null, title })}
                  >
                    {mark}
                  </td>
                );
              })}
              {FIGURES.map(({ key, heading }, index) => {
                const title = `${line.name} ${heading}`;
                const label = `${title} ${line.figures[key]} 课时`;
                const column = view.days.length + index;
                return (
                  <td
                    key={key}
                    className="sheet-figure"
                    {...cell(row, column, label, { trainee: line.trainee, date: null, figure: key, title })}
                  >
                    {line.figures[key]}
                  </td>
                );
              })}
              <Rates line={line} />
            </tr>
          ))}
        </tbody>
        <Totals view={view} />
      </table>
    </div>
  );
}

/** 符号说明. */
export function MonthLegend({ view }: { readonly view: MonthView }) {
  return (
    <ul className="month-legend month-marks" aria-label="符号说明">
      {view.legend.map(({ mark, kind, words }) => (
        <li key={kind}>
          <strong className={markClass(kind)}>{mark}</strong> {words}
        </li>
      ))}
    </ul>
  );
}

function Rates({ line: { figures, course, remarks } }: { readonly line: MonthTrainee }) {
  return (
    <>
      <td className={`sheet-rate${figures.meets90 ? '' : ' sheet-low'}`}>
        {figures.rate}
        {figures.meets90 ? '' : ' 低'}
      </td>
      <td className={course === null || course.meets90 ? '' : 'sheet-low'}>
        {course === null ? '' : `${course.rate}${course.meets90 ? '' : ' 低'}`}
      </td>
      <td>{course?.mayMiss ?? ''}</td>
      <td>{remarks}</td>
    </>
  );
}

function Totals({ view: { days, total, trainees } }: { readonly view: MonthView }) {
  const sum = (key: SheetFigure): number => trainees.reduce((all, { figures }) => all + figures[key], 0);
  return (
    <tfoot>
      <tr>
        <th scope="row" className="sheet-name">
          每日应到
        </th>
        {days.map(({ date, due }) => (
          <td key={date}>{due === 0 ? '' : due}</td>
        ))}
        {FIGURES.map(({ key }) => (
          <td key={key}>{key === 'due' ? total.due : key === 'attended' ? total.attended : sum(key)}</td>
        ))}
        <td className="sheet-rate">{total.rate}</td>
        <td colSpan={3}>合计</td>
      </tr>
      <tr>
        <th scope="row" className="sheet-name">
          每日实到
        </th>
        {days.map(({ date, due, attended }) => (
          <td key={date}>{due === 0 ? '' : attended}</td>
        ))}
        <td colSpan={FIGURES.length + 4} />
      </tr>
    </tfoot>
  );
}

const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -1000],
  End: [0, 1000],
};

const markClass = (kind: MarkKind): string => `mark-${kind}`;

function dayWords(date: string): string {
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`;
}
