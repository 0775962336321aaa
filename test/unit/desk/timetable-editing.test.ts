import { describe, expect, it } from 'vitest';
import type { ScenarioJson } from '../../../core/contract/scenario-json.ts';
import { parseInstant } from '../../../core/domain/day.ts';
import { classCode } from '../../../core/domain/ids.ts';
import type { EpochMs } from '../../../core/domain/units.ts';
import { packagedHolidays } from '../../../core/platform/calendar.ts';
import { readTables } from '../../../kiosk/desk/tables/read.ts';
import { timetableDesk } from '../../../kiosk/desk/timetable/timetable.ts';
import { openDatabase } from '../../../kiosk/store/open.ts';
import { classesOf, sampleScenario } from '../../support/office/classes.ts';

const code = classCode('DSJ-2026-01');
const at = (text: string): EpochMs => parseInstant(`${text}:00+08:00`) ?? (0 as EpochMs);

function open(now: string, over: Partial<ScenarioJson> = {}, closed: readonly string[] = []) {
  const db = openDatabase(':memory:');
  const classes = classesOf(db);
  const saved = classes.save(code, { ...sampleScenario(), ...over }, { version: 0, by: 'teacher', at: at(now) });
  if (saved.kind !== 'saved') throw new Error('expected a class that fits');
  const desk = timetableDesk({
    classes,
    read: readTables,
    isClosed: (_, date, no) => closed.includes(`${date}#${no}`),
    isMonthClosed: (_, month) => closed.includes(month),
    holidays: packagedHolidays,
    now: () => at(now),
  });
  const change = () => ({ version: classes.kept(code).version, by: 'teacher' });
  const lesson = (date: string, no: number) =>
    classes.timetable(code).lessons.find((each) => each.date === date && each.no === no);
  return { classes, desk, change, lesson };
}

const form = {
  start: '08:30',
  end: '09:15',
  course: '数据库',
  teacher: '王老师',
  kind: 'practical',
  room: 'B302',
} as const;

describe('the week view', () => {
  it('shows holidays by name, make-up days, and the class’s lessons', () => {
    const week = open('2026-09-20T08:00').desk.week(code, 1);
    expect(week).toMatchObject({ week: 1, weeks: 13, totals: { week: 18, asked: 480 } });
    expect(week.days.map(({ date, workday, note, lessons }) => [date, workday, note, lessons.length])).toEqual([
      ['2026-10-05', false, '国庆节', 0],
      ['2026-10-06', false, '国庆节', 0],
      ['2026-10-07', false, '国庆节', 0],
      ['2026-10-08', true, '', 6],
      ['2026-10-09', true, '', 6],
      ['2026-10-10', true, '调休上班', 6],
      ['2026-10-11', false, '周末', 0],
    ]);
  });

  it('opens at today’s week, and says why a lesson cannot be edited', () => {
    const { desk } = open('2026-10-13T09:00', {}, ['2026-10-12#1']);
    const week = desk.week(code, null);
    expect(week.week).toBe(2);
    expect(week.days.flatMap(({ lessons }) => lessons.map(({ locked }) => locked)).slice(0, 9)).toEqual([
      'closed',
      ...['begun', 'begun', 'begun', 'begun', 'begun'],
      'begun',
      null,
      null,
    ]);
  });

  it('warns of lessons that are not 45 minutes, too few a day, on days that are not worked, and of the hours of 附件1', () => {
    const { desk, change } = open('2026-09-20T08:00');
    desk.edit(code, [{ ...form, date: '2026-10-09', no: 1, end: '09:10' }], [{ date: '2026-10-08', no: 6 }], change());
    desk.edit(code, [{ ...form, date: '2026-10-11', no: 1 }], [], change());
    expect(desk.week(code, 1).warnings).toEqual([
      '2026-10-09 第 1 节是 40 分钟，应为 45 分钟',
      '2026-10-08 只有 5 课时，每天应不少于 6 课时',
      '2026-10-11 只有 1 课时，每天应不少于 6 课时',
      '2026-10-11 不是工作日，却排了课',
      expect.stringMatching(/^全程排了 \d+ 课时，附件1要求 480 课时/) as string,
    ]);
  });
});

