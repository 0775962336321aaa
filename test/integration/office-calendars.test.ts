import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Calendars, YearEffect, YearForm, YearReading } from '../../core/contract/office/calendars.ts';
import { classCode } from '../../core/domain/ids.ts';
import { epochMs } from '../../core/domain/units.ts';
import { openClasses } from '../../kiosk/open-classes.ts';
import { sampleScenario } from '../support/office/classes.ts';
import type { OfficeClient } from '../support/office/client.ts';
import { bringIn, october } from '../support/office/month-office.ts';
import { startOffice, type TestOffice } from '../support/office/office.ts';

/* Official calendars entered once for the whole kiosk. The real notices know 2026; 2031 is made up. */

const YEAR = 2031;
const form = {
  source: '国办发明电〔2030〕7号',
  off: [
    { from: '2031-01-01', to: '2031-01-03', name: '元旦' },
    { from: '2031-05-01', to: '2031-05-05', name: '劳动节' },
    { from: '2031-10-01', to: '2031-10-07', name: '国庆节' },
  ],
  work: ['2031-05-10'],
} as unknown as YearForm;

interface Refusal {
  readonly error: { readonly code: string; readonly message: string };
}

let office: TestOffice;
let administrator: OfficeClient;
beforeEach(async () => {
  office = await startOffice({ fill: (db) => bringIn(db, october) });
  administrator = await office.as('administrator');
});
afterEach(() => office[Symbol.asyncDispose]());

const put = (calendar: object = form, year = YEAR) =>
  administrator.send<YearEffect & Refusal>('PUT', `/calendars/${year}`, calendar);
const nextYears = (over: object = {}) => {
  const scenario = sampleScenario('NEXT-1', 'n');
  return { ...scenario, class: { ...scenario.class, opens: '2031-04-28', ends: '2031-05-31', ...over } } as never;
};
const save = () =>
  openClasses(office.db).save(classCode('NEXT-1'), nextYears(), { version: 0, by: 'x', at: epochMs(0) });

