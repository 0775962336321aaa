import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClassView } from '../../core/contract/office/classes.ts';
import type { MonthView } from '../../core/contract/office/months.ts';
import type { WeekView } from '../../core/contract/office/timetable.ts';
import { classCode } from '../../core/domain/ids.ts';
import type { LocalDate } from '../../core/domain/units.ts';
import { openClasses } from '../../kiosk/open-classes.ts';
import { records } from '../../kiosk/store/records.ts';
import { filedClass, workedClass } from '../support/forms/october.ts';
import type { OfficeClient } from '../support/office/client.ts';
import { monthOffice } from '../support/office/month-office.ts';
import { PASSWORD, type TestOffice } from '../support/office/office.ts';

/* What is entered into a month that is closed, and where a lesson goes whose number has records. */

const path = '/classes/DSJ-2026-01';
const code = classCode('DSJ-2026-01');
const countersign = { user: 'second', password: PASSWORD };
/** The class goes on into November, which is not held yet. */
const twoMonths = { ...workedClass(), class: { ...filedClass, ends: '2026-11-30' } };

interface Refusal {
  readonly error: { readonly code: string; readonly message: string };
}

let office: TestOffice;
let teacher: OfficeClient;
beforeEach(async () => {
  ({ office } = await monthOffice(twoMonths, ({ date }) => date < '2026-11-01'));
  teacher = await office.as('teacher');
});
afterEach(() => office[Symbol.asyncDispose]());

const version = async (): Promise<number> => (await teacher.get<ClassView>(path)).body.version;
const close = async (): Promise<void> => {
  const { reportId } = (await teacher.get<MonthView>(`${path}/months/2026-10`)).body;
  const closed = await teacher.send('POST', `${path}/months/2026-10/close`, { seen: reportId, countersign });
  expect(closed.status).toBe(200);
};
const change = async (asked: object) =>
  teacher.send<Refusal & { version: number; change: { to?: { no: number } } }>('POST', `${path}/changes`, {
    version: await version(),
    change: { why: '设备检修', ...asked },
  });