describe('editing a timetable', () => {
  it('writes a lesson over the bell’s, and leaves what is the same alone', () => {
    const { desk, change, lesson } = open('2026-09-20T08:00');
    expect(desk.edit(code, [{ ...form, date: '2026-10-08', no: 1 }], [], change())).toMatchObject({ changed: 1 });
    expect(lesson('2026-10-08', 1)).toMatchObject({ course: '数据库', kind: 'practical', room: 'B302' });
    expect(desk.edit(code, [{ ...form, date: '2026-10-08', no: 1 }], [], change())).toMatchObject({ changed: 0 });
  });

  it('takes a lesson of the bell out: all others stay as they were', () => {
    const { desk, change, classes, lesson } = open('2026-09-20T08:00');
    const before = classes.timetable(code).lessons;
    desk.edit(code, [], [{ date: '2026-10-08', no: 6 }], change());
    expect(lesson('2026-10-08', 6)).toBeUndefined();
    expect(classes.timetable(code).lessons).toEqual(before.filter(({ date, no }) => date !== '2026-10-08' || no !== 6));
  });

  it.each([
    ['begun', '2026-10-08', 1, /已经开始或结束，不能再改/],
    ['closed', '2026-10-09', 1, /考勤已经结算，不能再改/],
    ['outside the class', '2027-01-04', 1, /不在开班至结课之间/],
  ])('refuses a lesson that is %s, and writes nothing of the rest', (_, date, no, why) => {
    const { desk, change, lesson } = open('2026-10-08T08:30', {}, ['2026-10-09#1']);
    const edit = () =>
      desk.edit(
        code,
        [
          { ...form, date, no },
          { ...form, date: '2026-10-12', no: 1 },
        ],
        [],
        change(),
      );
    expect(edit).toThrow(why);
    expect(lesson('2026-10-12', 1)?.course).toBeNull();
  });

  it('refuses a place that a cancelled lesson left, and one that a change filled', () => {
    const changes = [
      { date: '2026-10-12', no: 1, kind: 'cancelled' },
      { date: '2026-10-12', no: 2, kind: 'moved', to: { date: '2026-10-12', no: 7, start: '16:00', end: '16:45' } },
    ] as never;
    const { desk, change } = open('2026-09-20T08:00', { changes });
    expect(() => desk.edit(code, [{ ...form, date: '2026-10-12', no: 1 }], [], change())).toThrow(
      /已在“调课”中取消或挪走/,
    );
    expect(() => desk.edit(code, [{ ...form, date: '2026-10-12', no: 7 }], [], change())).toThrow(/是由调课产生的/);
  });

  it('refuses lessons over one another, and an edit of an older version', () => {
    const { desk, change } = open('2026-09-20T08:00');
    const old = change();
    expect(() => desk.edit(code, [{ ...form, date: '2026-10-08', no: 1, end: '09:30' }], [], change())).toThrow(
      '2026-10-08 第 2 节与第 1 节时间重叠',
    );
    desk.edit(code, [{ ...form, date: '2026-10-08', no: 1 }], [], change());
    expect(() => desk.edit(code, [{ ...form, date: '2026-10-09', no: 1 }], [], old)).toThrow(/被别人改过/);
  });

  it('lets two lessons change what they hold, not their times', () => {
    const { desk, change, lesson } = open('2026-09-20T08:00');
    desk.edit(code, [{ ...form, date: '2026-10-08', no: 1 }], [], change());
    desk.swap(code, { date: '2026-10-08', no: 1 }, { date: '2026-10-09', no: 3 }, change());
    expect([lesson('2026-10-08', 1)?.course, lesson('2026-10-09', 3)?.course]).toEqual([null, '数据库']);
    expect(desk.week(code, 1).days[4]?.lessons[2]).toMatchObject({ start: '10:20', course: '数据库', room: 'B302' });
  });

  it('copies a week over the next ones by day of the week, and tells which days it passed over', () => {
    const { desk, change, lesson } = open('2026-09-20T08:00');
    desk.edit(
      code,
      [
        { ...form, date: '2026-10-10', no: 1 },
        { ...form, date: '2026-10-08', no: 2, start: '09:25', end: '10:10' },
      ],
      [],
      change(),
    );
    const copied = desk.copy(code, 1, 2, change());
    expect(copied).toMatchObject({
      changed: 2,
      remarks: ['2026-10-17 不是工作日，没有复制', '2026-10-24 不是工作日，没有复制'],
    });
    expect([lesson('2026-10-15', 2)?.course, lesson('2026-10-22', 2)?.course]).toEqual(['数据库', '数据库']);
  });

  it('gives a class that has not begun a new bell, its courses kept', () => {
    const { desk, change, classes, lesson } = open('2026-09-20T08:00');
    desk.edit(code, [{ ...form, date: '2026-10-08', no: 1 }], [], change());
    const bell = [9, 10, 11, 13, 14, 15, 16].map((hour) => ({
      start: `${String(hour).padStart(2, '0')}:00`,
      end: `${String(hour).padStart(2, '0')}:45`,
    }));
    desk.bell(code, '2026-10-08', bell, change());
    expect(classes.kept(code).scenario.class.bell).toHaveLength(7);
    expect(lesson('2026-10-08', 1)?.course).toBe('数据库');
    expect(desk.week(code, 1).days[3]?.lessons.map(({ start }) => start)).toEqual(bell.map(({ start }) => start));
  });

  it('changes the bell from a day on; what was held before stays', () => {
    const { desk, change, classes } = open('2026-10-12T20:00');
    const before = classes.timetable(code).lessons.filter(({ date }) => date < '2026-10-13');
    const bell = [
      { start: '08:00', end: '08:45' },
      { start: '09:00', end: '09:45' },
    ];
    desk.bell(code, '2026-10-13', bell, change());
    const after = classes.timetable(code).lessons;
    expect(after.filter(({ date }) => date < '2026-10-13')).toEqual(before);
    expect(after.filter(({ date }) => date === '2026-10-14')).toHaveLength(2);
    expect(() => desk.bell(code, '2026-10-12', bell, change())).toThrow(/不能再改/);
  });
});

