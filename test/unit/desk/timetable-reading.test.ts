import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readScenario } from '../../../core/contract/scenario-read.ts';
import { settleClass } from '../../../core/domain/class-result.ts';
import { classForm } from '../../../core/forms/class-forms.ts';
import { defaultMarks } from '../../../core/forms/marks.ts';
import { formWorkbook } from '../../../core/forms/xlsx.ts';
import { packagedYears } from '../../../core/platform/calendar.ts';
import { readTables } from '../../../kiosk/desk/tables/read.ts';
import { plannedOf } from '../../../kiosk/desk/timetable/edit.ts';
import { clockOf, type TimetableReading } from '../../../kiosk/desk/timetable/planned.ts';
import { readTimetable } from '../../../kiosk/desk/timetable/read-timetable.ts';
import { workedClass } from '../../support/forms/october.ts';
import { workbookOf } from '../../support/roster/files.ts';

async function read(name: string, bytes: Uint8Array): Promise<TimetableReading> {
  const tables = await readTables(name, bytes);
  if (tables.kind === 'unreadable') throw new Error(tables.what);
  return readTimetable(tables.tables);
}

const lines = ({ lessons }: TimetableReading): readonly string[] =>
  lessons.map(({ date, no, start, end, course, teacher, kind, room }) =>
    [date, no, clockOf(start), clockOf(end), course, teacher, kind, room].join(' '),
  );

const faults = (reading: TimetableReading): readonly string[] =>
  reading.faults.map(({ row, column, what }) => `${row ?? '-'} ${column ?? '-'} ${what}`);

describe('a timetable from a file', () => {
  it('reads back each week of the form that we print ourselves', async () => {
    const scenario = workedClass();
    const lesson = { date: '2026-10-09', no: 2, start: '09:20', end: '10:05', course: '数据/结构', teacher: '王晓明' };
    const planned = {
      ...scenario,
      class: { ...(scenario['class'] as object), lessons: [{ ...lesson, kind: 'practical' }] },
    };
    const reading = readScenario(planned, packagedYears());
    if (reading.kind === 'faulty') throw new Error('expected a class that fits');
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    const result = settleClass(reading.file, { calendar: reading.calendar, sha256 });
    const settled = { file: reading.file, result };
    const forms = [1, 2, 3].map((week) => classForm(settled, { form: 5, week }, { sha256, marks: defaultMarks }));
    const back = await read('附件5.xlsx', await formWorkbook(forms));
    expect(faults(back)).toEqual([]);
    const held = result.lessons
      .filter(({ date }) => date <= '2026-10-25')
      .map((each) => ({ ...plannedOf(each), room: null }));
    const order = (list: TimetableReading['lessons']) =>
      list.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.no - b.no));
    expect(order(back.lessons)).toEqual(order(held));
    expect(back.days.has('2026-10-10' as never)).toBe(true);
  });

  it('reads a list with Chinese or English headings', async () => {
    const csv =
      '日期,节次,开始,结束,课程,教师,类型,教室\n2026-10-08,1,8:30,09:15,数据库,王老师,实操,B302\n2026/10/8,第2节,09:25,10:10,,,,\n';
    expect(lines(await read('a.csv', new TextEncoder().encode(csv)))).toEqual([
      '2026-10-08 1 08:30 09:15 数据库 王老师 practical B302',
      '2026-10-08 2 09:25 10:10   theory ',
    ]);
    const english = 'date,no,start,end,course,teacher,kind,room\n2026-10-08,1,08:30,09:15,DB,Wang,offSite,X\n';
    expect(lines(await read('a.csv', new TextEncoder().encode(english)))).toEqual([
      '2026-10-08 1 08:30 09:15 DB Wang offSite X',
    ]);
  });

  it('reads dates and times that Excel keeps as numbers', async () => {
    const bytes = await workbookOf([
      ['日期', '节次', '开始', '结束', '课程'],
      [new Date(Date.UTC(2026, 9, 8)), 1, new Date(Date.UTC(1899, 11, 30, 8, 30)), 0.385_416_666_67, '数据库'],
    ]);
    expect(lines(await read('a.xlsx', bytes))).toEqual(['2026-10-08 1 08:30 09:15 数据库  theory ']);
  });

  it('names each bad place of a list', async () => {
    const csv =
      '日期,节次,开始,结束,类型\n2026-02-30,1,08:30,09:15,理论\n2026-10-08,零,8点,09:15,唱歌\n2026-10-08,3,09:15,09:15,\n';
    expect(faults(await read('a.csv', new TextEncoder().encode(csv)))).toEqual([
      '2 A（日期） “2026-02-30”不是存在的日期',
      '3 B（节次） 节次应为 1、2、3 …',
      '3 C（开始） 开始时间不对',
      '3 E（类型） 不认识的类型“唱歌”',
      '4 D（结束） 结束不晚于开始',
    ]);
  });

  it('names days that cannot be, and lessons that stand twice', async () => {
    const bytes = await workbookOf([
      ['周起止：2026年10月5日–2026年10月11日'],
      ['节次', '起止时间', '星期四\n10月9日', '星期五 2026-10-08', '星期三'],
      [1, '08:30–09:15', '数据库', '数据库', '数据库\n王老师\n实操'],
    ]);
    const reading = await read('a.xlsx', bytes);
    expect(faults(reading)).toEqual(['2 C 看不出“星期四 10月9日”是哪一天', '2 D 2026-10-08 不是星期五']);
    expect(lines(reading)).toEqual(['2026-10-07 1 08:30 09:15 数据库 王老师 practical ']);
    const twice = '日期,节次,开始,结束\n2026-10-08,1,08:30,09:15\n2026-10-08,1,09:25,10:10\n';
    expect(faults(await read('a.csv', new TextEncoder().encode(twice)))).toEqual([
      '- - 2026-10-08 第 1 节在文件里出现两次',
    ]);
  });

  it('says that a file holds no timetable', async () => {
    expect(faults(await read('a.xlsx', await workbookOf([['鱼', '肉']])))).toEqual(['- - 没有找到课程表']);
  });
});
