import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SettleView } from '../../core/contract/office/day-waiting.ts';
import type { MonthView } from '../../core/contract/office/months.ts';
import { filedClass, unobservedClass } from '../support/forms/october.ts';
import type { OfficeClient } from '../support/office/client.ts';
import { monthOffice } from '../support/office/month-office.ts';
import { PASSWORD, type TestOffice } from '../support/office/office.ts';

/* A month with more pending than the institution may settle, from the blocked settling to the closed month. */

const month = '/classes/DSJ-2026-01/months/2026-10';
const countersign = { user: 'second', password: PASSWORD };

interface Refusal {
  readonly error: { readonly code: string; readonly message: string };
}

let office: TestOffice;
let administrator: OfficeClient;
let teacher: OfficeClient;
beforeAll(async () => {
  const scenario = { ...unobservedClass(), class: { ...filedClass, ends: '2026-10-31' } };
  ({ office } = await monthOffice(scenario));
  [administrator, teacher] = [await office.as('administrator'), await office.as('teacher')];
});
afterAll(() => office[Symbol.asyncDispose]());

const view = async (): Promise<MonthView> => (await teacher.get<MonthView>(month)).body;
const settle = (item: { trainee: string; date: string; no: number }) =>
  teacher.send<Refusal>('POST', '/corrections', {
    ...{ class: 'DSJ-2026-01', trainee: item.trainee, date: item.date, no: item.no },
    ...{ to: 'present', why: '中心看过录像', countersign },
  });
const decide = (client: OfficeClient, more: object = {}) =>
  client.send<Refusal>('POST', `${month}/decision`, {
    ...{ on: '2026-11-03', paper: '抚就核〔2026〕3号', countersign },
    ...more,
  });

test('above 5 % the institution is told why, and neither settles nor closes', async () => {
  const { pending, obstacles, reportId } = await view();
  expect(pending).toMatchObject({ closed: 36, left: 36, due: 480, decision: null });
  expect(pending?.text).toMatch(/共有 36 课时待核，超过应到 480 课时的 5%.*机构不能自行核定或关账.*录入文号/);
  expect(obstacles.map(({ kind }) => kind)).toEqual(['pending']);
  const { items, months } = (await teacher.get<SettleView>('/settle')).body;
  expect(months).toMatchObject([{ pending: 36, settledBy: 'center', decision: null }]);
  const [first] = items;
  expect(first && (await settle(first)).body.error.code).toBe('center-decides');
  const closing = await teacher.send<Refusal>('POST', `${month}/close`, { seen: reportId, countersign });
  expect(closing.body.error).toMatchObject({ code: 'month-not-closable' });
  expect(closing.body.error.message).toContain('由市就业和人才服务中心核定');
});

test('the center’s paper is entered by an administrator and a second person, on a day that can be', async () => {
  expect((await decide(teacher)).status).toBe(403);
  const alone = { countersign: { user: 'administrator', password: PASSWORD } };
  expect((await decide(administrator, alone)).body.error.code).toBe('second-person-missing');
  expect((await decide(administrator, { paper: ' ' })).status).toBe(422);
  expect((await decide(administrator, { on: '2999-01-01' })).body.error.code).toBe('in-the-future');
  expect((await decide(administrator, { on: '2026-09-30' })).body.error.code).toBe('before-the-month');
  expect((await view()).pending?.decision).toBeNull();
});

test('entered it is unconfirmed, can be taken back, and blocks again then', async () => {
  expect((await decide(administrator)).status).toBe(200);
  expect((await view()).pending?.decision).toMatchObject({
    ...{ on: '2026-11-03', paper: '抚就核〔2026〕3号', confirmed: false },
    entered: { by: '王管理（administrator）', countersignedBy: '孙复核（second）' },
  });
  expect((await decide(administrator)).body.error.code).toBe('already-decided');
  const back = await administrator.send('POST', `${month}/decision/withdrawal`, { why: '文号写错', countersign });
  expect(back.status).toBe(204);
  const [item] = (await teacher.get<SettleView>('/settle')).body.items;
  expect(item && (await settle(item)).body.error.code).toBe('center-decides');
  await decide(administrator);
  const { lines } = (
    await administrator.get<{ lines: { action: string; detail: string }[] }>('/audit?subject=DSJ-2026-01')
  ).body;
  expect(lines.slice(0, 3).map(({ action }) => action)).toEqual([
    'month-decision-by-hand',
    'month-decision-withdrawn',
    'month-decision-by-hand',
  ]);
  expect(lines[0]?.detail).toContain('抚就核〔2026〕3号（2026-11-03），复核人 second，未经中心确认');
});

test('settled by it the month closes, and 附件6 names the paper and that it is unconfirmed', async () => {
  const { items } = (await teacher.get<SettleView>('/settle')).body;
  const pending = items.filter(({ outcome }) => outcome === 'pending');
  expect(pending.length).toBe(36);
  for (const item of pending) expect((await settle(item)).status).toBe(200);
  const settled = await view();
  expect(settled.pending).toMatchObject({ closed: 36, left: 0 });
  expect(settled.obstacles).toEqual([]);
  const closed = await teacher.send('POST', `${month}/close`, { seen: settled.reportId, countersign });
  expect(closed.status).toBe(200);
  const page = new TextDecoder().decode((await teacher.get('/classes/DSJ-2026-01/forms/6/html?month=2026-10')).bytes);
  expect(page).toContain(
    '依据市就业和人才服务中心核定（抚就核〔2026〕3号，2026-11-03）处理；该核定由机构录入，未经中心确认。',
  );
  const late = await administrator.send<Refusal>('POST', `${month}/decision/withdrawal`, { why: 'x', countersign });
  expect(late.body.error.code).toBe('month-closed');
});

test('a month whose pending lessons are few needs no paper of the center', async () => {
  const { office: other } = await monthOffice();
  await using _ = other;
  expect((await decide(await other.as('administrator'))).body.error.code).toBe('not-for-the-center');
});
