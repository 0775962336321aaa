import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RosterView } from '../../core/contract/office/roster.ts';
import type { RosterPreview } from '../../core/contract/office/roster-import.ts';
import type { JobView } from '../../core/contract/web/job.ts';
import { classCode } from '../../core/domain/ids.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { rosterImports } from '../../kiosk/store/roster-imports.ts';
import { classesOf, sampleScenario } from '../support/office/classes.ts';
import type { OfficeClient } from '../support/office/client.ts';
import { startOffice, type TestOffice } from '../support/office/office.ts';
import { ANNEX_4, csvOf, idNumberOf, rowOf, workbookOf } from '../support/roster/files.ts';
import { memoryIntake } from '../support/roster/intake.ts';
import { zipOf } from '../support/roster/zip.ts';

const code = 'DSJ-2026-01';
const bytesOf = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);
const picture = async (background: string): Promise<Uint8Array> =>
  await sharp({ create: { width: 200, height: 240, channels: 3, background } })
    .jpeg()
    .toBuffer();

describe('importing a roster over HTTP', () => {
  let office: TestOffice;
  let client: OfficeClient;
  let gate = Promise.withResolvers<undefined>();
  const memory = memoryIntake(() => gate.promise);
  beforeAll(async () => {
    gate.resolve(undefined);
    office = await startOffice({ desk: { intake: memory.intake } });
    for (const [name, prefix] of [
      [code, 't'],
      ['OTHER', 'o'],
    ] as const) {
      const scenario = { ...sampleScenario(name, prefix), trainees: [] };
      classesOf(office.db).save(classCode(name), scenario, { version: 0, by: 'test', at: systemClock.now() });
    }
    client = await office.as('teacher');
  });
  afterAll(async () => {
    await office[Symbol.asyncDispose]();
  });

  const begin = async (): Promise<string> =>
    (await client.send<{ id: string }>('POST', `/classes/${code}/roster-imports`)).body.id;
  const put = (id: string, name: string, bytes: Uint8Array) =>
    client.upload('PUT', `/roster-imports/${id}/roster?name=${encodeURIComponent(name)}`, bytesOf(bytes));
  const addPhotos = (id: string, name: string, bytes: Uint8Array) =>
    client.upload<{ error?: { message: string } }>(
      'POST',
      `/roster-imports/${id}/photos?name=${encodeURIComponent(name)}`,
      bytesOf(bytes),
    );
  const preview = async (id: string): Promise<RosterPreview> =>
    (await client.get<RosterPreview>(`/roster-imports/${id}`)).body;
  const commit = async (id: string): Promise<string> =>
    (await client.send<{ job: string }>('POST', `/roster-imports/${id}/commit`)).body.job;
  const ended = async (job: string): Promise<JobView> => {
    for (;;) {
      const { body } = await client.get<JobView>(`/jobs/${job}`);
      if (body.state !== 'running') return body;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const roster = async (): Promise<RosterView> => (await client.get<RosterView>(`/classes/${code}/roster`)).body;
  const staged = (id: string): boolean => existsSync(join(office.folder, 'office', 'imports', id));

  it('writes nothing while a row is bad, and says which', async () => {
    const id = await begin();
    const bytes = await workbookOf([ANNEX_4, rowOf(1), rowOf(2, { 身份证号: 210402200202150000 })]);
    expect((await put(id, '名单.xlsx', bytes)).status).toBe(204);
    const seen = await preview(id);
    expect(seen).toMatchObject({ ready: false, counts: { refusedRows: 1 } });
    expect(seen.rows[1]?.faults[0]?.what).toMatch(/末尾几位已经丢失/);
    const refused = await client.send<{ error: { code: string } }>('POST', `/roster-imports/${id}/commit`);
    expect([refused.status, refused.body.error.code]).toEqual([422, 'import-not-ready']);
    expect((await roster()).trainees).toEqual([]);
    expect((await client.send('DELETE', `/roster-imports/${id}`)).status).toBe(204);
    expect(staged(id)).toBe(false);
  });

  it('cancelled at its photos, leaves nothing written and the preview as it was', async () => {
    gate = Promise.withResolvers();
    const id = await begin();
    await put(id, '名单.csv', csvOf([ANNEX_4, rowOf(1)]));
    await addPhotos(id, '学员乙1.jpg', await picture('#865'));
    const job = await commit(id);
    expect((await client.send('PUT', `/roster-imports/${id}/left-out`, { paths: [] })).status).toBe(422);
    await client.send('DELETE', `/jobs/${job}`);
    gate.resolve(undefined);
    expect(await ended(job)).toMatchObject({ state: 'cancelled' });
    expect((await roster()).trainees).toEqual([]);
    expect(memory.written).toEqual([]);
    expect(await preview(id)).toMatchObject({ ready: true, counts: { added: 1, photos: 1 } });
    await client.send('DELETE', `/roster-imports/${id}`);
  });

  it('writes people, consents and photos of a zip together, and the audit says who', async () => {
    const id = await begin();
    const rows = [
      [...ANNEX_4, '同意书日期'],
      [...rowOf(1), '2026-09-01'],
      [...rowOf(2), ''],
    ];
    await put(id, '名单.xlsx', await workbookOf(rows));
    const zip = zipOf([
      { name: '照片/学员乙1_1.jpg', bytes: await picture('#111') },
      { name: '照片/学员乙1_2.jpg', bytes: await picture('#222') },
      { name: `照片/${idNumberOf(2)}.jpg`, bytes: await picture('#333') },
    ]);
    expect((await addPhotos(id, '照片.zip', zip)).status).toBe(204);
    expect(readdirSync(join(office.folder, 'office', 'imports'))).toEqual([id]);
    const job = await ended(await commit(id));
    expect(job).toMatchObject({ state: 'done', result: { added: 2, photos: 3, embedded: 2 } });
    const { trainees } = await roster();
    expect(trainees.map(({ form, maskedId }) => [form.name, maskedId])).toEqual([
      ['学员乙1', `${idNumberOf(1).slice(0, 6)}********${idNumberOf(1).slice(-4)}`],
      ['学员丙2', `${idNumberOf(2).slice(0, 6)}********${idNumberOf(2).slice(-4)}`],
    ]);
    expect(memory.written).toEqual([
      { trainee: trainees[0]?.id, consentOn: '2026-09-01', photos: 2 },
      { trainee: trainees[1]?.id, consentOn: null, photos: 1 },
    ]);
    expect(staged(id)).toBe(false);
    const log = rosterImports(office.db).ofClass(classCode(code));
    expect(log.map(({ ended: how, openedBy }) => [how, openedBy])).toEqual([
      ['cancelled', 'teacher'],
      ['cancelled', 'teacher'],
      ['done', 'teacher'],
    ]);
    const audit = await (await office.as('administrator')).get<{ lines: { detail: string }[] }>(
      `/audit?subject=${code}`,
    );
    expect(audit.body.lines.map(({ detail }) => detail)).toContain(
      '导入名单 名单.xlsx：新增 2 人，修改 0 人，照片 3 张',
    );
  });

  it('shows what a corrected roster changes, and refuses a zip that leads outside', async () => {
    const id = await begin();
    await put(id, '名单2.csv', csvOf([ANNEX_4, rowOf(1, { 移动电话: '13900000000' }), rowOf(2)]));
    const refused = await addPhotos(id, 'x.zip', zipOf([{ name: '../x.jpg', bytes: await picture('#444') }]));
    expect([refused.status, refused.body.error?.message]).toEqual([422, expect.stringContaining('指向包外')]);
    expect(await preview(id)).toMatchObject({
      ready: true,
      counts: { added: 0, changed: 1, same: 1, photos: 0 },
      rows: [{ changes: [{ field: '移动电话', before: '13800000001', after: '13900000000' }] }, { state: 'same' }],
    });
    expect(await ended(await commit(id))).toMatchObject({ state: 'done' });
    expect((await roster()).trainees[0]?.form.phone).toBe('13900000000');
  });

  it('does not write over a class that somebody changed in between', async () => {
    gate = Promise.withResolvers();
    const id = await begin();
    await put(id, 'a.csv', csvOf([ANNEX_4, rowOf(5)]));
    await addPhotos(id, '学员己5.jpg', await picture('#555'));
    await addPhotos(id, `${idNumberOf(5)}.jpg`, await picture('#556'));
    const job = await commit(id);
    const { version } = await roster();
    const form = { ...EMPTY_FORM, name: '学员己5', idNumber: idNumberOf(5) };
    expect((await client.send('POST', `/classes/${code}/roster`, { version, form })).status).toBe(200);
    gate.resolve(undefined);
    expect(await ended(job)).toMatchObject({ state: 'failed', error: expect.stringContaining('被别人改过') as string });
    expect(memory.discarded()).toBe(1);
    expect((await roster()).trainees).toHaveLength(3);
    expect((await preview(id)).rows[0]?.state).toBe('changed'); // the form left fields empty that the file fills
  });

  it('belongs to who began it', async () => {
    const id = await begin();
    const other = await office.as('administrator');
    expect((await other.get(`/roster-imports/${id}`)).status).toBe(404);
    expect((await (await office.as('viewer')).send('POST', `/classes/${code}/roster-imports`)).status).toBe(403);
    expect((await client.send('POST', '/classes/NONE/roster-imports')).status).toBe(404);
  });
});

const EMPTY_FORM = {
  ...{ name: '', sex: '', ethnicity: '', idNumber: '', school: '', major: '', education: '', graduation: '' },
  ...{ household: '', phone: '', remarks: '', certificate: '', ownFinalYear: '', joinedOn: '' },
};

describe('the roster page’s changes over HTTP', () => {
  let office: TestOffice;
  let client: OfficeClient;
  beforeAll(async () => {
    office = await startOffice();
    for (const [name, prefix] of [
      [code, 't'],
      ['OTHER', 'o'],
    ] as const)
      classesOf(office.db).save(classCode(name), sampleScenario(name, prefix), {
        version: 0,
        by: 'test',
        at: systemClock.now(),
      });
    client = await office.as('teacher');
  });
  afterAll(async () => {
    await office[Symbol.asyncDispose]();
  });
  const roster = async (): Promise<RosterView> => (await client.get<RosterView>(`/classes/${code}/roster`)).body;
  const told = (answer: { body: unknown }): string => (answer.body as { error: { message: string } }).error.message;

  it('masks ID numbers, names wrong ones and people of another class; an administrator sees one whole, audited', async () => {
    const { trainees } = await roster();
    expect(trainees.map(({ maskedId, idFault, alsoIn }) => [maskedId, idFault, alsoIn])).toEqual([
      ['210402********0014', expect.anything(), 'OTHER'],
      ['', '未填写', null],
      ['', '未填写', null],
    ]);
    const path = `/classes/${code}/roster/t1/id-number`;
    expect((await client.get(path)).status).toBe(403);
    const administrator = await office.as('administrator');
    expect((await administrator.get(path)).body).toEqual({ idNumber: '210402200001010014' });
    const audit = await administrator.get<{ lines: { detail: string }[] }>('/audit?subject=t1');
    expect(audit.body.lines[0]?.detail).toBe(`查看完整身份证号：${code} 王小明（t1）`);
  });

  it('adds and changes somebody by the rules of the file', async () => {
    const { version } = await roster();
    const add = (form: object, at = version) => client.send('POST', `/classes/${code}/roster`, { version: at, form });
    expect(told(await add({ ...EMPTY_FORM, name: '赵六', idNumber: '210402200002290018' }))).toMatch(/校验位不对/);
    const { status, body } = await add({ ...EMPTY_FORM, name: '赵六', idNumber: '210402200002290014' });
    expect(status).toBe(200);
    const { id } = body as { id: string };
    expect(told(await add({ ...EMPTY_FORM, name: '赵六', idNumber: '210402200002290014' }, version + 1))).toMatch(
      /已是这个身份证号/,
    );
    expect((await add({ ...EMPTY_FORM, name: '孙七', idNumber: idNumberOf(7) })).status).toBe(409);
    const { idNumber: _, ...form } = { ...EMPTY_FORM, name: '赵六六', phone: '13800000000' };
    const path = `/classes/${code}/roster/${id}`;
    expect((await client.send('PUT', path, { version: version + 1, form })).status).toBe(204);
    const changed = (await roster()).trainees.find((each) => each.id === id);
    expect([changed?.form.name, changed?.form.phone, changed?.maskedId]).toEqual([
      '赵六六',
      '13800000000',
      '210402********0014',
    ]);
  });

  it('withdraws somebody from a day on, and takes it back', async () => {
    const path = `/classes/${code}/roster/t2/withdrawal`;
    const withdraw = async (on: string) =>
      client.send('PUT', path, { version: (await roster()).version, on, reason: '就业' });
    expect(told(await withdraw('2026-09-01'))).toMatch(/不能早于入班日期 2026-10-08/);
    expect(told(await withdraw('2027-01-01'))).toMatch(/不能晚于结课日期/);
    expect((await withdraw('2026-10-19')).status).toBe(204);
    expect((await roster()).trainees[1]).toMatchObject({ withdrawnOn: '2026-10-19', withdrawReason: '就业' });
    expect((await client.send('DELETE', path, { version: (await roster()).version })).status).toBe(204);
    expect((await roster()).trainees[1]).toMatchObject({ withdrawnOn: null, withdrawReason: null });
  });

  it('removes somebody of whom nothing is recorded, and nobody else', async () => {
    office.db.prepare("insert into sighting (trainee, at, camera) values ('t3', 1, 'room')").run();
    const remove = async (id: string) =>
      client.send('DELETE', `/classes/${code}/roster/${id}`, { version: (await roster()).version });
    expect(told(await remove('t3'))).toMatch(/已有考勤记录，不能删除/);
    expect((await remove('t2')).status).toBe(200);
    expect((await roster()).trainees.map(({ id }) => id)).not.toContain('t2');
  });

  it('gives an empty 附件4, and the timetable’s week', async () => {
    const template = await client.get('/roster-template');
    expect(template.headers.get('content-type')).toContain('spreadsheetml');
    const week = await client.get<{ weeks: number }>(`/classes/${code}/timetable?week=1`);
    expect([week.status, week.body.weeks]).toEqual([200, 13]);
    const version = (await roster()).version;
    const lesson = {
      date: '2026-12-31',
      no: 1,
      start: '08:30',
      end: '09:15',
      course: '总结',
      teacher: null,
      kind: 'exam',
      room: null,
    };
    const edit = { version, lessons: [lesson], removed: [] };
    const put = await client.send('PUT', `/classes/${code}/timetable/lessons`, edit);
    expect(put.body).toMatchObject({ changed: 1 });
    expect((await client.send('PUT', `/classes/${code}/timetable/lessons`, edit)).status).toBe(200); // the same again changes nothing
    const bad = await client.send('PUT', `/classes/${code}/timetable/lessons`, {
      ...edit,
      lessons: [{ ...lesson, start: '8点' }],
    });
    expect([bad.status, told(bad)]).toEqual([422, expect.stringContaining('08:30')]);
  });
});
