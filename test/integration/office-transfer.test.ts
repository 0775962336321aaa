import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MonthLesson, MonthView } from '../../core/contract/office/months.ts';
import type {
  MadeFile,
  TransferBegun,
  TransferPreview,
  TransferResult,
  TransfersView,
} from '../../core/contract/office/transfer.ts';
import type { ScenarioJson } from '../../core/contract/scenario-json.ts';
import type { JobView } from '../../core/contract/web/job.ts';
import { classCode, traineeId } from '../../core/domain/ids.ts';
import { correct } from '../../core/domain/record.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import { fingerprintOf } from '../../kiosk/desk/transfer/identity.ts';
import { sha256 } from '../../kiosk/evidence/digest.ts';
import { openClasses } from '../../kiosk/open-classes.ts';
import { putBaseline } from '../../kiosk/store/baseline.ts';
import { leaveEntries } from '../../kiosk/store/leave.ts';
import { records } from '../../kiosk/store/records.ts';
import { PACK, painted } from '../support/enrolment/painted-vision.ts';
import { PASSWORD } from '../support/office/office.ts';
import { keepCorrection, keepRecords } from '../support/office/records.ts';
import { CODE, ended, HOME, startKiosk, type TransferKiosk, twoRooms, WORKSHOP } from '../support/transfer/kiosk.ts';

const code = classCode(CODE);
const today = '2026-10-01' as LocalDate;
const still = { report: () => undefined, signal: new AbortController().signal };
let home: TransferKiosk;
let workshop: TransferKiosk;
beforeEach(async () => {
  home = await startKiosk({ room: HOME, scenario: twoRooms() });
  workshop = await startKiosk({ room: WORKSHOP });
});
afterEach(async () => {
  await home[Symbol.asyncDispose]();
  await workshop[Symbol.asyncDispose]();
});

async function enrol({ enrolment }: TransferKiosk, person = 't1'): Promise<void> {
  enrolment.consents.give(person, { date: today, textVersion: '2026-1', how: 'paper', by: 'li' }, today);
  const photos = [1, 2, 3].map((n) => ({
    ...{ person, name: `${n}.jpg` },
    read: () => Promise.resolve(painted({ face: n, take: n })),
  }));
  await enrolment.intake.take(photos, { by: 'li', source: 'upload' }, still);
}

interface MadeClass {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly passphrase: string;
}

/** Makes a class file as an administrator does, and fetches it. */
async function makeClass(kiosk: TransferKiosk): Promise<MadeClass> {
  const admin = await kiosk.office.as('administrator');
  const { body } = await admin.send<{ job: string; passphrase: string }>('POST', `/classes/${CODE}/class-files`);
  const made = (await ended(admin, body.job)).result as MadeFile;
  const { bytes, headers } = await admin.get(`/transfer-files/${made.file}`);
  expect(decodeURIComponent(headers.get('content-disposition') ?? '')).toContain('班级-DSJ-2026-01');
  return { bytes: Uint8Array.from(bytes), passphrase: body.passphrase };
}

async function makeRecords(kiosk: TransferKiosk, month = '2026-10'): Promise<Uint8Array<ArrayBuffer>> {
  const admin = await kiosk.office.as('administrator');
  const { body } = await admin.send<{ job: string }>('POST', `/classes/${CODE}/record-files`, { month });
  const made = (await ended(admin, body.job)).result as MadeFile;
  return Uint8Array.from((await admin.get(`/transfer-files/${made.file}`)).bytes);
}

