import type { SheetFault } from '../../../core/contract/office/sheet-fault.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { dateField } from '../roster/fields.ts';
import { columnName, EMPTY, type Table, type TableCell, textOf } from '../tables/table.ts';
import { kindOf, type Planned, type TimetableReading } from './planned.ts';

const HEADINGS = {
  date: ['日期', '上课日期', 'DATE'],
  no: ['节次', '课时', '第几节', 'NO'],
  start: ['开始', '开始时间', '上课时间', 'START'],
  end: ['结束', '结束时间', '下课时间', 'END'],
  course: ['课程', '课程名称', '课程内容', 'COURSE'],
  teacher: ['教师', '任课教师', '授课教师', '老师', 'TEACHER'],
  kind: ['类型', '理论/实操', '课型', '方式', 'KIND'],
  room: ['教室', '地点', '上课地点', 'ROOM'],
} as const;
type Column = keyof typeof HEADINGS;
const NEEDED: readonly Column[] = ['date', 'no', 'start', 'end'];

/** A plain list: a row a lesson, under 日期, 节次, 开始, 结束, 课程, 教师, 类型, 教室 (or their English names). Undefined: no such table. */
export function readLessonList(table: Table): TimetableReading | undefined {
  const header = table.rows.find(({ cells }) => cells.filter((cell) => columnOf(cell) !== undefined).length >= 3);
  if (header === undefined) return undefined;
  const places = new Map<Column, number>();
  for (const [index, cell] of header.cells.entries()) {
    const column = columnOf(cell);
    if (column !== undefined && !places.has(column)) places.set(column, index);
  }
  const faults: SheetFault[] = NEEDED.filter((column) => !places.has(column)).map((column) => ({
    ...{ severity: 'refused', row: header.number, column: null },
    what: `缺少“${HEADINGS[column][0]}”一列`,
    advice: '请在表头中加上这一列并填好',
  }));
  if (faults.length > 0) return { lessons: [], days: new Set(), faults };
  const lessons: Planned[] = [];
  for (const { number: row, cells } of table.rows.filter(({ number }) => number > header.number)) {
    const at = (column: Column): TableCell => cells[places.get(column) ?? -1] ?? EMPTY;
    const words = (column: Column): string | null => textOf(at(column)) || null;
    const refuse = (column: Column, what: string, advice: string): null => {
      const place = places.get(column) ?? 0;
      faults.push({
        ...{ severity: 'refused', row, column: `${columnName(place)}（${HEADINGS[column][0]}）`, what, advice },
      });
      return null;
    };
    if ((Object.keys(HEADINGS) as Column[]).every((column) => textOf(at(column)) === '')) continue;
    const read = dateField(at('date'));
    const date =
      read.kind === 'value'
        ? (read.value ?? refuse('date', '没有填日期', '请填 2026-10-08 样的日期'))
        : refuse('date', read.what, read.advice);
    const told = /^第?(\d{1,2})(节|课时)?$/.exec(textOf(at('no')))?.[1];
    const no = told === undefined || Number(told) < 1 ? refuse('no', '节次应为 1、2、3 …', '请填第几节') : Number(told);
    const start = timeOf(at('start')) ?? refuse('start', '开始时间不对', '请填 08:30 样的时间');
    const end = timeOf(at('end')) ?? refuse('end', '结束时间不对', '请填 09:15 样的时间');
    const kind = words('kind') === null ? 'theory' : kindWord(words('kind') ?? '');
    if (kind === undefined) refuse('kind', `不认识的类型“${words('kind') ?? ''}”`, '请填：理论、实操、考试、校外');
    if (date === null || no === null || start === null || end === null || kind === undefined) continue;
    if (end <= start) refuse('end', '结束不晚于开始', '请改正');
    else
      lessons.push({
        date,
        no,
        start,
        end,
        kind,
        course: words('course'),
        teacher: words('teacher'),
        room: words('room'),
      });
  }
  if (lessons.length === 0 && faults.length === 0)
    faults.push({ severity: 'refused', row: null, column: null, what: '表头下面没有课时', advice: '请填写后重新选择' });
  return { lessons, days: new Set<LocalDate>(lessons.map(({ date }) => date)), faults };
}

const byHeading = new Map<string, Column>(
  (Object.keys(HEADINGS) as Column[]).flatMap((column) => HEADINGS[column].map((name) => [name, column] as const)),
);

function columnOf(cell: TableCell): Column | undefined {
  return cell.covered
    ? undefined
    : byHeading.get(
        textOf(cell)
          .replace(/\s|[(（].*[)）]/g, '')
          .toUpperCase(),
      );
}

/** `8:30`, `08:30:00`, or a cell that Excel shows as a time. */
function timeOf(cell: TableCell): number | null {
  if (cell.value.kind === 'date') return cell.value.timeOfDay;
  if (cell.value.kind === 'number' && cell.value.value >= 0 && cell.value.value < 1)
    return Math.round(cell.value.value * 1440) * 60_000;
  const match = /^(\d{1,2})[:.](\d{2})(:\d{2})?$/.exec(textOf(cell));
  const [hour, minute] = [Number(match?.[1]), Number(match?.[2])];
  return hour <= 23 && minute <= 59 ? (hour * 60 + minute) * 60_000 : null;
}

const ENGLISH = {
  theory: 'theory',
  practical: 'practical',
  exam: 'exam',
  offsite: 'offSite',
  'off-site': 'offSite',
} as const;

const kindWord = (text: string): Planned['kind'] | undefined =>
  kindOf(text) ?? (ENGLISH as Readonly<Record<string, Planned['kind']>>)[text.toLowerCase()];
