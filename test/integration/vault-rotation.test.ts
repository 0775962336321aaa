import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cameraId, classCode } from '../../core/domain/ids.ts';
import type { LocalDate } from '../../core/domain/units.ts';
import { epochMs } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { silentLog } from '../../core/platform/log.ts';
import { contextOf } from '../../kiosk/desk/enrolment/photo-files.ts';
import { type KioskEnrolment, openEnrolment } from '../../kiosk/enrolment.ts';
import { lockFolder } from '../../kiosk/evidence/lock.ts';
import { finishRotation } from '../../kiosk/rotate-key.ts';
import { cameras } from '../../kiosk/store/cameras.ts';
import { enrolmentTables } from '../../kiosk/store/enrolment.ts';
import { keyMemory } from '../../kiosk/store/key-memory.ts';
import { type Db, openDatabase } from '../../kiosk/store/open.ts';
import { templates } from '../../kiosk/store/templates.ts';
import { openVault } from '../../kiosk/vault/open-vault.ts';
import { type Vault, vaultOf } from '../../kiosk/vault/vault.ts';
import { traineesNamed } from '../support/enrolment/office.ts';
import { PaintedVision, painted } from '../support/enrolment/painted-vision.ts';

const today = '2026-10-08' as LocalDate;
const SIGNATURE = [[100, 100, 900, 400]];
const CHILD = join(import.meta.dirname, '../support/vault/rotate-child.ts');
const COMMAND = join(import.meta.dirname, '../../scripts/rotate-key.ts');
let folder = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zaike-rotation-'));
  await fill(join(folder, 'before'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const keyOf = (data: string): Buffer => readFileSync(join(data, 'keys', 'vault.key'));
const vaultIn = (data: string, db: Db): Vault => openVault(join(data, 'keys', 'vault.key'), keyMemory(db));

function deskIn(data: string, db: Db, vault: Vault): KioskEnrolment {
  const trainees = traineesNamed(classCode('C1'), { t1: '王小明' });
  const vision = new PaintedVision();
  return openEnrolment({ db, vault, dataDir: data, trainees, vision, clock: systemClock, log: silentLog });
}

/** A kiosk's data: a person with four photos, the last confirmed with a signature, and a camera with a password. */
async function fill(data: string): Promise<void> {
  mkdirSync(data);
  using db = openDatabase(join(data, 'zaike.db'));
  const vault = vaultIn(data, db);
  const desk = deskIn(data, db, vault);
  desk.consents.give('t1', { date: today, textVersion: '2026-1', how: 'paper', by: 'li' }, today);
  const take = async (n: number) => {
    const photo = { person: 't1', name: 'a.jpg', read: () => Promise.resolve(painted({ face: n, take: n })) };
    const still = { report: () => undefined, signal: new AbortController().signal };
    const [report] = await desk.intake.take([photo], { by: 'li', source: 'upload' }, still);
    return report?.photo ?? '';
  };
  for (const n of [1, 2, 3]) await take(n);
  const later = { person: 't1', photos: [await take(4)], why: '换了眼镜', by: 'li', countersignedBy: 'sun' };
  await desk.confirmLater({ ...later, signature: SIGNATURE });
  cameras(db, vault).importConfigured(
    [
      {
        ...{ id: cameraId('front'), name: '教室前方', role: 'room', address: 'rtsp://10.0.0.2/', stream: 'main' },
        account: { username: 'zaike', password: 'geheim' },
      } as never,
    ],
    epochMs(1),
  );
}

/** Everything sealed, as the next start reads it. */
async function readAll(data: string) {
  using db = openDatabase(join(data, 'zaike.db'));
  await finishRotation(data, db);
  const vault = vaultIn(data, db);
  const desk = deskIn(data, db, vault);
  await desk.tidy();
  const keeper = enrolmentTables(db, vault);
  const photos = keeper.photosOf('t1').map(({ id, person }) => {
    const file = readFileSync(join(data, 'office', 'photos', `${id}.sealed`));
    return vault.open(file, contextOf(id, person)).toString();
  });
  return {
    photos,
    facts: keeper.photosOf('t1'),
    templates: templates(db, vault).all(),
    signatures: keeper.changesOf('t1').flatMap(({ secret }) => secret ?? []),
    accounts: cameras(db, vault).all(),
  };
}

function run(program: string, ...args: string[]): Promise<{ signal: string | null; code: number; out: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], (error, stdout, stderr) =>
      resolve({ signal: child.signalCode, code: child.exitCode ?? -1, out: stdout + (error ? stderr : '') }),
    );
  });
}