/** Uploads and checks a file: the preview, or why there is none. */
async function look(kiosk: TransferKiosk, bytes: Uint8Array<ArrayBuffer>, passphrase?: string) {
  const admin = await kiosk.office.as('administrator');
  const begun = await admin.upload<TransferBegun>('POST', '/transfer-imports', bytes);
  expect(begun.status).toBe(200);
  const check = async (typed = passphrase): Promise<JobView> => {
    const { body } = await admin.send<{ job: string }>('POST', `/transfer-imports/${begun.body.id}/check`, {
      ...(typed === undefined ? {} : { passphrase: typed }),
    });
    return ended(admin, body.job);
  };
  const first = await check();
  const commit = async (confirmed = { overwrite: false, kioskConfirmed: false }): Promise<JobView> => {
    const { body, status } = await admin.send<{ job: string; error?: { message: string } }>(
      'POST',
      `/transfer-imports/${begun.body.id}/commit`,
      confirmed,
    );
    if (status !== 200) throw new Error(body.error?.message);
    return ended(admin, body.job);
  };
  return { begun: begun.body, job: first, preview: first.result as TransferPreview, check, commit, admin };
}

async function bringClass(from = home, to = workshop): Promise<TransferResult> {
  const { bytes, passphrase } = await makeClass(from);
  const { commit } = await look(to, bytes, passphrase);
  const job = await commit();
  expect(job).toMatchObject({ state: 'done' });
  return job.result as TransferResult;
}

const closeLessons = (kiosk: TransferKiosk, room: string, scenario: ScenarioJson = twoRooms()) =>
  keepRecords(kiosk.office.db, scenario, (lesson) => (lesson.room ?? HOME) === room);

async function bringRecords(bytes?: Uint8Array<ArrayBuffer>): Promise<JobView> {
  const { commit } = await look(home, bytes ?? (await makeRecords(workshop)));
  return commit({ overwrite: false, kioskConfirmed: true });
}

async function monthAt(kiosk: TransferKiosk): Promise<MonthView> {
  return (await (await kiosk.office.as('viewer')).get<MonthView>(`/classes/${CODE}/months/2026-10`)).body;
}
const audited = ({ office }: TransferKiosk): string[] =>
  office.db.prepare<[], string>("select action from audit where action like '%file%' order by id").pluck().all();
const photosOn = ({ office: { folder } }: TransferKiosk): string[] => {
  const place = join(folder, 'office', 'photos');
  return existsSync(place) ? readdirSync(place) : [];
};
const rows = ({ office }: TransferKiosk, table: string): number =>
  office.db.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? -1;

test('a class goes to the workshop with filing, leave, consents and faces, and both sides say so', async () => {
  await enrol(home);
  const leave = { class: code, trainee: traineeId('t2'), kind: 'sick', from: today, to: today, lessons: null } as const;
  leaveEntries(home.office.db).add({ ...leave, why: '发烧', by: 'li', enteredAt: epochMs(5) });
  const { bytes, passphrase } = await makeClass(home);
  const text = Buffer.from(bytes);
  for (const secret of ['王小明', '210402200001010014', '"face":1', '发烧', passphrase.replaceAll('-', '')])
    expect(text.includes(Buffer.from(secret))).toBe(false);

  const { begun, job, check, commit, admin } = await look(workshop, bytes, '7K3F-9QWD-2M0X-V8TB-5HJN');
  expect(begun).toMatchObject({
    what: 'class',
    institution: '沈阳工学院',
    class: CODE,
    room: HOME,
    kiosk: home.key.name,
  });
  expect(job).toMatchObject({ state: 'failed', error: expect.stringContaining('口令不对') as string });
  expect(
    await admin.send('POST', `/transfer-imports/${begun.id}/commit`, { overwrite: false, kioskConfirmed: false }),
  ).toMatchObject({
    status: 422,
  });
  const preview = (await check(passphrase)).result as TransferPreview;
  expect(preview).toMatchObject({ ready: true, refused: [], overwrites: [], fingerprint: null });
  expect(preview.lines.map(({ what }) => what)).toEqual(['新班级', '请假', '人脸登记']);
  expect([rows(workshop, 'class'), photosOn(workshop).length]).toEqual([0, 0]); // only looked at
  expect(await commit()).toMatchObject({ state: 'done', result: { class: CODE, remarks: [] } });

  const there = openClasses(workshop.office.db).kept(code);
  expect(there.scenario).toEqual(openClasses(home.office.db).kept(code).scenario);
  expect(leaveEntries(workshop.office.db).list(code, today, today)).toMatchObject([{ why: '发烧', enteredAt: 5 }]);
  expect(workshop.vision.gallery.map(({ person }): string => person.id)).toEqual(['t1']);
  expect(workshop.vision.asked).toEqual([]); // the same model: nothing was embedded again
  expect(photosOn(workshop)).toHaveLength(3);
  for (const name of photosOn(workshop))
    expect(readFileSync(join(workshop.office.folder, 'office', 'photos', name)).includes('"face"')).toBe(false);
  expect(audited(home)).toEqual(['class-file-made']);
  expect(audited(workshop)).toEqual(['class-file-imported']);
  const hash = createHash('sha256').update(bytes).digest('hex');
  expect(home.journal).toMatchObject([{ kind: 'note', about: `class ${CODE}: exported`, sha256: hash }]);
  expect(workshop.journal).toMatchObject([{ kind: 'note', about: `class ${CODE}: imported`, sha256: hash }]);
  expect(readdirSync(join(workshop.office.folder, 'office', 'transfers', 'in'))).toEqual([]);
});

