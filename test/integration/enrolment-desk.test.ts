import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { classCode, modelId, traineeId } from '../../core/domain/ids.ts';
import type { LocalDate } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { silentLog } from '../../core/platform/log.ts';
import type { IncomingPhoto } from '../../kiosk/desk/enrolment/prepare.ts';
import { enrolFromFolder } from '../../kiosk/enrol-at-start.ts';
import { type KioskEnrolment, openEnrolment } from '../../kiosk/enrolment.ts';
import { keyMemory } from '../../kiosk/store/key-memory.ts';
import { type Db, openDatabase } from '../../kiosk/store/open.ts';
import { openVault } from '../../kiosk/vault/open-vault.ts';
import { traineesNamed } from '../support/enrolment/office.ts';
import { PACK, type PaintedPhoto, PaintedVision, painted } from '../support/enrolment/painted-vision.ts';

const code = classCode('C1');
const today = '2026-10-08' as LocalDate;
let folder = '';
let db: Db & Disposable;
let vision: PaintedVision;
let desk: KioskEnrolment;

function openDesk(trainees = traineesNamed(code, { t1: '王小明', t2: '李静' })): void {
  db = openDatabase(join(folder, 'zaike.db'));
  const vault = openVault(join(folder, 'keys', 'vault.key'), keyMemory(db));
  desk = openEnrolment({ db, vault, dataDir: folder, trainees, vision, clock: systemClock, log: silentLog });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zaike-enrolment-'));
  vision = new PaintedVision();
  openDesk();
});
afterEach(() => {
  db[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

const consent = (person = 't1'): void =>
  desk.consents.give(person, { date: today, textVersion: '2026-1', how: 'paper', by: 'li' }, today);
const still = { report: () => undefined, signal: new AbortController().signal };
const photo = (person: string, shown: PaintedPhoto, name = 'a.jpg'): IncomingPhoto => ({
  person,
  name,
  read: () => Promise.resolve(painted(shown)),
});
const take = (...photos: IncomingPhoto[]) => desk.intake.take(photos, { by: 'li', source: 'upload' }, still);
const three = (person = 't1', face = 0) => take(...[1, 2, 3].map((n) => photo(person, { face: face + n, take: n })));
const group = () => desk.doctor(desk.people.trainees(code));
const known = () => vision.gallery.map(({ person }): string => person.id);

test('without consent a photo is examined and not embedded; with it, it is embedded from what is kept', async () => {
  const [report] = await take(photo('t1', {}));
  expect(report).toMatchObject({ kind: 'kept', standing: 'good', pending: false });
  expect(vision.asked).toEqual([{ name: 'a.jpg', embed: false }]);
  expect(known()).toEqual([]);
  expect(group().people[0]).toMatchObject({ consent: { kind: 'none' }, next: 'consent', enrolled: false });
  consent();
  await desk.rebuild(['t1']);
  expect(vision.asked.at(-1)).toEqual({ name: 'a.jpg', embed: true });
  expect(known()).toEqual(['t1']);
});

test('a consent names an existing text and a day that has come', () => {
  const entry = { date: today, textVersion: '2026-1', how: 'paper', by: 'li' } as const;
  const give = (changes: object) => () => desk.consents.give('t1', { ...entry, ...changes }, today);
  expect(give({ textVersion: '9' })).toThrow(expect.objectContaining({ code: 'no-such-consent-text' }));
  expect(give({ date: '2026-10-09' })).toThrow(expect.objectContaining({ code: 'consent-in-future' }));
  expect(() => desk.consents.give('nobody', entry, today)).toThrow(expect.objectContaining({ code: 'no-such-person' }));
});

test('withdrawal takes the person from vision at once and deletes template, photos and files', async () => {
  consent();
  consent('t2');
  await three();
  await three('t2', 90);
  expect(known()).toEqual(['t1', 't2']);
  await desk.consents.withdraw('t1', { date: today, why: '', by: 'li' });
  expect(known()).toEqual(['t2']);
  expect(readdirSync(join(folder, 'office', 'photos'))).toHaveLength(3);
  expect(group().people[0]).toMatchObject({ consent: { kind: 'withdrawn' }, photos: [], enrolled: false });
  expect(() => db.exec("update consent set kind = 'given', textVersion = '2026-1', how = 'paper'")).toThrow(
    /append-only/,
  );
  await expect(desk.consents.withdraw('t1', { date: today, why: '', by: 'li' })).rejects.toMatchObject({
    code: 'no-such-consent',
  });
});

test('a consent withdrawn while vision looks leaves nothing of that look', async () => {
  consent();
  await take(photo('t1', {}));
  vision.use = { ...PACK, modelId: modelId('painted/2') };
  vision.during = () => {
    vision.during = () => undefined;
    void desk.consents.withdraw('t1', { date: today, why: '', by: 'li' });
  };
  await desk.rebuild(['t1']);
  expect(known()).toEqual([]);
  expect(db.prepare('select count(*) from template').pluck().get()).toBe(0);
  expect(db.prepare('select count(*) from enrolmentPhoto').pluck().get()).toBe(0);
});

test('neither photo nor embedding nor template lies readable on the disk', async () => {
  consent();
  const bytes = Buffer.from(painted({ face: 33 }));
  await take(photo('t1', { face: 33 }));
  const turn = (33 * Math.PI) / 180;
  const vector = Buffer.from(Float32Array.of(Math.cos(turn), Math.sin(turn), 0, 0).buffer);
  const lies = (what: Buffer): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => readFileSync(path).includes(what));
  const proof = join(folder, 'proof');
  writeFileSync(proof, Buffer.concat([bytes, vector]));
  expect([lies(bytes), lies(vector)]).toEqual([[proof], [proof]]);
  expect(lies(Buffer.from('eyeDistance'))).toEqual([]);
  const [id = ''] = group().people[0]?.photos.map((each) => each.id) ?? [];
  expect(Buffer.from((await desk.photo(id)).bytes)).toEqual(bytes);
});

test('what is wrong with photos is told with what to do, and refused ones are not in the template', async () => {
  consent();
  const reports = await take(
    photo('t1', { take: 1 }),
    photo('t1', { face: 80, quality: { eyeDistance: 48 } }),
    photo('t1', { faces: 2 }),
    photo('t1', { take: 1 }),
    { ...photo('t1', {}), read: () => Promise.resolve(Buffer.from('no photo')) },
  );
  expect(reports.map(({ kind, standing }) => [kind, standing])).toEqual([
    ['kept', 'good'],
    ['kept', 'refused'],
    ['kept', 'refused'],
    ['known', 'good'],
    ['unreadable', 'refused'],
  ]);
  const [one] = group().people;
  expect(one?.photos.flatMap(({ findings }) => findings.map(({ text }) => text)).toSorted()).toEqual(
    ['两眼间距 48 像素，至少需要 60：请靠近重拍或换高清照片', '有 2 张人脸，请换一张只有本人的照片'].toSorted(),
  );
  expect(one).toMatchObject({ next: 'better-photos', enrolled: true });
  expect(vision.gallery[0]?.embedding).toEqual(Float32Array.of(1, 0, 0, 0));
});

test('the template is the weighted mean of the photos, and follows when one is deleted', async () => {
  consent();
  await take(photo('t1', { face: 0 }), photo('t1', { face: 90 }));
  const half = Math.fround(Math.SQRT1_2);
  expect([...(vision.gallery[0]?.embedding ?? [])].map((value) => value.toFixed(4))).toEqual(
    [half, half, 0, 0].map((value) => value.toFixed(4)),
  );
  const second = group().people[0]?.photos[1]?.id ?? '';
  await desk.removePhoto(second);
  const left = group().people[0]?.photos;
  expect(left).toHaveLength(1);
  expect(vision.gallery).toHaveLength(1);
  expect(readdirSync(join(folder, 'office', 'photos'))).toEqual([`${left?.[0]?.id ?? ''}.sealed`]);
});

test('a cancelled intake leaves neither rows nor files of what it added', async () => {
  consent();
  await take(photo('t1', { take: 1 }));
  const stop = new AbortController();
  const photos = Array.from({ length: 20 }, (_, n) => photo('t2', { take: n }));
  const taking = desk.intake.take(
    photos,
    { by: 'li', source: 'import' },
    {
      signal: stop.signal,
      report: (share) => {
        if (share > 0.4) stop.abort();
      },
    },
  );
  await expect(taking).rejects.toThrow();
  expect(group().people.map(({ photos: all }) => all.length)).toEqual([1, 0]);
  expect(readdirSync(join(folder, 'office', 'photos'))).toHaveLength(1);
});

test('photos after the enrolment wait for the trainee and a second person', async () => {
  consent();
  await three();
  const before = vision.gallery[0]?.embedding;
  const [report] = await take(photo('t1', { face: 30 }, '新眼镜.jpg'));
  expect(report).toMatchObject({ kind: 'kept', pending: true });
  expect(vision.asked.at(-1)).toEqual({ name: '新眼镜.jpg', embed: false });
  expect(vision.gallery[0]?.embedding).toEqual(before);
  const later = { person: 't1', photos: [report?.photo ?? ''], why: '换了眼镜', by: 'li', countersignedBy: 'sun' };
  await expect(desk.confirmLater({ ...later, signature: null })).rejects.toMatchObject({
    code: 'trainee-signature-missing',
  });
  await expect(desk.confirmLater({ ...later, signature: [[1, 1, 2, 2]] })).rejects.toMatchObject({
    code: 'signature-unfit',
  });
  await desk.confirmLater({ ...later, signature: [[100, 100, 900, 400]] });
  expect(vision.gallery[0]?.embedding).not.toEqual(before);
  expect(group().people[0]?.photos.map(({ pending }) => pending)).toEqual([false, false, false, false]);
  const [change] = db.prepare("select by, body from enrolmentChange where body like '%later%'").all() as {
    by: string;
    body: string;
  }[];
  expect([change?.by, JSON.parse(change?.body ?? '')]).toMatchObject([
    'li',
    { why: '换了眼镜', trainee: 'signature', countersignedBy: 'sun' },
  ]);
  await expect(desk.confirmLater({ ...later, signature: null })).rejects.toMatchObject({ code: 'photo-missing' });
});

test('the signature of later photos lies sealed, in the database file and in its log', async () => {
  consent();
  await three();
  const [report] = await take(photo('t1', { face: 4, take: 9 }));
  const signature = [[123, 100, 987, 456]];
  const photos = [report?.photo ?? ''];
  await desk.confirmLater({ person: 't1', photos, why: '换了眼镜', by: 'li', countersignedBy: 'sun', signature });
  const onDisk = () =>
    readdirSync(folder)
      .filter((name) => name.startsWith('zaike.db'))
      .some((name) => readFileSync(join(folder, name)).includes('123,100,987,456'));
  expect(onDisk()).toBe(false);
  db.pragma('wal_checkpoint(TRUNCATE)');
  expect(onDisk()).toBe(false);
});

test('two trainees with one face, alike ones and the same file are told with what to do', async () => {
  consent();
  consent('t2');
  await take(photo('t1', { face: 0, take: 1 }), photo('t1', { face: 2, take: 2 }));
  await take(photo('t2', { face: 0, take: 1 }), photo('t2', { face: 3, take: 3 }));
  const texts = group().likeness.map(({ code: kind, text }) => [kind, text]);
  expect(texts).toContainEqual(['same-photo', '王小明与李静用了同一张照片：请核对是谁的，删除另一张']);
  expect(texts).toContainEqual([
    'same-face',
    '王小明（C1）与李静（C1）很可能是同一个人的脸：请核对照片和身份证，删除重复的一方',
  ]);
});

test('templates of another model are counted, never searched together, and made anew from the stored photos', async () => {
  consent();
  await three();
  vision.use = { ...PACK, modelId: modelId('painted/2') };
  expect(group()).toMatchObject({ stale: 1, people: [{ enrolled: false, next: 'embed' }, {}] });
  const steps: number[] = [];
  const done = await desk.reEnrol({ ...still, report: (share) => steps.push(share) });
  expect(done).toEqual({ people: 1, without: 0 });
  expect(steps).toEqual([1]);
  expect(vision.gallery.map(({ model }) => model)).toEqual(['painted/2']);
  expect(group()).toMatchObject({ stale: 0, people: [{ enrolled: true, next: 'done' }, {}] });
});

test('while vision does not run a consent is kept, and its photos are embedded once it runs', async () => {
  await take(photo('t1', {}));
  vision.use = null;
  consent();
  await desk.rebuild(['t1']);
  expect(known()).toEqual([]);
  vision.use = PACK;
  await desk.awake();
  expect(known()).toEqual(['t1']);
});

test('files that a power cut left without a row are removed, those with one stay', async () => {
  consent();
  await take(photo('t1', {}));
  const photos = join(folder, 'office', 'photos');
  writeFileSync(join(photos, `${'0'.repeat(32)}.sealed`), 'lost');
  writeFileSync(join(photos, 'half.sealed.new'), 'lost');
  await desk.tidy();
  expect(readdirSync(photos)).toHaveLength(1);
});

test('everything is there after the kiosk was started anew', async () => {
  consent();
  await three();
  db[Symbol.dispose]();
  vision.gallery = [];
  openDesk();
  desk.gallery.refresh();
  expect(known()).toEqual(['t1']);
  expect(group().people[0]).toMatchObject({ next: 'done', settled: true });
});

test('staff are known to vision as staff, and are not in a class', async () => {
  desk.staff.put({ id: 'staff-1', name: '王老师', duty: '教师', addedAt: systemClock.now(), leftAt: null });
  consent('staff-1');
  await take(photo('staff-1', {}));
  expect(vision.gallery).toMatchObject([{ person: { kind: 'staff', id: 'staff-1' } }]);
  expect(group().people.map(({ id }) => id)).toEqual(['t1', 't2']);
  expect(desk.doctor(desk.people.staff()).people).toMatchObject([{ name: '王老师', enrolled: true }]);
});

/** Everything that leaves, as the other kiosk reads it. */
async function leaving() {
  const { people, photos } = desk.exportEnrolments(code);
  return {
    people: JSON.parse(JSON.stringify(people)) as unknown,
    bytes: await Promise.all(photos.map((each) => each.read())),
  };
}
async function takeIn({ people, bytes }: Awaited<ReturnType<typeof leaving>>) {
  const intake = desk.importEnrolments(people);
  for (const [index, { wanted }] of intake.photos.entries())
    if (wanted) await intake.take(index, bytes[index] ?? new Uint8Array());
  db.transaction(() => intake.write('wang'))();
  await intake.written();
  return intake.changes;
}

test('enrolments go to another kiosk with consent, photos and embeddings, once; deletions follow', async () => {
  consent();
  await three();
  await take(photo('t2', {}));
  const first = await leaving();
  expect(first.bytes).toHaveLength(3); // t2 never consented
  const [spare] = desk.doctor(desk.people.trainees(code)).people[0]?.photos ?? [];
  await desk.removePhoto(spare?.id ?? '');
  const second = await leaving();
  await desk.consents.withdraw('t1', { date: today, why: '退训', by: 'li' });
  const third = await leaving();
  expect(third.bytes).toEqual([]);
  const fourth = desk.withdrawnHere(['t1', 't2']);
  db[Symbol.dispose]();
  rmSync(folder, { recursive: true });

  openDeskElsewhere();
  expect(() => desk.importEnrolments({ nonsense: 1 })).toThrow(expect.objectContaining({ code: 'transfer-unfit' }));
  expect(await takeIn(first)).toEqual({ consents: 1, forgotten: [], photosAdded: 3, photosRemoved: 0, otherModel: 0 });
  expect(vision.asked).toEqual([]); // the embeddings came along
  expect(group().people[0]).toMatchObject({ next: 'done', consent: { kind: 'given', date: today } });
  expect(known()).toEqual(['t1']);
  expect(await takeIn(first)).toMatchObject({ consents: 0, photosAdded: 0, photosRemoved: 0 });
  expect(await takeIn(second)).toMatchObject({ photosAdded: 0, photosRemoved: 1 });
  expect(readdirSync(join(folder, 'office', 'photos'))).toHaveLength(2);
  expect(await takeIn(third)).toMatchObject({ forgotten: ['t1'] });
  expect(known()).toEqual([]);
  expect(readdirSync(join(folder, 'office', 'photos'))).toEqual([]);
  expect(await takeIn(first)).toMatchObject({ consents: 0, photosAdded: 0, forgotten: [] }); // a withdrawal stays
  expect(desk.importWithdrawals(fourth).changes).toMatchObject({ consents: 0, forgotten: [] });
});

test('another model embeds the photos that came anew; a photo that is not the one of the list is refused', async () => {
  consent();
  await three();
  const files = await leaving();
  db[Symbol.dispose]();
  rmSync(folder, { recursive: true });
  openDeskElsewhere();
  vision.use = { ...PACK, modelId: modelId('painted/2') };
  const wrong = desk.importEnrolments(files.people);
  await expect(wrong.take(0, painted({ face: 90 }))).rejects.toMatchObject({ code: 'transfer-unfit' });
  await wrong.discard();
  expect(await takeIn(files)).toMatchObject({ photosAdded: 3, otherModel: 3 });
  expect(vision.asked.map(({ embed }) => embed)).toEqual([true, true, true]);
  expect(vision.gallery).toMatchObject([{ model: 'painted/2' }]);
  expect(readdirSync(join(folder, 'office', 'photos'))).toHaveLength(3);
});

function openDeskElsewhere(): void {
  folder = mkdtempSync(join(tmpdir(), 'zaike-enrolment-'));
  vision = new PaintedVision();
  openDesk();
}

test('photos of a folder are embedded only when the configuration vouches for consent', async () => {
  const photos = join(folder, 'photos');
  mkdirSync(join(photos, 't1'), { recursive: true });
  for (const n of [1, 2]) writeFileSync(join(photos, 't1', `${n}.jpg`), painted({ take: n }));
  const fill = (text?: string) =>
    enrolFromFolder(photos, text === undefined ? undefined : { date: today, text }, ['t1', 't2'], desk, {
      today,
      log: silentLog,
    });
  await fill();
  expect(known()).toEqual([]);
  await fill('2026-1');
  expect(known()).toEqual(['t1']);
  const asked = vision.asked.length;
  await fill('2026-1');
  expect(vision.asked).toHaveLength(asked);
  await desk.consents.withdraw('t1', { date: today, why: '', by: 'li' });
  await fill('2026-1');
  expect(known()).toEqual([]);
  expect(group().people[0]?.photos).toEqual([]);
});

const fromRoster = (trainee: string, consentOn: string | null, ...shown: PaintedPhoto[]) => ({
  ...{ trainee: traineeId(trainee), name: '王小明', consentOn: consentOn as LocalDate | null },
  photos: shown.map((each, n) => ({ name: `${String(n + 1)}.jpg`, read: () => Promise.resolve(painted(each)) })),
});
const prepare = (...people: ReturnType<typeof fromRoster>[]) =>
  desk.rosterIntake.prepare(people, 'li', { signal: new AbortController().signal, onPhoto: () => undefined });

test('a roster\u2019s photos are written with it: consent, photos, template', async () => {
  const prepared = await prepare(
    fromRoster('t1', today, { take: 1 }, { quality: { eyeDistance: 48 } }),
    fromRoster('t2', null, { face: 90 }),
  );
  expect(prepared.embedded).toBe(1);
  expect(prepared.remarks.map(({ path, what }) => [path, what])).toEqual([
    ['2.jpg', '两眼间距 48 像素，至少需要 60：请靠近重拍或换高清照片'],
    ['', '没有同意日期：照片只做检查，登记同意后才建立人脸模板'],
  ]);
  expect(group().people[0]).toMatchObject({ consent: { kind: 'none' }, photos: [] });
  prepared.write();
  await prepared.written();
  expect(known()).toEqual(['t1']);
  expect(group().people).toMatchObject([
    { consent: { kind: 'given', date: today }, photos: [{ counts: true }, { counts: false }] },
    { next: 'consent', photos: [{ counts: false }] },
  ]);
  expect([...desk.rosterIntake.consents([traineeId('t1'), traineeId('t2')])]).toEqual([['t1', today]]);
});

test('a roster that is not written leaves no photo behind', async () => {
  const prepared = await prepare(fromRoster('t1', today, { take: 1 }));
  await prepared.discard();
  expect(readdirSync(join(folder, 'office', 'photos'))).toEqual([]);
  const stop = new AbortController();
  const stopped = desk.rosterIntake.prepare([fromRoster('t1', today, { take: 1 }, { take: 2 })], 'li', {
    signal: stop.signal,
    onPhoto: () => stop.abort(),
  });
  await expect(stopped).rejects.toThrow();
  expect(readdirSync(join(folder, 'office', 'photos'))).toEqual([]);
});

test('an older day in a roster does not undo a withdrawal, a newer one is a new consent', async () => {
  consent();
  await desk.consents.withdraw('t1', { date: today, why: '', by: 'li' });
  const older = await prepare(fromRoster('t1', '2026-09-28', { take: 1 }));
  expect([older.embedded, older.remarks.at(-1)?.what]).toEqual([
    0,
    '本人已撤回同意，名单中的同意日期 2026-09-28 不晚于撤回日期，没有采用',
  ]);
  older.write();
  await older.written();
  expect(known()).toEqual([]);
  const newer = await prepare(fromRoster('t1', '2026-10-09', { take: 2 }));
  newer.write();
  await newer.written();
  expect(known()).toEqual(['t1']);
});

test('faces of people who are on no roster any more are deleted, those of the others stay', async () => {
  consent();
  consent('t2');
  await three();
  await three('t2', 90);
  db[Symbol.dispose]();
  openDesk(traineesNamed(code, { t2: '李静' }));
  await desk.forgetGone();
  expect(known()).toEqual(['t2']);
  expect(readdirSync(join(folder, 'office', 'photos'))).toHaveLength(3);
});

test('when the subsidy is settled a class\u2019s faces go, and its consents stay on record', async () => {
  consent();
  await three();
  await desk.settle(['t1', 't2'], 'wang');
  expect(known()).toEqual([]);
  expect(readdirSync(join(folder, 'office', 'photos'))).toEqual([]);
  expect(group().people).toMatchObject([
    { consent: { kind: 'given' }, photos: [], enrolled: false, settled: false },
    {},
  ]);
  expect(group().filing.people).toBe(0);
});