describe('the official calendars of a kiosk', () => {
  it('are listed with the first year that is missing', async () => {
    const { body } = await administrator.get<Calendars>('/calendars');
    expect(body.years.find(({ year }) => year === 2026)).toMatchObject({ entered: null, free: 19 });
    expect(body.years.map(({ year }) => year)).not.toContain(body.missing);
  });

  it('entered once serve every class that has none of its own, with names and make-up days', async () => {
    expect(save()).toMatchObject({ kind: 'faulty' });
    expect((await put()).status).toBe(200);
    expect(save()).toMatchObject({ kind: 'saved' });
    const held = openClasses(office.db).timetable(classCode('NEXT-1')).lessons;
    const days = [...new Set(held.map(({ date }) => date))];
    expect(days.slice(0, 6)).toEqual([
      ...['2031-04-28', '2031-04-29', '2031-04-30', '2031-05-06', '2031-05-07', '2031-05-08'],
    ]);
    expect(days).toContain('2031-05-10');
    const week = (await administrator.get<{ days: { note: string }[] }>('/classes/NEXT-1/timetable?week=1')).body;
    expect(week.days.map(({ note }) => note).slice(3, 5)).toEqual(['劳动节', '劳动节']);
  });

  it('a class with a calendar of its own keeps it', async () => {
    await put();
    const own = { year: YEAR, off: ['2031-01-01', '2031-05-01', '2031-10-01'], work: [], source: '自带' };
    const scenario = { ...(nextYears() as object), calendars: [own] } as never;
    const classes = openClasses(office.db);
    classes.save(classCode('NEXT-1'), scenario, { version: 0, by: 'x', at: epochMs(0) });
    expect(classes.timetable(classCode('NEXT-1')).lessons.map(({ date }) => date)).toContain('2031-05-02');
  });

  it('changed while the kiosk runs change what it knows at once; what would change is told before', async () => {
    await put();
    save();
    const running = openClasses(office.db);
    const before = running.file(classCode('NEXT-1'));
    expect(running.file(classCode('NEXT-1'))).toBe(before);
    const without = { ...form, work: [] };
    const { body } = await administrator.send<YearEffect>('POST', `/calendars/${YEAR}/preview`, without);
    expect(body).toEqual({ faults: [], classes: [{ code: 'NEXT-1', added: 0, removed: 6, past: 0 }] });
    expect(running.file(classCode('NEXT-1'))).toBe(before);
    await put(without);
    expect(running.file(classCode('NEXT-1'))).not.toBe(before);
    expect(running.timetable(classCode('NEXT-1')).lessons.map(({ date }) => date)).not.toContain('2031-05-10');
  });

  it('leave closed months as they are', async () => {
    const code = classCode('DSJ-2026-01');
    const month = '2026-10' as never;
    const { months } = office.desk;
    const { reportId } = months.now(code, month).paper.figures;
    months.close(code, month, reportId, { by: 'a', countersignedBy: 'b', at: epochMs(0) });
    const before = months.now(code, month).paper;
    const shorter = [
      { from: '2026-01-01', to: '2026-01-03', name: '元旦' },
      { from: '2026-05-01', to: '2026-05-05', name: '劳动节' },
      { from: '2026-10-01', to: '2026-10-09', name: '国庆节' },
    ];
    const answer = await put({ ...form, off: shorter, work: [] }, 2026);
    expect(answer.body.classes).toEqual([{ code, added: 0, removed: 18, past: 0 }]);
    const after = months.now(code, month);
    expect(after.paper).toEqual(before);
    expect(after.changedSince).toBe(true);
    expect(months.verify(reportId).kind).toBe('same');
  });

  it('wrong ones are refused with every fault, and nothing is written', async () => {
    const wrong = {
      ...form,
      off: [
        { from: '2031-01-01', to: '2031-01-03', name: '元旦' },
        { from: '2031-01-03', to: '2031-01-04', name: '又是元旦' },
        { from: '2031-05-05', to: '2031-05-01', name: '劳动节' },
        { from: '2032-10-01', to: '2032-10-07', name: '国庆节' },
      ],
      work: ['2031-05-12'],
    };
    const { status, body } = await put(wrong);
    expect([status, body.error.code]).toEqual([422, 'calendar-refused']);
    for (const words of [
      '2031-01-03 写了两次',
      '2031-05-05 起的假期，结束早于开始',
      '2032-10-01 不在这一年里',
      '缺少 2031-05-01',
      '缺少 2031-10-01',
      '2031-05-12 不是周末',
    ])
      expect(body.error.message).toContain(words);
    expect((await put({ ...form, source: ' ' })).status).toBe(422);
    expect((await put(form, 1999)).status).toBe(404);
    expect((await administrator.get<Calendars>('/calendars')).body.years.some(({ entered }) => entered !== null)).toBe(
      false,
    );
  });

  it('one that a class needs cannot be taken back, one that none needs can; each in the audit', async () => {
    await put();
    save();
    const needed = await administrator.send<Refusal>('DELETE', `/calendars/${YEAR}`);
    expect([needed.status, needed.body.error.code]).toEqual([422, 'calendar-needed']);
    expect(needed.body.error.message).toContain('NEXT-1');
    const classes = openClasses(office.db);
    classes.remove(classCode('NEXT-1'), classes.kept(classCode('NEXT-1')).version);
    expect((await administrator.send('DELETE', `/calendars/${YEAR}`)).status).toBe(204);
    expect((await administrator.send('DELETE', `/calendars/${YEAR}`)).status).toBe(404);
    const { lines } = (
      await administrator.get<{ lines: { action: string; detail: string }[] }>(`/audit?subject=calendar/${YEAR}`)
    ).body;
    expect(lines.map(({ action }) => action)).toEqual(['calendar-withdrawn', 'calendar-entered']);
    expect(lines[1]?.detail).toContain('国庆节 2031-10-01 至 2031-10-07；上班 2031-05-10');
    expect(() => office.db.exec('delete from officialYear')).toThrow(/append-only/);
  });

  it('only an administrator enters them', async () => {
    const teacher = await office.as('teacher');
    expect((await teacher.get('/calendars')).status).toBe(200);
    expect((await teacher.send('PUT', `/calendars/${YEAR}`, form)).status).toBe(403);
  });

  it('come from a table as rows of the form, its faults named by row', async () => {
    const csv = (text: string) =>
      administrator.upload<YearReading>('POST', '/calendars/reading?name=a.csv', new TextEncoder().encode(text));
    const good = await csv(
      '日期,至,类型,名称\n2031-01-01,2031-01-03,放假,元旦\n2031-05-01,,放假,劳动节\n2031-05-02,,放假,劳动节\n2031/5/10,,上班,\n',
    );
    expect(good.body).toEqual({
      year: YEAR,
      off: [
        { from: '2031-01-01', to: '2031-01-03', name: '元旦' },
        { from: '2031-05-01', to: '2031-05-02', name: '劳动节' },
      ],
      work: ['2031-05-10'],
      faults: [],
    });
    const bad = await csv('日期,至,类型,名称\n2031-02-30,,放假,元旦\n2031-01-01,,也许,元旦\n');
    expect(bad.body.faults.map(({ row, column }) => [row, column])).toEqual([
      [2, 'A（日期）'],
      [3, 'C（类型）'],
    ]);
    expect((await csv('姓名,年龄\n张三,20\n')).body.faults[0]?.what).toBe('没有找到“日期”一列');
  });
});
