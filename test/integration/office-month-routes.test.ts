import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient, ApiMonth } from '../../core/contract/api.ts';
import type {
  MonthLesson,
  MonthList,
  MonthView,
  ReportView,
  VerificationView,
} from '../../core/contract/office/months.ts';
import type { JournalFact } from '../../core/domain/evidence.ts';
import type { OfficeClient } from '../support/office/client.ts';
import { monthOffice } from '../support/office/month-office.ts';
import { PASSWORD, type TestOffice } from '../support/office/office.ts';

const month = '/classes/DSJ-2026-01/months/2026-10';
const second = { user: 'second', password: PASSWORD };
const pdf = new TextEncoder().encode('%PDF-1.7\n% signed\n');

interface Refusal {
  readonly error: { readonly code: string; readonly message: string };
}

describe('a month over HTTP', () => {
  let office: TestOffice;
  let journal: JournalFact[];
  let admin: OfficeClient;
  let teacher: OfficeClient;
  let viewer: OfficeClient;
  beforeAll(async () => {
    ({ office, journal } = await monthOffice());
    [admin, teacher, viewer] = [
      await office.as('administrator'),
      await office.as('teacher'),
      await office.as('viewer'),
    ];
  });
  afterAll(async () => {
    await office[Symbol.asyncDispose]();
  });

  test('is listed with its figures and where it stands', async () => {
    const { body } = await viewer.get<MonthList>('/classes/DSJ-2026-01/months');
    expect(body.months).toMatchObject([
      {
        month: '2026-10',
        total: { due: 480, attended: 459, rate: '95.63' },
        toCome: 0,
        state: 'running',
        report: null,
      },
    ]);
  });

  test('shows every trainee’s days, figures and course, ID numbers masked', async () => {
    const { body } = await viewer.get<MonthView>(month);
    expect(body.trainees.map(({ figures: { due, attended, rate } }) => [due, attended, rate])).toEqual([
      [108, 108, '100.00'],
      [108, 108, '100.00'],
      [108, 96, '88.89'],
      [48, 45, '93.75'],
      [108, 102, '94.44'],
    ]);
    expect(body.trainees[0]?.idNumber).toBe('210402********0011');
    const leave = body.trainees[2];
    expect(leave?.days[19]).toEqual({ mark: '○', kind: 'personalLeave' });
    expect(body.trainees[3]?.days[15]).toEqual({ mark: '3/6', kind: 'mixed' });
    expect(body.trainees[3]?.days[18]).toEqual({ mark: '╱', kind: 'withdrawn' });
    expect(body.days[9]).toMatchObject({ date: '2026-10-10', workday: true, lessons: 6, due: 30, attended: 30 });
    expect(leave?.remarks).toBe('低于90%');
  });

  test('tells the lessons behind a figure, each with why its mark is what it is', async () => {
    const answer = await viewer.get<{ lessons: MonthLesson[] }>(`${month}/lessons?trainee=late&figure=late`);
    expect(answer.body.lessons.length).toBe(6);
    expect(answer.body.lessons[0]).toMatchObject({
      ...{ date: '2026-10-12', no: 1, time: '08:30–09:15', outcome: 'late', first: '08:40', last: '09:14' },
      why: '08:40 到，晚于 08:33，记迟到，算到课',
    });
    const day = await viewer.get<{ lessons: MonthLesson[] }>(`${month}/lessons?date=2026-10-27&trainee=absent`);
    expect(day.body.lessons.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 6 }, () => 'absent'));
  });

  test('a month without lessons, a class that is not there and a month that is none are each told', async () => {
    expect((await viewer.get<Refusal>('/classes/DSJ-2026-01/months/2026-09')).status).toBe(404);
    expect((await viewer.get<Refusal>('/classes/NONE/months/2026-10')).body.error.code).toBe('no-such-class');
    expect((await viewer.get<Refusal>('/classes/DSJ-2026-01/months/x')).status).toBe(404);
  });

  test('附件6 before closing says that the month is not closed; a viewer may print it', async () => {
    const { bytes, headers } = await viewer.get('/classes/DSJ-2026-01/forms/6/html?month=2026-10');
    expect(new TextDecoder().decode(bytes)).toContain('本月尚未关账');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
  });

  test('closing needs a second person, and the figures that were seen', async () => {
    const { reportId } = (await teacher.get<MonthView>(month)).body;
    const self = { user: 'teacher', password: PASSWORD };
    expect(
      (await teacher.send<Refusal>('POST', `${month}/close`, { seen: reportId, countersign: self })).body.error.code,
    ).toBe('second-person-missing');
    expect((await viewer.send('POST', `${month}/close`, { seen: reportId, countersign: second })).status).toBe(403);
    const stale = await teacher.send<Refusal>('POST', `${month}/close`, {
      seen: `sha256:${'0'.repeat(64)}`,
      countersign: second,
    });
    expect([stale.status, stale.body.error.code]).toEqual([409, 'stale-month']);
  });

  test('is closed, verified, printed, scanned, re-opened and closed again, each in the audit and the journal', async () => {
    const seen = (await teacher.get<MonthView>(month)).body.reportId;
    const closed = await teacher.send<ReportView>('POST', `${month}/close`, { seen, countersign: second });
    expect(closed.body).toMatchObject({
      reportId: seen,
      closedBy: '李老师（teacher）',
      countersignedBy: '孙复核（second）',
    });
    const verified = await viewer.send<VerificationView>('POST', `/months/${encodeURIComponent(seen)}/verify`);
    expect(verified.body).toEqual({
      kind: 'same',
      said: ['重新计算的结果与关账时逐字节一致，其下 480 条记录均未改动。'],
    });
    const page = new TextDecoder().decode((await viewer.get('/classes/DSJ-2026-01/forms/6/html?month=2026-10')).bytes);
    expect(page).not.toContain('本月尚未关账');
    expect(page).toContain(seen);
    const named = encodeURIComponent('10月签字.pdf');
    const scanned = await teacher.upload<ReportView>('POST', `${month}/scans/${named}`, pdf);
    expect(scanned.body.scans).toMatchObject([
      { name: '10月签字.pdf', bytes: pdf.length, addedBy: '李老师（teacher）' },
    ]);
    const notScan = await teacher.upload<Refusal>(
      'POST',
      `${month}/scans/x.pdf`,
      new TextEncoder().encode('no scan at all'),
    );
    expect(notScan.body.error.code).toBe('not-a-scan');
    const scan = await viewer.get(`/months/${encodeURIComponent(seen)}/scans/${scanned.body.scans[0]?.id ?? 0}`);
    expect([scan.headers.get('content-type'), scan.bytes.length]).toEqual(['application/pdf', pdf.length]);
    const reopening = { why: '漏登一次请假', countersign: second };
    expect((await teacher.send('POST', `${month}/reopen`, reopening)).status).toBe(403);
    expect((await admin.send<ReportView>('POST', `${month}/reopen`, reopening)).body.reopened?.why).toBe(
      '漏登一次请假',
    );
    const again = (await teacher.get<MonthView>(month)).body;
    expect([again.report, again.earlier.map(({ reportId }) => reportId)]).toEqual([null, [seen]]);
    const next = await teacher.send<ReportView>('POST', `${month}/close`, {
      seen: again.reportId,
      countersign: second,
    });
    expect(next.body.replaces).toBe(seen);
    expect(journal.map((fact) => fact.kind === 'note' && fact.about)).toEqual([
      'month 2026-10 of DSJ-2026-01: closed',
      'month 2026-10 of DSJ-2026-01: scan',
      'month 2026-10 of DSJ-2026-01: reopened',
      'month 2026-10 of DSJ-2026-01: closed',
    ]);
    const audit = await admin.get<{ lines: { action: string }[] }>('/audit?subject=DSJ-2026-01');
    const actions = audit.body.lines.map(({ action }) => action).filter((action) => action.startsWith('month'));
    expect(actions).toEqual(['month-closed', 'month-reopened', 'month-scan-attached', 'month-closed']);
  });
});

