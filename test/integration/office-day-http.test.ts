import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../kiosk/store/open.ts';
import { at, CODE, DAY, openDay, type TestDay } from '../support/office/day.ts';
import { PASSWORD, startOffice, type TestOffice } from '../support/office/office.ts';

let db: ReturnType<typeof openDatabase>;
let day: TestDay;
let office: TestOffice;
beforeEach(async () => {
  db = openDatabase(':memory:');
  day = openDay(db);
  const viewing = {
    plan: () => Promise.resolve({ parts: [], gaps: [] }),
    clip: () => Promise.resolve(null),
    frame: () => Promise.resolve(null),
    sheet: () => Promise.reject(new Error('no sheet')),
  };
  office = await startOffice({ desk: { day: { ports: day.ports, viewing } } });
});
afterEach(async () => {
  await office[Symbol.asyncDispose]();
  db[Symbol.dispose]();
});

const leave = { class: CODE, trainee: 't4', kind: 'sick', from: DAY, to: DAY, lessons: null, why: '发烧' };
const correction = { class: CODE, trainee: 't4', date: DAY, no: 1, to: 'present', why: '录像可见' };
const said = (answer: { status: number; body: unknown }): string =>
  `${answer.status} ${(answer.body as { error?: { code: string } }).error?.code ?? ''}`;

describe('the day over HTTP', () => {
  it('is read by whoever is signed in, and entered by teachers', async () => {
    const viewer = await office.as('viewer');
    expect((await office.stranger().get('/day')).status).toBe(401);
    expect((await viewer.get('/day/2026-10-08')).body).toMatchObject({
      date: DAY,
      lessons: [{ no: 1 }, {}, {}, {}, {}, {}],
    });
    expect(said(await viewer.get('/day/yesterday'))).toBe('404 no-such-day');
    expect((await viewer.get(`/classes/${CODE}/lessons/${DAY}/1`)).status).toBe(200);
    expect(said(await viewer.get(`/classes/${CODE}/lessons/${DAY}/9`))).toBe('404 no-such-lesson');
    expect(said(await viewer.send('POST', '/leave', leave))).toBe('403 not-allowed');
    const teacher = await office.as('teacher');
    expect((await teacher.send('POST', '/leave', leave)).body).toEqual({ id: 1, corrected: 0 });
    expect((await viewer.get(`/leave?from=${DAY}&to=${DAY}`)).body).toMatchObject([
      { name: '刘子涵', by: '李老师（teacher）' },
    ]);
    expect((await teacher.send('POST', '/leave/1/withdrawal', { why: '销假' })).status).toBe(204);
    expect(said(await teacher.send('POST', '/leave/1/withdrawal', { why: '销假' }))).toBe('422 already-withdrawn');
  });

  it('keeps the proof of a leave and shows it again', async () => {
    const teacher = await office.as('teacher');
    await teacher.send('POST', '/leave', leave);
    expect(said(await teacher.get('/leave/1/proof'))).toBe('404 no-such-proof');
    const pdf = new TextEncoder().encode('%PDF-1.7 假条');
    expect((await teacher.upload('PUT', '/leave/1/proof?name=假条.pdf', pdf)).status).toBe(204);
    expect(said(await (await office.as('viewer')).get('/leave/1/proof'))).toBe('403 not-allowed');
    const shown = await teacher.get('/leave/1/proof');
    expect([shown.headers.get('content-type'), shown.bytes]).toEqual(['application/pdf', pdf]);
    expect(day.ports.leave.find(1)?.proof).toMatch(/^[0-9a-f]{64}$/);
    const wrong = await teacher.upload('PUT', '/leave/1/proof?name=假条.pdf', new TextEncoder().encode('hello, world'));
    expect(said(wrong)).toBe('422 not-a-scan');
  });

  it('names what is wrong with an entry, and writes nothing', async () => {
    const teacher = await office.as('teacher');
    for (const wrong of [
      { ...leave, why: ' ' },
      { ...leave, from: '2026-02-30' },
      { ...leave, lessons: { first: 3, last: 1 } },
      { ...leave, extra: 1 },
    ])
      expect(said(await teacher.send('POST', '/leave', wrong))).toBe('422 bad-input');
    expect(said(await teacher.send('POST', '/leave', { ...leave, trainee: 'nobody' }))).toBe('404 no-such-trainee');
    expect(day.ports.leave.list(CODE, DAY, DAY)).toEqual([]);
  });

  it('corrects with a second person who is somebody else, and leaves it in the audit', async () => {
    day.observe('07:30–12:00');
    day.now = at('09:24');
    day.close(1);
    const teacher = await office.as('teacher');
    const sign = (user: string, password = PASSWORD) => ({ ...correction, countersign: { user, password } });
    for (const wrong of [sign('teacher'), sign('viewer'), sign('second', 'wrong')])
      expect((await teacher.send('POST', '/corrections', wrong)).status).toBeGreaterThanOrEqual(400);
    expect(day.ports.corrections.list(CODE, DAY, DAY)).toEqual([]);
    expect((await teacher.send('POST', '/corrections', sign('second'))).body).toMatchObject({ id: 1 });
    expect(
      day.records.inForce(CODE, DAY, DAY).find(({ record }) => record.trainee === 't4')?.record.correction,
    ).toMatchObject({
      by: '李老师（teacher）',
      countersignedBy: '孙复核（second）',
    });
    const { lines } = (
      await (await office.as('administrator')).get<{ lines: { action: string; subject: string }[] }>('/audit')
    ).body;
    expect(lines.find(({ action }) => action === 'record-corrected')).toMatchObject({ subject: 't4' });
  });

  it('says that there is no video, and notes who looked', async () => {
    const viewer = await office.as('viewer');
    expect((await viewer.get(`/video?camera=room&from=${at('08:20')}&to=${at('08:45')}`)).body).toEqual({
      parts: [],
      gaps: [],
    });
    expect(said(await viewer.get(`/video?camera=room&from=${at('08:45')}&to=${at('08:20')}`))).toBe('422 bad-input');
    expect(said(await viewer.get(`/frame?camera=room&at=${at('08:20')}`))).toBe('404 no-such-video');
    const { lines } = (
      await (await office.as('administrator')).get<{ lines: { action: string; user: string }[] }>('/audit')
    ).body;
    expect(lines.filter(({ action }) => action === 'video-viewed')).toMatchObject([{ user: 'viewer' }]);
  });
});
