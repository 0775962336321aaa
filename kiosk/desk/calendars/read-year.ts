import type { YearReading } from '../../../core/contract/office/calendars.ts';
import type { SheetFault } from '../../../core/contract/office/sheet-fault.ts';
import { yearOf } from '../../../core/domain/day.ts';
import type { DaysOff } from '../../../core/domain/official-year.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { dateField } from '../roster/fields.ts';
import { columnName, EMPTY, type Table, type TableCell, textOf } from '../tables/table.ts';

const HEADINGS = {
  from: ['日期', '开始', '开始日期', '从'],
  to: ['至', '到', '结束', '结束日期'],
  kind: ['类型', '放假/上班', '安排'],
  name: ['名称', '节日', '说明'],
} as const;
type Column = keyof typeof HEADINGS;

/** A list of days under 日期, 至 (optional), 类型 (放假 or 上班), 名称 (optional): a row a holiday or a make-up day. */
export function readYear(tables: readonly Table[]): YearReading {
  const faults: SheetFault[] = [];
  const [off, work]: [DaysOff[], LocalDate[]] = [[], []];
  const found = tables.flatMap((table) => {
    const header = table.rows.find(({ cells }) => cells.some((cell) => columnOf(cell) === 'from'));
    return header === undefined ? [] : [{ table, header }];
  })[0];
  if (found === undefined) {
    const advice = '表头应为：日期、至、类型、名称，类型填“放假”或“上班”';
    faults.push({ severity: 'refused', row: null, column: null, what: '没有找到“日期”一列', advice });
    return { year: null, off, work, faults };
  }
  const places = new Map(found.header.cells.map((cell, index) => [columnOf(cell), index] as const).reverse());
  for (const { number: row, cells } of found.table.rows.filter(({ number }) => number > found.header.number)) {
    const at = (column: Column): TableCell => cells[places.get(column) ?? -1] ?? EMPTY;
    const refuse = (column: Column, what: string, advice: string): null => {
      const name = `${columnName(places.get(column) ?? 0)}（${HEADINGS[column][0]}）`;
      faults.push({ severity: 'refused', row, column: name, what, advice });
      return null;
    };
    const day = (column: Column): LocalDate | null => {
      const read = dateField(at(column));
      if (read.kind !== 'value') return refuse(column, read.what, read.advice);
      return read.value ?? refuse(column, '没有日期', '请填 2027-01-01 样的日期');
    };
    if (cells.every((cell) => textOf(cell) === '')) continue;
    const from = day('from');
    const to = textOf(at('to')) === '' ? from : day('to');
    const kind = textOf(at('kind'));
    if (from === null || to === null) continue;
    if (/^(放假|休|休息|假)/.test(kind) || kind === '') off.push({ from, to, name: textOf(at('name')) || '放假' });
    else if (/^(上班|班|调休|补班|工作)/.test(kind)) work.push(...(from === to ? [from] : [from, to]));
    else refuse('kind', `不认识的类型“${kind}”`, '请填“放假”或“上班”');
  }
  const years = Map.groupBy([...off.map(({ to }) => to), ...work], yearOf);
  const [year = null] = [...years].sort(([, a], [, b]) => b.length - a.length).map(([each]) => each);
  return { year, off: runsOf(off), work: work.sort(), faults };
}

/** Days of one name that follow one another, as one run. */
function runsOf(off: readonly DaysOff[]): readonly DaysOff[] {
  const runs: DaysOff[] = [];
  for (const each of [...off].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = runs.at(-1);
    const isNext = last?.name === each.name && Date.parse(each.from) - Date.parse(last.to) === 86_400_000;
    if (last !== undefined && isNext) runs[runs.length - 1] = { ...last, to: each.to };
    else runs.push(each);
  }
  return runs;
}

function columnOf(cell: TableCell): Column | undefined {
  const words = textOf(cell);
  return (Object.keys(HEADINGS) as Column[]).find((column) => (HEADINGS[column] as readonly string[]).includes(words));
}