describe('the forms over HTTP', () => {
  let office: TestOffice;
  let admin: OfficeClient;
  let teacher: OfficeClient;
  beforeAll(async () => {
    ({ office } = await monthOffice());
    [admin, teacher] = [await office.as('administrator'), await office.as('teacher')];
  });
  afterAll(async () => {
    await office[Symbol.asyncDispose]();
  });

  const pageOf = async (client: OfficeClient, form: string): Promise<string> =>
    new TextDecoder().decode((await client.get(`/classes/DSJ-2026-01/forms/${form}`)).bytes);

  test('what there is to choose is offered, and what is lacking is said', async () => {
    const { body } = await teacher.get<{
      forms: { form: number; lacking: string | null; choices: { value: string; from?: string }[] }[];
    }>('/classes/DSJ-2026-01/forms');
    expect(body.forms.map(({ form, lacking }) => [form, lacking])).toEqual([
      ...[2, 3, 4, 5, 6, 7].map((form) => [form, null]),
      [8, '还没有考试结果'],
    ]);
    expect(body.forms[3]?.choices.map(({ value, from }) => `${value} ${from ?? ''}`)).toEqual([
      ...['1 2026-10-05', '2 2026-10-12', '3 2026-10-19', '4 2026-10-26'],
    ]);
    expect(body.forms[5]?.choices).toEqual([{ value: '2026-10', label: '2026-10' }]);
  });

  test('an administrator’s 附件4 has ID numbers in full, a teacher’s has them masked with the sex kept', async () => {
    expect(await pageOf(admin, '4/html')).toContain('210402200201010011');
    const page = await pageOf(teacher, '4/html');
    expect(page).not.toContain('210402200201010011');
    expect(page).toContain('210402********0011');
    expect(page).toContain('女');
  });

  test('each form is a workbook that opens, with its report id', async () => {
    for (const form of [
      '2/xlsx',
      '3/xlsx',
      '4/xlsx',
      '5/xlsx?week=1',
      '6/xlsx?month=2026-10',
      '7/xlsx?month=2026-10',
    ]) {
      const { bytes, status, headers } = await admin.get(`/classes/DSJ-2026-01/forms/${form}`);
      expect([form, status]).toEqual([form, 200]);
      expect(headers.get('content-disposition')).toContain('attachment');
      const book = new ExcelJS.Workbook();
      await book.xlsx.load(bytes.slice().buffer);
      expect(book.worksheets.length).toBe(form.startsWith('2/') ? 5 : 1);
      expect(book.worksheets[0]?.headerFooter.oddFooter).toMatch(/sha256:[0-9a-f]{64}/);
    }
  });

  test('a form that does not exist, and one whose month is not chosen, are told', async () => {
    expect((await admin.get('/classes/DSJ-2026-01/forms/9/html')).status).toBe(404);
    expect((await admin.get('/classes/DSJ-2026-01/forms/4/docx')).status).toBe(404);
    expect((await admin.get<Refusal>('/classes/DSJ-2026-01/forms/6/html')).body.error.message).toBe('请先选择月份');
  });

  test('each download is in the audit', async () => {
    await teacher.get('/classes/DSJ-2026-01/forms/4/xlsx');
    const { body } = await admin.get<{ lines: { action: string; detail: string; user: string }[] }>(
      '/audit?user=teacher',
    );
    expect(body.lines[0]).toMatchObject({ action: 'form-exported', detail: '下载 附件4-DSJ-2026-01-遮挡.xlsx' });
  });
});