test('the same file again changes nothing; a newer one updates; an older one is refused', async () => {
  await enrol(home);
  const old = await makeClass(home);
  await bringClass();
  const again = await look(workshop, old.bytes, old.passphrase);
  expect(again.preview).toMatchObject({
    ready: false,
    refused: [expect.stringContaining('比已经导入过的旧') as string],
  });

  const classes = openClasses(home.office.db);
  const { scenario, version } = classes.kept(code);
  const trainees = [...scenario.trainees, { id: 't3', person: { name: '张大力' } }];
  classes.save(code, { ...scenario, trainees }, { version, by: 'li', at: epochMs(9) });
  await home.enrolment.consents.withdraw('t1', { date: today, why: '退训', by: 'li' });
  const fresh = await makeClass(home);
  const newer = await look(workshop, fresh.bytes, fresh.passphrase);
  expect(newer.preview).toMatchObject({ ready: true, overwrites: [] });
  expect(newer.preview.lines).toMatchObject([
    { what: '学员名册', detail: '新增 1 人（张大力）' },
    { what: '人脸登记', detail: expect.stringContaining('1 人撤回同意') as string },
  ]);
  expect(await newer.commit()).toMatchObject({ state: 'done' });
  expect(workshop.vision.gallery).toEqual([]);
  expect(photosOn(workshop)).toEqual([]);
  expect(rows(workshop, 'template')).toBe(0);
  const same = await look(workshop, fresh.bytes, fresh.passphrase);
  expect(same.preview).toMatchObject({ ready: false, refused: [], lines: [] });
});

test('a class that was changed here too is overwritten only when somebody says so', async () => {
  await bringClass();
  const classes = openClasses(workshop.office.db);
  const { scenario, version } = classes.kept(code);
  const changed = { ...scenario, class: { ...scenario.class, counsellorPhone: '024-1' } };
  classes.save(code, changed, { version, by: 'zhao', at: epochMs(9) });
  const { bytes, passphrase } = await makeClass(home);
  const { preview, commit } = await look(workshop, bytes, passphrase);
  expect(preview.overwrites).toEqual(['班级资料：辅导员电话有改动']);
  expect(await commit()).toMatchObject({ state: 'failed', error: expect.stringContaining('以文件为准') as string });
  expect(classes.kept(code).scenario.class.counsellorPhone).toBe('024-1');
  expect(await commit({ overwrite: true, kioskConfirmed: false })).toMatchObject({ state: 'done' });
  expect(classes.kept(code).scenario.class.counsellorPhone ?? null).toBe(null);
});

