import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JournalFact } from '../../core/domain/evidence.ts';
import { classCode, modelId, traineeId } from '../../core/domain/ids.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { silentLog } from '../../core/platform/log.ts';
import { keepDecision } from '../../kiosk/commands/decide.ts';
import { decidePorts } from '../../kiosk/commands-decide.ts';
import { type KioskEnrolment, openEnrolment, settledClasses, traineesOf } from '../../kiosk/enrolment.ts';
import { rotateKey } from '../../kiosk/rotate-key.ts';
import { keyMemory } from '../../kiosk/store/key-memory.ts';
import { type Db, openDatabase } from '../../kiosk/store/open.ts';
import { openVault } from '../../kiosk/vault/open-vault.ts';
import { PACK, PaintedVision, painted } from '../support/enrolment/painted-vision.ts';
import { classesOf, sampleScenario } from '../support/office/classes.ts';
import { openDay } from '../support/office/day.ts';

const CODE = classCode('DSJ-2026-01');
const today = '2026-10-08' as LocalDate;
let folder: string;
let db: Db & Disposable;
let vision: PaintedVision;
let desk: KioskEnrolment;
let facts: JournalFact[];
let approve: () => void;
let keep: (decision: unknown) => ReturnType<typeof keepDecision>;

function open(): void {
  db = openDatabase(join(folder, 'zaike.db'));
  const classes = classesOf(db);
  approve = () => {
    const event = { kind: 'confirmed', on: today, paper: '抚就备〔2026〕7号', at: epochMs(0) } as const;
    classes.fileEvent(CODE, event, { version: classes.kept(CODE).version, by: 'center', at: epochMs(0) });
  };
  if (!classes.has(CODE)) classes.save(CODE, sampleScenario(CODE), { version: 0, by: 'zhang', at: epochMs(0) });
  const vault = openVault(join(folder, 'keys', 'vault.key'), keyMemory(db));
  const journal = (fact: JournalFact): Promise<unknown> => Promise.resolve(facts.push(fact));
  desk = openEnrolment({
    ...{ db, vault, dataDir: folder, vision, journal, clock: systemClock, log: silentLog },
    ...{ trainees: traineesOf(classes), isSettled: settledClasses(db, classes) },
  });
  const ports = decidePorts({ db, classes, day: openDay(db).ports, enrolment: desk, journal, clock: systemClock });
  keep = (decision) => keepDecision(ports, decision);
}
/** Power goes and comes. */
function restart(): void {
  db[Symbol.dispose]();
  vision.gallery = [];
  open();
  desk.gallery.refresh();
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zaike-gate-'));
  vision = new PaintedVision();
  facts = [];
  open();
  desk.consents.give('t1', { date: today, textVersion: '2026-1', how: 'paper', by: 'li' }, today);
  await add([1, 2, 3]);
});
afterEach(() => {
  db[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

/** A center is there, and approved the class. */
const pair = (): void => {
  db.exec('update centerLink set open = 1');
  approve();
};
const still = { report: () => undefined, signal: new AbortController().signal };
/** Faces in degrees; near ones are alike. @returns the photos' ids. */
async function add(faces: readonly number[]): Promise<string[]> {
  const photos = faces.map((face) => ({
    ...{ person: 't1', name: `${String(face)}.jpg`, read: () => Promise.resolve(painted({ face })) },
  }));
  const reports = await desk.intake.take(photos, { by: 'li', source: 'upload' }, still);
  return reports.flatMap(({ photo }) => photo ?? []);
}
/** Later photos, confirmed by trainee and teacher. */
async function later(faces: readonly number[]): Promise<void> {
  const photos = await add(faces);
  const signature = [[100, 100, 900, 400]];
  await desk.confirmLater({ person: 't1', photos, why: '换了眼镜', signature, by: 'li', countersignedBy: 'wang' });
}
const person = () => desk.doctor(desk.people.trainees(CODE)).people.find(({ id }) => id === 't1');
/** The angle of the template that vision searches; null: none. */
const searched = (): number | null => {
  const embedding = vision.gallery.find(({ person: { id } }) => id === 't1')?.embedding;
  return embedding === undefined
    ? null
    : Math.round((Math.atan2(embedding[1] ?? 0, embedding[0] ?? 0) * 180) / Math.PI);
};
interface ToldEnrolment {
  readonly id: number;
  readonly weak: boolean;
  readonly alike: number | null;
  readonly model: string | null;
  readonly gallery: string;
}
const told = (): ToldEnrolment[] =>
  db
    .prepare<[], string>("select body from outbox where kind = 'enrolment' order by id")
    .pluck()
    .all()
    .map((body) => JSON.parse(body) as ToldEnrolment);
const waitingRows = () => db.prepare('select count(*) from waitingTemplate').pluck().get();
const decision = (approved: boolean, enrolment = told().at(-1)?.id ?? 0, id = 'e1') => ({
  ...{ kind: 'enrolment-decided', id, class: CODE, by: '李检', countersignedBy: null, at: systemClock.now() },
  ...{ person: 't1', enrolment, approved, why: approved ? '' : '不是同一人' },
});

test('a weak later template waits for the center, the one before stays in force, also over a restart', async () => {
  pair();
  const before = desk.galleryHash();
  await later([118, 119, 120]);
  expect(searched()).toBe(2);
  expect(told()).toMatchObject([{ weak: true, by: 'li，复核 wang', gallery: before }]);
  expect(person()).toMatchObject({ enrolled: true, settled: true, center: { kind: 'waiting' } });
  expect(person()?.photos.map(({ pending, waits, counts }) => ({ pending, waits, counts }))).toEqual([
    ...[1, 2, 3].map(() => ({ pending: false, waits: false, counts: true })),
    ...[4, 5, 6].map(() => ({ pending: false, waits: true, counts: false })),
  ]);
  restart();
  expect(searched()).toBe(2);
  expect(person()?.center?.kind).toBe('waiting');
  // Made anew of the same photos it is no other enrolment.
  await desk.rebuild(['t1']);
  expect(told()).toHaveLength(1);
  expect(facts.at(-1)).toMatchObject({ detail: expect.stringContaining('等中心同意') as string });
});

test('photos confirmed while vision is down are weighed when it is back', async () => {
  pair();
  const photos = await add([118, 119, 120]);
  const { use } = vision;
  vision.use = null;
  const signature = [[100, 100, 900, 400]];
  await desk.confirmLater({ person: 't1', photos, why: '换了眼镜', signature, by: 'li', countersignedBy: 'wang' });
  expect(told()).toEqual([]);
  vision.use = use;
  await desk.awake();
  expect(told()).toMatchObject([{ weak: true }]);
  expect(person()?.center).toMatchObject({ kind: 'waiting' });
  expect(searched()).toBe(2);
  await desk.awake(); // what waits is not told again
  restart();
  await desk.awake();
  expect(told()).toHaveLength(1);
});

test('one photo of somebody else among many of the person’s own waits as well: the mean of all hides it', async () => {
  await later([4, 5, 6, 7, 8, 9, 10, 11]);
  pair();
  const mean = searched();
  await later([60]);
  expect(told().at(-1)).toMatchObject({ weak: true, alike: expect.closeTo(0.59, 1) as number });
  expect(person()?.center?.kind).toBe('waiting');
  expect(searched()).toBe(mean);
});

test('a later photo of the person’s own counts at once', async () => {
  pair();
  await later([8]);
  expect(told()).toMatchObject([{ weak: false }]);
  expect(person()).toMatchObject({ enrolled: true, center: null });
});

test('approved, it takes its place at once and once', async () => {
  pair();
  await later([118, 119, 120]);
  await rotateKey(folder, db);
  restart();
  const approval = decision(true);
  expect(await keep(approval)).toMatchObject({ kind: 'kept' });
  expect(searched()).toBe(60);
  expect(waitingRows()).toBe(0);
  expect(person()).toMatchObject({ enrolled: true, settled: true, center: null });
  expect(told().at(-1)).toMatchObject({ weak: false, gallery: desk.galleryHash() });
  expect(await keep(approval)).toMatchObject({ kind: 'kept-before' });
  expect(told()).toHaveLength(2);
  restart();
  expect(searched()).toBe(60);
  expect(facts.some((fact) => fact.kind === 'note' && fact.detail === 'enrolment-decided')).toBe(true);
});

test('refused, it is deleted with its photos set aside, and nothing later rests on them', async () => {
  pair();
  await later([118, 119, 120]);
  await keep(decision(false));
  expect(searched()).toBe(2);
  expect(waitingRows()).toBe(0);
  expect(person()?.center).toMatchObject({ kind: 'refused', why: '不是同一人' });
  expect(person()?.photos.map(({ pending }) => pending)).toEqual([false, false, false, true, true, true]);
  restart();
  await desk.rebuild(['t1']);
  expect(searched()).toBe(2);
  expect(told()).toHaveLength(1);
  // The person's own face goes on as before.
  await later([8]);
  expect(searched()).not.toBe(2);
  expect(person()?.center).toBeNull();
});

test('a decision about an enrolment that another took the place of has no effect and is not kept', async () => {
  pair();
  await later([118, 119, 120]);
  const old = decision(true);
  await later([140]);
  await expect(keep(old)).rejects.toThrow(expect.objectContaining({ code: 'enrolment-superseded' }));
  expect(searched()).toBe(2);
  await keep(decision(true, told().at(-1)?.id, 'e2'));
  expect(searched()).toBeGreaterThan(60);
});

test('withdrawn consent deletes both, and a late approval brings nothing back', async () => {
  pair();
  await later([118, 119, 120]);
  const approval = decision(true);
  await desk.consents.withdraw('t1', { date: today, why: '', by: 'li' });
  expect(searched()).toBeNull();
  expect(waitingRows()).toBe(0);
  expect(desk.hasTemplate(traineeId('t1'))).toBe(false);
  await expect(keep(approval)).rejects.toThrow('已删除');
  expect(searched()).toBeNull();
});

test('before the approval or an on-site review the center is told, and nothing waits', async () => {
  db.exec('update centerLink set open = 1');
  await later([118, 119, 120]);
  expect(searched()).toBe(60);
  expect(told()).toMatchObject([{ weak: true, gallery: desk.galleryHash() }]);
  // The center may take it away again.
  await keep(decision(false));
  expect(searched()).toBeNull();
  expect(person()?.center).toMatchObject({ kind: 'refused' });
});

test('a template in force that the center refuses is not made again by the next start', async () => {
  db.exec('update centerLink set open = 1');
  await later([118, 119, 120]);
  await keep(decision(false));
  restart();
  await desk.awake();
  expect(searched()).toBe(2); // by the photos before it
  expect(person()?.photos.map(({ pending }) => pending)).toEqual([false, false, false, true, true, true]);
});

test('after a change of the model the same photos are the same person; photos confirmed meanwhile may be anybody', async () => {
  pair();
  vision.use = { ...PACK, modelId: modelId('painted/2') };
  await desk.reEnrol(still);
  expect(vision.gallery).toMatchObject([{ model: 'painted/2' }]);
  expect(told()).toMatchObject([{ alike: null, weak: false, model: 'painted/2', gallery: desk.galleryHash() }]);
  expect(person()).toMatchObject({ enrolled: true, settled: true, center: null });
  await later([118, 119, 120]); // waits
  vision.use = PACK;
  await desk.reEnrol(still);
  expect(told().at(-1)).toMatchObject({ alike: null, weak: true, model: PACK.modelId });
});

test('without a center, or alike enough, trainee and teacher are enough', async () => {
  await later([40]);
  expect(searched()).not.toBe(2);
  pair();
  const now = searched();
  await later([30]);
  expect(searched()).not.toBe(now);
  expect(person()?.center).toBeNull();
});

test('what waits lies sealed, and opens as no template in force', async () => {
  pair();
  await later([118, 119, 120]);
  const row = db.prepare<[], { embedding: Uint8Array }>('select embedding from waitingTemplate').get();
  const plain = Buffer.from(Float32Array.of(Math.cos((61 * Math.PI) / 180)).buffer);
  expect(Buffer.from(row?.embedding ?? []).includes(plain)).toBe(false);
  db.exec('update template set embedding = (select embedding from waitingTemplate)');
  expect(() => desk.gallery.refresh()).toThrow(expect.objectContaining({ code: 'vault-refused' }));
});
