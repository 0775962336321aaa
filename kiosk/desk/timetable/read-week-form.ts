import type { SheetFault } from '../../../core/contract/office/sheet-fault.ts';
import { addDays, parseDate, weekdayOf } from '../../../core/domain/day.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { columnName, EMPTY, plainText, type Table, type TableCell, type TableRow, textOf } from '../tables/table.ts';
import { kindOf, type Planned, type TimetableReading, timesOf } from './planned.ts';

const WEEKDAY = /^(?:星期|周)([一二三四五六日天])/;
const WEEKDAYS = '日一二三四五六';

/** A 附件5: rows 节次 and 起止时间, columns of days, cells 课程 / 教师 / 理论·实操. Undefined: the table is none. */
export function readWeekForm(table: Table): TimetableReading | undefined {
  const header = table.rows.find(
    ({ cells }) => cells.some((cell) => /^节次/.test(textOf(cell))) && cells.some((cell) => WEEKDAY.test(textOf(cell))),
  );
  if (header === undefined) return undefined;
  const faults: SheetFault[] = [];
  const refuse = (row: number | null, index: number | null, what: string, advice: string): void => {
    faults.push({ severity: 'refused', row, column: index === null ? null : columnName(index), what, advice });
  };
  const numberAt = header.cells.findIndex((cell) => /^节次/.test(textOf(cell)));
  const timeAt = header.cells.findIndex((cell) => /时间/.test(textOf(cell)));
  const dates = datesOf(table, header, refuse);
  const lessons: Planned[] = [];
  for (const { number: row, cells } of table.rows.filter(({ number }) => number > header.number)) {
    const first = textOf(cells[numberAt] ?? EMPTY);
    const told = /^第?(\d{1,2})节?$/.exec(first)?.[1];
    if (told === undefined) {
      if (/^(日课时|周课时|合计|制表)/.test(first)) break;
      continue;
    }
    const usual = timesOf(plainText(textOf(cells[timeAt] ?? EMPTY)));
    for (const [index, date] of dates) {
      const cell = cells[index] ?? EMPTY;
      const lines = linesOf(cell);
      if (lines.length === 0) continue;
      if (cell.merged !== null) {
        refuse(row, index, `单元格 ${cell.merged} 是合并的`, '请取消合并，在每一节各自填写');
        continue;
      }
      const times = lines.map(timesOf).find((each) => each !== undefined) ?? usual;
      if (times === undefined) {
        refuse(
          row,
          timeAt < 0 ? null : timeAt,
          `第 ${told} 节没有起止时间`,
          '请在“起止时间”一列填 08:30–09:15 样的时间',
        );
        continue;
      }
      const kind = lines.map(kindOf).find((each) => each !== undefined) ?? 'theory';
      const [course = null, teacher = null] = lines.filter(
        (line) => timesOf(line) === undefined && kindOf(line) === undefined,
      );
      lessons.push({ date, no: Number(told), ...times, course, teacher, kind, room: null });
    }
  }
  return { lessons, days: new Set(dates.values()), faults };
}

/** The lines of a cell; one line with slashes is 课程 / 教师 / 理论. */
function linesOf(cell: TableCell): readonly string[] {
  if (cell.value.kind !== 'text') return textOf(cell) === '' ? [] : [textOf(cell)];
  const lines = cell.value.text
    .split(/\r?\n/)
    .map(plainText)
    .filter((line) => line !== '');
  const [only] = lines;
  return lines.length === 1 && only !== undefined && only.includes('/')
    ? only
        .split('/')
        .map(plainText)
        .filter((part) => part !== '')
    : lines;
}

/** The date of each column of a day: from the column itself, the year from 周起止 above. */
function datesOf(
  table: Table,
  header: TableRow,
  refuse: (row: number | null, index: number | null, what: string, advice: string) => void,
): ReadonlyMap<number, LocalDate> {
  const above = table.rows.filter(({ number }) => number < header.number).flatMap(({ cells }) => cells);
  const first = above.map((cell) => wholeDate(textOf(cell))).find((each) => each !== null) ?? null;
  const dates = new Map<number, LocalDate>();
  for (const [index, cell] of header.cells.entries()) {
    const text = textOf(cell);
    const weekday = WEEKDAY.exec(text)?.[1]?.replace('天', '日');
    if (weekday === undefined || cell.covered) continue;
    const date = wholeDate(text) ?? dayOfWeek(text, first, WEEKDAYS.indexOf(weekday));
    if (date === null)
      refuse(
        header.number,
        index,
        `看不出“${text}”是哪一天`,
        '请在表头写日期（10月8日），并在上方写“周起止：2026年10月5日–2026年10月11日”',
      );
    else if (weekdayOf(date) !== WEEKDAYS.indexOf(weekday))
      refuse(header.number, index, `${date} 不是星期${weekday}`, '请改正日期或星期');
    else dates.set(index, date);
  }
  return dates;
}

function wholeDate(text: string): LocalDate | null {
  const match = /(\d{4})[年\-/.](\d{1,2})[月\-/.](\d{1,2})/.exec(text);
  return match === null
    ? null
    : parseDate(
        match
          .slice(1)
          .map((part) => part.padStart(2, '0'))
          .join('-'),
      );
}

/** The day of the week that begins with (or holds) `first`; its 10月8日, when told, must agree. */
function dayOfWeek(text: string, first: LocalDate | null, weekday: number): LocalDate | null {
  if (first === null) return null;
  const monday = addDays(first, -((weekdayOf(first) + 6) % 7));
  const date = addDays(monday, (weekday + 6) % 7);
  const told = /(\d{1,2})[月\-/.](\d{1,2})/.exec(text);
  if (told === null) return date;
  return Number(told[1]) === Number(date.slice(5, 7)) && Number(told[2]) === Number(date.slice(8)) ? date : null;
}