describe('a closed month', () => {
  it('refuses leave, check-ins and corrections when they are entered, and says what to do', async () => {
    await close();
    const leave = { class: code, trainee: 'every', kind: 'sick', lessons: null, why: '发烧' };
    const entered = await teacher.send<Refusal>('POST', '/leave', { ...leave, from: '2026-10-12', to: '2026-11-02' });
    expect([entered.status, entered.body.error.code]).toEqual([422, 'month-closed']);
    expect(entered.body.error.message).toBe(
      '2026-10 已经关账，不能再补录请假：确要更改，请管理员先在“考勤月份”里重新打开这个月，改好后再关账',
    );
    expect((await teacher.send('POST', '/leave', { ...leave, from: '2026-11-27', to: '2026-11-27' })).status).toBe(200);
    const lesson = { class: code, trainee: 'absent', date: '2026-10-27' };
    const checkIn = { ...lesson, lessons: { first: 1, last: 1 }, signature: [[100, 100, 600, 120]], countersign };
    expect((await teacher.send<Refusal>('POST', '/check-ins', checkIn)).body.error.message).toMatch(
      /^2026-10 已经关账，不能再补登到课/,
    );
    const correction = { ...lesson, no: 1, to: 'present', why: '签到表', countersign };
    expect((await teacher.send<Refusal>('POST', '/corrections', correction)).body.error.code).toBe('month-closed');
  });

  it('keeps its lessons: edits, changes, their withdrawal, a new bell and new dates are refused', async () => {
    expect((await change({ kind: 'cancelled', date: '2026-10-30', no: 6 })).status).toBe(200);
    await close();
    const { body } = await teacher.get<WeekView>(`${path}/timetable?week=1`);
    expect(body.days.flatMap(({ lessons }) => lessons.map(({ locked }) => locked))).not.toContain('closed');
    expect(body.days[4]?.lessons[0]?.locked).toBe('month');
    const lesson = {
      ...{ date: '2026-10-12', no: 8, start: '17:00', end: '17:45' },
      ...{ course: '数据库', teacher: null, kind: 'theory', room: null },
    };
    const edited = await teacher.send<Refusal>('PUT', `${path}/timetable/lessons`, {
      version: await version(),
      lessons: [lesson],
      removed: [],
    });
    expect(edited.body.error.message).toContain('2026-10-12 第 8 节所在的月份已经关账，不能再改');
    for (const asked of [
      { kind: 'cancelled', date: '2026-10-12', no: 1 },
      { kind: 'moved', date: '2026-11-27', no: 1, to: { date: '2026-10-12', no: 8, start: '17:00', end: '17:45' } },
      { kind: 'moved', date: '2026-10-12', no: 1, to: { date: '2026-11-27', no: 8, start: '17:00', end: '17:45' } },
    ])
      expect((await change(asked)).body.error.code).toBe('month-closed');
    const removed = await teacher.send<Refusal>('DELETE', `${path}/changes/0?version=${await version()}`);
    expect(removed.status).toBe(422);
    expect(removed.body.error.message).toMatch(/^2026-10 已经关账，课程表不能再改：/);
    const view = (await teacher.get<ClassView>(path)).body;
    for (const facts of [
      {
        ...view.facts,
        bell: view.facts.bell.map(([start, end], index) => (index === 0 ? ['08:20', '09:05'] : [start, end])),
      },
      { ...view.facts, opens: '2026-10-09' },
    ]) {
      const answer = await teacher.send<Refusal>('PUT', path, { version: view.version, facts });
      expect(answer.body.error.message).toContain('2026-10 已经关账，课程表不能再改');
    }
    const counsellor = { ...view.facts, counsellorPhone: '024-7654321' };
    expect((await teacher.send('PUT', path, { version: view.version, facts: counsellor })).status).toBe(200);
  });

  it('lets a lesson that it lost be made up in a month that is open', async () => {
    await change({ kind: 'cancelled', date: '2026-10-30', no: 6 });
    await close();
    const to = { date: '2026-11-27', no: 7, start: '16:20', end: '17:05' };
    expect((await change({ kind: 'makeUp', date: '2026-10-30', no: 6, to })).status).toBe(200);
    expect((await teacher.get<ClassView>(path)).body.owed).toBe(0);
  });
});

describe('a lesson put where a recorded one was', () => {
  const slot = { date: '2026-10-12', no: 2, start: '17:00', end: '17:45' };

  it('gets a number of its own, so that it is closed by what was seen of it', async () => {
    expect((await change({ kind: 'cancelled', date: '2026-10-12', no: 2 })).status).toBe(200);
    const made = await change({ kind: 'makeUp', date: '2026-10-12', no: 2, to: slot });
    expect(made.body.change.to).toEqual({ ...slot, no: 7 });
    const again = await change({
      kind: 'moved',
      date: '2026-11-27',
      no: 1,
      to: { ...slot, start: '17:55', end: '18:40' },
    });
    expect(again.body.change.to?.no).toBe(8);
    const held = openClasses(office.db)
      .timetable(code)
      .lessons.filter(({ date }) => date === '2026-10-12');
    expect(held.map(({ no }) => no)).toEqual([1, 3, 4, 5, 6, 7, 8]);
    expect(records(office.db).isClosed(code, '2026-10-12' as LocalDate, 7)).toBe(false);
  });

  it('gets one also when it is moved to another time of its own day', async () => {
    const moved = await change({ kind: 'moved', date: '2026-10-12', no: 2, to: slot });
    expect(moved.body.change.to?.no).toBe(7);
  });

  it('a number that nobody recorded stays as it was asked, one that is taken is refused', async () => {
    const free = await change({ kind: 'moved', date: '2026-11-27', no: 1, to: { ...slot, date: '2026-11-26', no: 7 } });
    expect(free.body.change.to?.no).toBe(7);
    expect((await change({ kind: 'moved', date: '2026-11-27', no: 2, to: slot })).body.error.message).toContain(
      '空着的节次',
    );
  });
});