test('another institution, another model, a file of one’s own: told in the preview', async () => {
  await enrol(home);
  const { bytes, passphrase } = await makeClass(home);
  await using foreign = await startKiosk({ room: WORKSHOP, institution: '抚顺职业技术学院' });
  const refused = (await look(foreign, bytes, passphrase)).preview;
  expect(refused).toMatchObject({ ready: false, refused: [expect.stringContaining('属于“沈阳工学院”') as string] });
  expect((await look(home, bytes, passphrase)).preview.refused).toEqual(['这份文件就是本机导出的，不需要导入']);
  workshop.vision.use = { ...PACK, modelId: 'painted/2' as never };
  const other = await look(workshop, bytes, passphrase);
  expect(other.preview.warnings).toEqual([expect.stringContaining('3 张照片由另一种识别模型登记')]);
  expect(await other.commit()).toMatchObject({ state: 'done' });
  expect(workshop.vision.gallery).toMatchObject([{ model: 'painted/2' }]);
});

test('when writing fails at the very end, nothing is left: no class, no leave, no photo', async () => {
  await enrol(home);
  const { bytes, passphrase } = await makeClass(home);
  const { commit } = await look(workshop, bytes, passphrase);
  workshop.office.db.exec(
    "create temp trigger no_disk before insert on main.transferFile begin select raise(abort, 'the disk is full'); end",
  );
  expect(await commit()).toMatchObject({ state: 'failed' });
  const left = ['class', 'trainee', 'consent', 'enrolmentPhoto', 'template', 'leaveEntry'].map((each) =>
    rows(workshop, each),
  );
  expect(left).toEqual([0, 0, 0, 0, 0, 0]);
  expect(photosOn(workshop)).toEqual([]);
  workshop.office.db.exec('drop trigger no_disk');
  expect(await commit()).toMatchObject({ state: 'done' });
  expect(photosOn(workshop)).toHaveLength(3);
});

test('records of the workshop count at home, once, with their source; corrections replace', async () => {
  await bringClass();
  closeLessons(home, HOME);
  const there = closeLessons(workshop, WORKSHOP);
  home.office.db.exec('update centerLink set open = 1');
  const before = await monthAt(home);
  expect(before.total).toEqual({ due: 8, attended: 6, rate: '75.00' });
  expect(before.obstacles.map(({ kind }) => kind)).toContain('toCome');

  const file = await makeRecords(workshop);
  expect(Buffer.from(file).includes('王小明')).toBe(false);
  const { preview, commit } = await look(home, file);
  expect(preview).toMatchObject({
    what: 'records',
    month: '2026-10',
    ready: true,
    refused: [],
    warnings: [expect.stringContaining('没有封存') as string],
  });
  expect(preview.lines).toEqual([{ what: '新课时', detail: '2 课时，4 条记录' }]);
  const view = await (await workshop.office.as('viewer')).get<TransfersView>(`/classes/${CODE}/transfers`);
  expect(preview.fingerprint).toBe(view.body.fingerprint);
  expect(preview.fingerprint).toBe(fingerprintOf(sha256, workshop.key));
  expect(await commit()).toMatchObject({ state: 'failed', error: expect.stringContaining('核对指纹') as string });
  expect(await commit({ overwrite: false, kioskConfirmed: true })).toMatchObject({ state: 'done' });

  const after = await monthAt(home);
  expect(after.total).toEqual({ due: 12, attended: 9, rate: '75.00' });
  expect(after.obstacles).toEqual([]);
  expect(after.elsewhere).toMatchObject([{ lessons: 2, pending: 0, missing: 0 }]);
  expect(after.elsewhere[0]?.place).toContain(`${WORKSHOP} 的电脑（kiosk-`);
  const viewer = await home.office.as('viewer');
  const { body } = await viewer.get<{ lessons: MonthLesson[] }>(`/classes/${CODE}/months/2026-10/lessons?trainee=t1`);
  expect(body.lessons.map(({ no, elsewhere }) => [no, elsewhere === null])).toEqual([
    [1, true],
    [2, true],
    [3, false],
    [1, true],
    [2, true],
    [3, false],
  ]);
  const form = await viewer.get(`/classes/${CODE}/forms/6/html?month=2026-10`);
  expect(Buffer.from(form.bytes).toString()).toContain('12');
  const told = "outbox where kind = 'record'";
  expect([rows(home, 'record'), rows(home, told)]).toEqual([12, 0]); // the center has the workshop's from the workshop
  putBaseline(home.office.db, epochMs(0));
  expect(rows(home, told)).toBe(8);

  const again = await look(home, file);
  expect(again.preview).toMatchObject({ ready: false, lines: [], fingerprint: null });
  const absent = there.history(code, 't2', '2026-10-29' as LocalDate, 3).at(-1);
  if (absent === undefined) throw new Error('expected a record');
  const correction = { to: 'present', why: '录像里在场', by: 'li', countersignedBy: 'wang', at: epochMs(7) } as const;
  keepCorrection(there, code, correct(absent.record, correction));
  const newer = await look(home, await makeRecords(workshop));
  expect(newer.preview.lines).toEqual([{ what: '更正', detail: '1 条更正，原记录保留' }]);
  expect(await newer.commit()).toMatchObject({ state: 'done' });
  expect((await monthAt(home)).total).toEqual({ due: 12, attended: 10, rate: '83.33' });
  expect(records(home.office.db).history(code, 't2', '2026-10-29' as LocalDate, 3)).toHaveLength(2);
  const replay = await look(home, file);
  expect(replay.preview).toMatchObject({
    ready: false,
    warnings: [expect.stringContaining('比上次导入的旧') as string, expect.anything()],
  });
  expect(audited(home)).toEqual(['class-file-made', 'records-file-imported', 'records-file-imported']);
  expect(home.journal.at(-1)).toMatchObject({ kind: 'note', about: `records 2026-10 of ${CODE}: imported` });
  expect(workshop.journal.at(-1)).toMatchObject({ about: `records 2026-10 of ${CODE}: exported` });
});

