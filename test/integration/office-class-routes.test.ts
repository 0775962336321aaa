import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClassFactsForm, ClassView } from '../../core/contract/office/classes.ts';
import { instantAt } from '../../core/domain/day.ts';
import { classCode } from '../../core/domain/ids.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { importClassFile } from '../../kiosk/desk/classes/import-file.ts';
import { openClasses } from '../../kiosk/open-classes.ts';
import { sampleScenario, sha256 } from '../support/office/classes.ts';
import type { OfficeClient } from '../support/office/client.ts';
import { PASSWORD, startOffice, type TestOffice } from '../support/office/office.ts';

/*
 * A class in the office over HTTP: from a draft to an approval, its papers, its timetable's changes.
 */

const facts: ClassFactsForm = {
  institution: '沈阳工学院',
  specialty: '大数据开发',
  level: null,
  certificate: 'special',
  ownFinalYear: false,
  opens: '2026-10-08' as never,
  ends: '2026-12-31' as never,
  months: 3,
  room: 'B301',
  place: '沈抚示范区滨河路东段1号 B301',
  teachers: [
    {
      ...{ name: '王老师', teaches: '数据库', rank: '讲师', qualification: '大数据工程技术人员（中级）' },
      ...{ employer: '沈阳工学院', phone: '024-7654321', remarks: null },
    },
    { name: '李老师', teaches: null, rank: null, qualification: null, employer: null, phone: null, remarks: null },
  ],
  counsellorPhone: '024-1234567',
  bell: [
    ['08:30', '09:15'],
    ['09:25', '10:10'],
    ['10:20', '11:05'],
  ],
};
const bytes = (...parts: (string | number[])[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)))),
  );