const leftOver = (data: string): string[] =>
  [...readdirSync(join(data, 'keys')), ...readdirSync(join(data, 'office', 'photos'))].filter((name) =>
    name.endsWith('.next'),
  );

test('a rotation killed at any of its steps is finished or taken back by the next start, and everything is readable', async () => {
  const before = join(folder, 'before');
  const old = keyOf(before);
  const expected = await readAll(before);
  expect(expected.photos).toHaveLength(4);
  expect(expected.templates).toHaveLength(1);
  expect(expected.signatures).toEqual([JSON.stringify(SIGNATURE)]);
  expect(JSON.stringify(expected.accounts)).toContain('geheim');
  const ends: string[] = [];
  for (const point of ['transaction', ...Array.from({ length: 60 }, (_, n) => String(n + 1))]) {
    const data = join(folder, `killed-${point}`);
    cpSync(before, data, { recursive: true });
    const { signal, code, out } = await run(CHILD, data, point);
    if (code === 0) break;
    expect([signal, out]).toEqual(['SIGKILL', '']);
    expect(await readAll(data)).toEqual(expected);
    expect(leftOver(data)).toEqual([]);
    ends.push(keyOf(data).equals(old) ? 'taken back' : 'finished');
  }
  // In the transaction; then before it, step by step; then after it.
  expect(ends[0]).toBe('taken back');
  const firstFinished = ends.indexOf('finished');
  expect(firstFinished).toBeGreaterThan(5);
  expect(ends.slice(firstFinished).every((end) => end === 'finished')).toBe(true);
  expect(ends.length - firstFinished).toBeGreaterThan(5);
}, 240_000);

test('the command seals everything with a new key: the old one opens nothing and is needed no longer', async () => {
  const data = join(folder, 'before');
  const expected = await readAll(data);
  const old = keyOf(data);
  const { code, out } = await run(COMMAND, '--data', data);
  expect([code, JSON.parse(out)]).toEqual([0, { photos: 4 }]);
  expect(keyOf(data).equals(old)).toBe(false);
  expect(await readAll(data)).toEqual(expected);
  expect(readdirSync(join(data, 'keys'))).toEqual(['vault.key']);
  const opens = vaultOf(old, 'the old key');
  for (const { id, person } of expected.facts) {
    const file = readFileSync(join(data, 'office', 'photos', `${id}.sealed`));
    expect(() => opens.open(file, contextOf(id, person))).toThrow(expect.objectContaining({ code: 'vault-refused' }));
  }
  using db = openDatabase(join(data, 'zaike.db'));
  expect(() => templates(db, opens).all()).toThrow(expect.objectContaining({ code: 'vault-refused' }));
  expect(() => enrolmentTables(db, opens).changesOf('t1')).toThrow(expect.objectContaining({ code: 'vault-refused' }));
});

test('nothing is rotated while the kiosk runs, or without data', async () => {
  const data = join(folder, 'before');
  const old = keyOf(data);
  {
    await using _kiosk = await lockFolder(join(data, 'evidence'));
    const { code, out } = await run(COMMAND, '--data', data);
    expect(code).toBe(2);
    expect(out).toContain('stop the kiosk');
  }
  expect(keyOf(data).equals(old)).toBe(true);
  const nameless = await run(COMMAND);
  expect([nameless.code, nameless.out.includes('--data')]).toEqual([2, true]);
  expect(await run(COMMAND, '--data', join(folder, 'none'))).toMatchObject({ code: 2 });
});