describe('the interface for other systems', () => {
  let office: TestOffice;
  let admin: OfficeClient;
  beforeAll(async () => {
    ({ office } = await monthOffice());
    admin = await office.as('administrator');
  });
  afterAll(async () => {
    await office[Symbol.asyncDispose]();
  });

  const tokenFor = async (scopes: string[], name = '教务系统'): Promise<string> =>
    (await admin.send<{ token: string }>('POST', '/api-clients', { name, scopes })).body.token;
  const read = (path: string, token?: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${office.origin}/api/v1${path}`, {
      headers: { ...headers, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
    });
  const path = '/classes/DSJ-2026-01/months/2026-10';

  test('its description is valid OpenAPI 3.1 to a validator that is not ours', async () => {
    const description = (await (await read('/openapi.json')).json()) as Record<string, unknown>;
    const validator = new Validator();
    const { valid, errors } = await validator.validate(description);
    expect(errors ?? []).toEqual([]);
    expect([valid, validator.version]).toEqual([true, '3.1']);
  });

  test('what it answers is what its description says', async () => {
    const token = await tokenFor(['classes', 'months', 'people']);
    const { components } = (await (await read('/openapi.json')).json()) as {
      components: { schemas: Record<string, object> };
    };
    const ajv = new Ajv2020({ strict: false });
    for (const [name, answer] of [
      ['Classes', await read('/classes', token)],
      ['Month', await read(path, token)],
      ['Error', await read('/classes')],
    ] as const) {
      const fits = ajv.compile(components.schemas[name] ?? {});
      expect([name, fits(await answer.json()), fits.errors]).toEqual([name, true, null]);
    }
  });

  test('a month’s figures are those of 附件6; names only with the scope people', async () => {
    const body = (await (await read(path, await tokenFor(['months', 'people']))).json()) as ApiMonth;
    expect(body).toMatchObject({ state: 'open', total: { due: 480, attended: 459, rate: '95.63' }, workdays: 18 });
    expect(body.trainees[2]).toMatchObject({ trainee: 'leave', rate: '88.89', meets90: false, personalLeave: 12 });
    expect(body.trainees[0]?.idNumber).toBe('210402********0011');
    const bare = (await (await read(path, await tokenFor(['months']))).json()) as ApiMonth;
    expect([bare.trainees[0]?.name, bare.trainees[0]?.idNumber]).toEqual([null, null]);
  });

  test('the same as CSV, by Accept or by ending', async () => {
    const token = await tokenFor(['months', 'people']);
    const byAccept = await (await read(path, token, { Accept: 'text/csv' })).text();
    const byEnding = await read(`${path}.csv`, token);
    expect(byEnding.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const bytes = new Uint8Array(await byEnding.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = new TextDecoder().decode(bytes);
    expect(text).toBe(byAccept);
    const [head, first] = text.split('\r\n');
    expect(head?.split(',').slice(0, 6)).toEqual(['trainee', 'name', 'idNumber', 'due', 'attended', 'late']);
    expect(first?.split(',').slice(0, 5)).toEqual(['every', '赵子涵', '210402********0011', '108', '108']);
  });

  test('without a token, with a wrong one, beyond its scope, or revoked, nothing is told', async () => {
    expect((await read('/classes')).status).toBe(401);
    expect((await read('/classes', `zk_${'a'.repeat(43)}`)).status).toBe(401);
    const token = await tokenFor(['classes'], '停用的');
    expect((await read(path, token)).status).toBe(403);
    expect((await read('/classes', token)).status).toBe(200);
    const client = (await admin.get<ApiClient[]>('/api-clients')).body.find(({ name }) => name === '停用的');
    expect(client?.lastUsedAt).toBeGreaterThan(0);
    expect((await admin.send('DELETE', `/api-clients/${client?.id ?? 0}`)).status).toBe(200);
    expect((await read('/classes', token)).status).toBe(401);
  });

  test('a token is shown once: the database has only its hash', async () => {
    const token = await tokenFor(['classes']);
    const rows = JSON.stringify(office.db.prepare('select * from apiClient').all());
    expect(rows).not.toContain(token);
    expect(JSON.stringify((await admin.get('/api-clients')).body)).not.toContain(token);
  });

  test('each reading is in the audit under the client’s name', async () => {
    await read(path, await tokenFor(['months'], '财务系统'));
    const { body } = await admin.get<{ lines: { name: string; action: string; detail: string }[] }>(
      '/audit?subject=DSJ-2026-01',
    );
    expect(body.lines[0]).toMatchObject({ name: '财务系统', action: 'api-read', detail: '读取 2026-10 考勤（JSON）' });
  });

  test('more than 60 requests at once wait, and are told how long', async () => {
    const token = await tokenFor(['classes'], '急');
    const answers = await Promise.all(Array.from({ length: 64 }, () => read('/classes', token)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('only an administrator makes tokens', async () => {
    const teacher = await office.as('teacher');
    expect((await teacher.get('/api-clients')).status).toBe(403);
    expect((await teacher.send('POST', '/api-clients', { name: 'x', scopes: ['classes'] })).status).toBe(403);
  });
});