const PNG = bytes([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 'a picture');

/** Long after the dates below: a day to come cannot be entered. */
const NOW = instantAt('2026-11-02' as LocalDate, 36_000_000);

let office: TestOffice;
let administrator: OfficeClient;
let teacher: OfficeClient;
beforeAll(async () => {
  office = await startOffice({
    desk: { clock: { ...systemClock, now: () => NOW } },
    fill: (db) => {
      importClassFile(openClasses(db), sampleScenario(), sha256, epochMs(0));
    },
  });
  [administrator, teacher] = [await office.as('administrator'), await office.as('teacher')];
});
afterAll(() => office[Symbol.asyncDispose]());

const view = async (code: string): Promise<ClassView> => (await teacher.get<ClassView>(`/classes/${code}`)).body;

test('a new class is a draft whose lessons do not count, until a paper is entered and countersigned', async () => {
  const made = await teacher.send('POST', '/classes', { code: 'DSJ-2026-09', facts });
  expect(made).toMatchObject({ status: 200, body: { version: 1 } });
  expect(await view('DSJ-2026-09')).toMatchObject({
    facts,
    filing: { kind: 'draft', returned: null },
    deadlines: { filingFrom: '2026-09-23', completionBy: '2026-12-17' },
  });
  // By its timetable: that nothing counts before the approval is no fault of the timetable.
  const { warnings } = await view('DSJ-2026-09');
  expect(warnings.find(({ rule }) => rule === 'totalLessons')?.title).toBe(
    '课程表里计入的课时共 186，附件1 规定不少于 480',
  );
  const path = '/classes/DSJ-2026-09';
  const tooSoon = await administrator.send('POST', `${path}/approval`, {
    version: 1,
    on: '2026-09-28',
    paper: '12号',
    countersign: { user: 'second', password: PASSWORD },
  });
  expect(tooSoon).toMatchObject({ status: 422, body: { error: { code: 'not-filed' } } });
  expect(await teacher.send('POST', `${path}/filed`, { version: 1, on: '2026-09-24' })).toMatchObject({ status: 200 });
  const approval = { version: 2, on: '2026-09-28', paper: '抚就字〔2026〕12号' };
  const alone = { ...approval, countersign: { user: 'administrator', password: PASSWORD } };
  expect((await administrator.send('POST', `${path}/approval`, alone)).status).not.toBe(200);
  const both = { ...approval, countersign: { user: 'second', password: PASSWORD } };
  expect((await teacher.send('POST', `${path}/approval`, both)).status).toBe(403);
  expect((await administrator.send('POST', `${path}/approval`, both)).status).toBe(200);
  expect((await view('DSJ-2026-09')).filing).toEqual({
    kind: 'approved',
    on: '2026-09-28',
    paper: '抚就字〔2026〕12号',
    source: 'hand',
    confirmed: false,
  });
  const { lines } = (
    await administrator.get<{ lines: { action: string; detail: string }[] }>('/audit?subject=DSJ-2026-09')
  ).body;
  expect(lines.map(({ action }) => action)).toEqual(['class-approved-by-hand', 'class-filed', 'class-added']);
  expect(lines[0]?.detail).toContain('复核人 second');
});

test('what somebody else changed in between is refused in words, and not written', async () => {
  const before = await view('DSJ-2026-01');
  const change = (institution: string) => ({ version: before.version, facts: { ...before.facts, institution } });
  expect((await teacher.send('PUT', '/classes/DSJ-2026-01', change('甲学院'))).status).toBe(200);
  const late = await teacher.send('PUT', '/classes/DSJ-2026-01', change('乙学院'));
  expect(late).toMatchObject({ status: 409, body: { error: { code: 'stale-class' } } });
  expect((await view('DSJ-2026-01')).facts.institution).toBe('甲学院');
});

test('what cannot be is told in Chinese, all at once', async () => {
  const { version } = await view('DSJ-2026-01');
  const wrong = { ...facts, ends: '2026-10-01', bell: [['09:00', '08:00']] };
  const answer = await teacher.send<{ error: { message: string } }>('PUT', '/classes/DSJ-2026-01', {
    version,
    facts: wrong,
  });
  expect(answer.status).toBe(422);
  expect(answer.body.error.message).toContain('结课日期：应为不早于开班日期，实际是更早的日期');
  expect(answer.body.error.message).toContain('作息时间：应为结束时间晚于开始时间');
});

test('a cancelled lesson is owed until it is made up; each change says who and why', async () => {
  const add = async (change: object) =>
    teacher.send<{ error: { message: string } }>('POST', '/classes/DSJ-2026-01/changes', {
      version: (await view('DSJ-2026-01')).version,
      change,
    });
  expect((await add({ kind: 'cancelled', date: '2026-10-09', no: 2, why: '停电' })).status).toBe(200);
  expect((await view('DSJ-2026-01')).owed).toBe(1);
  const taken = await add({
    kind: 'makeUp',
    date: '2026-10-09',
    no: 2,
    to: { date: '2026-10-12', no: 3, start: '10:20', end: '11:05' },
    why: '补',
  });
  expect(taken).toMatchObject({ status: 422 });
  expect(taken.body.error.message).toContain('空着的节次');
  const to = { date: '2026-10-12', no: 7, start: '15:45', end: '16:30' };
  expect((await add({ kind: 'makeUp', date: '2026-10-09', no: 2, to, why: '补停电的课' })).status).toBe(200);
  const after = await view('DSJ-2026-01');
  expect(after.owed).toBe(0);
  expect(after.changes).toMatchObject([
    { kind: 'cancelled', date: '2026-10-09', no: 2, why: '停电', by: 'teacher' },
    { kind: 'makeUp', to, why: '补停电的课', by: 'teacher' },
  ]);
  expect((await teacher.send('DELETE', `/classes/DSJ-2026-01/changes/1?version=${after.version}`)).status).toBe(200);
  expect((await view('DSJ-2026-01')).owed).toBe(1);
});

test('an exceeded 「原则上」 asks for a reason, and is settled by it', async () => {
  const classes = openClasses(office.db);
  const code = classCode('BIG-1');
  const crowd = {
    ...sampleScenario(code, 'c'),
    trainees: Array.from({ length: 51 }, (_, index) => ({ id: `c${index}` })),
  };
  classes.save(code, crowd, { version: 0, by: 'x', at: epochMs(0) });
  const size = async () => (await view('BIG-1')).warnings.find(({ rule }) => rule === 'classSize');
  expect(await size()).toMatchObject({ title: '本班 51 人，原则上每班最多 50 人', asksReason: true, reason: null });
  const open = async () =>
    (await teacher.get<{ code: string; warnings: number }[]>('/classes')).body.find((each) => each.code === 'BIG-1')
      ?.warnings ?? 0;
  const before = await open();
  await teacher.send('PUT', '/classes/BIG-1/reasons/classSize', { version: 1, reason: '中心同意合并两班' });
  expect(await size()).toMatchObject({ reason: '中心同意合并两班' });
  expect(await open()).toBe(before - 1);
});

const upload = (path: string, file: Uint8Array<ArrayBuffer>, client = teacher) =>
  client.upload<{ id: number }>('POST', path, file);

test('a paper is kept by what it is, shown as it came, and completes the checklist', async () => {
  const added = await upload(
    `/classes/DSJ-2026-01/papers/idCard?trainee=t1&name=${encodeURIComponent('../../身份证.pdf')}`,
    PNG,
  );
  expect(added).toMatchObject({ status: 200, body: { name: '身份证.pdf' } });
  const shown = await teacher.get(`/attachments/${added.body.id}`);
  expect(shown.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(shown.bytes).equals(PNG)).toBe(true);
  expect((await (await office.as('viewer')).get(`/attachments/${added.body.id}`)).status).toBe(403);
  interface Checklist {
    complete: boolean;
    lines: { paper: string; trainee: { id: string } | null; state: string; files: { id: number }[] }[];
  }
  const checklist = async () => (await teacher.get<Checklist>('/classes/DSJ-2026-01/papers')).body;
  const line = (await checklist()).lines.find(({ paper, trainee }) => paper === 'idCard' && trainee?.id === 't1');
  expect(line).toMatchObject({ state: 'there', files: [{ id: added.body.id, name: '身份证.pdf', by: 'teacher' }] });
  expect(openClasses(office.db).file(classCode('DSJ-2026-01')).materialsComplete).toBe(false);
  for (const { paper, trainee, state } of (await checklist()).lines) {
    if (state === 'missing') {
      const who = trainee === null ? '' : `trainee=${trainee.id}&`;
      expect((await upload(`/classes/DSJ-2026-01/papers/${paper}?${who}name=a.png`, PNG)).status).toBe(200);
    } else if (state === 'unclear') {
      const waiver = { paper, trainee: trainee?.id ?? null, why: '在省内就读' };
      expect((await teacher.send('PUT', '/classes/DSJ-2026-01/waivers', waiver)).status).toBe(204);
    }
  }
  expect((await checklist()).complete).toBe(true);
  expect(openClasses(office.db).file(classCode('DSJ-2026-01')).materialsComplete).toBe(true);
  // The same scan of everything is one file on the disk.
  const folder = join(office.folder, 'office', 'attachments');
  expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.png'))).toHaveLength(1);
  expect((await teacher.send('DELETE', `/attachments/${added.body.id}`)).status).toBe(200);
  expect((await teacher.get(`/attachments/${added.body.id}`)).status).toBe(404);
  expect((await checklist()).complete).toBe(false);
});

test.each([
  ['a program named like a scan', bytes('MZ\u0090 this is no scan at all'), 422],
  ['a file that is too short to be anything', bytes('%P'), 422],
  ['an empty file', bytes(''), 422],
  ['a file of more than 20 MB', bytes([0xff, 0xd8, 0xff], 'x'.repeat(20_000_001)), 413],
])('%s is refused and leaves nothing', async (_what, file, status) => {
  const coming = join(office.folder, 'office', 'attachments', 'coming');
  const answer = await upload('/classes/DSJ-2026-01/papers/application?name=a.pdf', file);
  expect(answer.status).toBe(status);
  expect(readdirSync(coming)).toEqual([]);
});

test('a paper for somebody who is not in the class, or of no known kind, is refused', async () => {
  expect((await upload('/classes/DSJ-2026-01/papers/idCard?trainee=nobody&name=a', PNG)).status).toBe(404);
  expect((await upload('/classes/DSJ-2026-01/papers/passport?trainee=t1&name=a', PNG)).status).toBe(404);
  expect((await upload('/classes/NOPE/papers/application?name=a', PNG)).status).toBe(404);
});

test('a draft takes its papers and waivers along, but no scan that another class has', async () => {
  const folder = join(office.folder, 'office', 'attachments');
  const files = (): string[] =>
    readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => /\.(png|pdf)$/.test(name));
  const complete = async () => (await teacher.get<{ lines: { state: string }[] }>('/classes/TMP-3/papers')).body;
  await upload('/classes/DSJ-2026-01/papers/application?name=a.png', PNG); // the other class's
  const before = files();
  await teacher.send('POST', '/classes', { code: 'TMP-3', facts });
  const own = bytes([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 'of the draft');
  const removed = bytes('%PDF-1.7 taken off again');
  await upload('/classes/TMP-3/papers/application?name=a.png', PNG);
  await upload('/classes/TMP-3/papers/teachingPlan?name=b.png', own);
  const off = await upload('/classes/TMP-3/papers/contracts?name=c.pdf', removed);
  expect((await teacher.send('DELETE', `/attachments/${off.body.id}`)).status).toBe(200);
  const waiver = { paper: 'contracts', trainee: null, why: '另附' };
  expect((await teacher.send('PUT', '/classes/TMP-3/waivers', waiver)).status).toBe(204);
  expect(files()).toHaveLength(before.length + 2);
  expect((await administrator.send('DELETE', '/classes/TMP-3?version=9')).status).toBe(409);
  expect(files()).toHaveLength(before.length + 2);
  expect((await administrator.send('DELETE', '/classes/TMP-3?version=1')).status).toBe(204);
  expect(files().sort()).toEqual(before.sort());
  // A class that takes the code anew begins with nothing.
  await teacher.send('POST', '/classes', { code: 'TMP-3', facts });
  expect((await complete()).lines.every(({ state }) => state === 'missing')).toBe(true);
  await administrator.send('DELETE', '/classes/TMP-3?version=1');
});

test('only a draft is removed, and by an administrator', async () => {
  await teacher.send('POST', '/classes', { code: 'TMP-1', facts });
  expect((await teacher.send('DELETE', '/classes/TMP-1?version=1')).status).toBe(403);
  expect((await administrator.send('DELETE', '/classes/TMP-1?version=1')).status).toBe(204);
  const { version } = await view('DSJ-2026-09');
  expect((await administrator.send('DELETE', `/classes/DSJ-2026-09?version=${version}`)).status).toBe(422);
});