describe('importing a timetable', () => {
  const csv = (text: string): Uint8Array => new TextEncoder().encode(`日期,节次,开始,结束,课程,教师,类型\n${text}`);

  it('tells what would change, then writes it', async () => {
    const { desk, change, lesson } = open('2026-09-20T08:00');
    const bytes = csv('2026-10-08,1,08:30,09:15,数据库,王老师,实操\n2026-10-08,2,09:25,10:10,,,理论\n');
    const preview = await desk.preview(code, 'a.csv', bytes);
    expect(preview).toMatchObject({ days: 1, added: 0, changed: 1, removed: 4, same: 1, ready: true, faults: [] });
    expect(preview.lines[0]).toBe(
      '修改 2026-10-08 第 1 节 08:30–09:15 数据库 王老师 实操（原为 08:30–09:15 （未定课程） （未定教师） 理论）',
    );
    expect(lesson('2026-10-08', 1)?.course).toBeNull();
    await desk.import(code, 'a.csv', bytes, change());
    expect([lesson('2026-10-08', 1)?.course, lesson('2026-10-08', 3)]).toEqual(['数据库', undefined]);
  });

  it('refuses what touches lessons that have begun, and writes nothing', async () => {
    const { desk, change, lesson } = open('2026-10-08T12:00');
    const bytes = csv('2026-10-08,1,08:30,09:15,数据库,,\n2026-10-12,1,08:30,09:15,数据库,,\n');
    const preview = await desk.preview(code, 'a.csv', bytes);
    expect(preview.ready).toBe(false);
    expect(preview.faults[0]?.what).toMatch(/2026-10-08 第 1 节已经开始或结束/);
    await expect(desk.import(code, 'a.csv', bytes, change())).rejects.toThrow(/已经开始或结束/);
    expect(lesson('2026-10-12', 1)?.course).toBeNull();
  });
});