test('a closed month takes no records; re-opened it does', async () => {
  await bringClass();
  closeLessons(home, HOME);
  closeLessons(workshop, WORKSHOP);
  await bringRecords();
  const teacher = await home.office.as('teacher');
  const seen = (await monthAt(home)).reportId;
  const countersign = { user: 'second', password: PASSWORD };
  const month = `/classes/${CODE}/months/2026-10`;
  expect(await teacher.send('POST', `${month}/close`, { seen, countersign })).toMatchObject({ status: 200 });
  const there = records(workshop.office.db);
  const stored = there.history(code, 't2', '2026-10-29' as LocalDate, 3).at(-1);
  if (stored === undefined) throw new Error('expected a record');
  keepCorrection(
    there,
    code,
    correct(stored.record, { to: 'sickLeave', why: '补假条', by: 'a', countersignedBy: 'b', at: epochMs(8) }),
  );
  const file = await makeRecords(workshop);
  const { preview, commit } = await look(home, file);
  expect(preview).toMatchObject({ ready: false, refused: [expect.stringContaining('已经关账') as string] });
  expect(await commit()).toMatchObject({ state: 'failed', error: expect.stringContaining('已经关账') as string });
  const admin = await home.office.as('administrator');
  await admin.send('POST', `${month}/reopen`, { why: '实训室更正', countersign });
  expect(await bringRecords(file)).toMatchObject({ state: 'done' });
});

test('lessons that both kiosks recorded, or that are not the workshop’s here, are left out with words', async () => {
  await bringClass();
  const moved = twoRooms();
  const [first, second] = moved.class.lessons ?? [];
  if (first === undefined || second === undefined) throw new Error('expected two lessons');
  closeLessons(workshop, WORKSHOP, moved);
  const classes = openClasses(home.office.db);
  const { scenario, version } = classes.kept(code);
  const lessons = [
    { ...first, room: HOME },
    { ...second, start: '13:40', end: '14:25' },
  ];
  const saved = classes.save(
    code,
    { ...scenario, class: { ...scenario.class, lessons } },
    { version, by: 'x', at: epochMs(1) },
  );
  expect(saved).toMatchObject({ kind: 'saved' });
  const { preview } = await look(home, await makeRecords(workshop));
  expect(preview).toMatchObject({ ready: false, lines: [] });
  expect(preview.warnings.join()).toContain('课表里这节课在本机的教室');
  expect(preview.warnings.join()).toContain('那台 13:30–14:15，本机 13:40–14:25');
  closeLessons(home, WORKSHOP);
  expect((await look(home, await makeRecords(workshop))).preview.warnings.join()).toContain('本机已有这节课自己的记录');
});

test('consent withdrawn in the workshop goes home with the records', async () => {
  await enrol(home);
  await bringClass();
  closeLessons(workshop, WORKSHOP);
  await workshop.enrolment.consents.withdraw('t1', { date: today, why: '本人要求', by: 'zhao' });
  const { preview, commit } = await look(home, await makeRecords(workshop));
  expect(preview.lines.map(({ what }) => what)).toEqual(['新课时', '撤回同意']);
  expect(await commit({ overwrite: false, kioskConfirmed: true })).toMatchObject({ state: 'done' });
  expect(home.enrolment.consents.stateOf('t1')).toMatchObject({ kind: 'withdrawn' });
  expect(home.vision.gallery).toEqual([]);
  expect(photosOn(home)).toEqual([]);
});

test('a records file that was changed, cut, or signed by nobody is refused; so is what is no such file', async () => {
  await bringClass();
  closeLessons(workshop, WORKSHOP);
  const file = Buffer.from(await makeRecords(workshop));
  const admin = await home.office.as('administrator');
  const refusal = async (bytes: Uint8Array): Promise<unknown> => {
    const { status, body } = await admin.upload<{ error: { code: string } }>(
      'POST',
      '/transfer-imports',
      Uint8Array.from(bytes),
    );
    return [status, body.error.code];
  };
  const forged = Buffer.from(file.toString().replace('"outcome":"absent"', '"outcome":"present"'));
  expect(forged.equals(file)).toBe(false);
  const bare = file.subarray(0, file.indexOf('\n— '));
  for (const bad of [forged, file.subarray(0, -9), file.subarray(0, file.length >> 1), bare])
    expect(await refusal(bad)).toEqual([422, 'transfer-damaged']);
  expect(await refusal(Buffer.from(file.toString().replace('zaike records 1', 'zaike records 2')))).toEqual([
    422,
    'transfer-newer',
  ]);
  for (const bad of [Buffer.alloc(0), Buffer.from('PK\x03\x04renamed.zaike', 'latin1'), Buffer.alloc(5000)])
    expect(await refusal(bad)).toEqual([422, 'not-a-transfer']);
  expect(rows(home, 'foreignRecord')).toBe(0);
  expect(readdirSync(join(home.office.folder, 'office', 'transfers', 'in'))).toEqual([]);
});

test('only an administrator makes and imports files; others see what there is', async () => {
  const teacher = await home.office.as('teacher');
  for (const [path, body] of [
    [`/classes/${CODE}/class-files`, undefined],
    [`/classes/${CODE}/record-files`, { month: '2026-10' }],
  ] as const)
    expect(await teacher.send('POST', path, body)).toMatchObject({ status: 403 });
  expect(await teacher.upload('POST', '/transfer-imports', Uint8Array.of(1))).toMatchObject({ status: 403 });
  const { body } = await (await home.office.as('viewer')).get<TransfersView>(`/classes/${CODE}/transfers`);
  expect(body).toMatchObject({ room: HOME, months: [], files: [], obstacle: null });
  expect(body.rooms).toMatchObject([
    { room: HOME, here: true, lessons: 4 },
    { room: WORKSHOP, here: false, lessons: 2 },
  ]);
});
