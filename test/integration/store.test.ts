import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ZaikeError } from '../../core/domain/errors.ts';
import { cameraId, classCode, modelId, traineeId } from '../../core/domain/ids.ts';
import type { LessonRecord } from '../../core/domain/record.ts';
import { correct } from '../../core/domain/record.ts';
import { unseen } from '../../core/domain/seen.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import { enrolmentTables } from '../../kiosk/store/enrolment.ts';
import { keyMemory } from '../../kiosk/store/key-memory.ts';
import { observations, type StoredSighting } from '../../kiosk/store/observations.ts';
import { type Db, openDatabase } from '../../kiosk/store/open.ts';
import { outboxDelivery } from '../../kiosk/store/outbox-delivery.ts';
import { records } from '../../kiosk/store/records.ts';
import { templates } from '../../kiosk/store/templates.ts';
import { openVault } from '../../kiosk/vault/open-vault.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zaike-store-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const code = classCode('DEMO-1');
const day = '2026-10-08' as LocalDate;
const record = (trainee: string, no = 1): LessonRecord<StoredSighting> => ({
  trainee: traineeId(trainee),
  date: day,
  no,
  outcome: 'absent',
  notes: ['left'],
  due: true,
  seen: unseen,
  correction: null,
});

test('a record is neither changed nor deleted, whoever asks the database', () => {
  using db = openDatabase(join(folder, 'zaike.db'));
  records(db).close(code, [record('t1')], epochMs(1));
  expect(() => db.exec("update record set body = '{}'")).toThrow(/append-only/);
  expect(() => db.exec('delete from record')).toThrow(/append-only/);
  expect(records(db).inForce(code, day, day)).toHaveLength(1);
});

test('a lesson is closed once, and all of its records or none', () => {
  using db = openDatabase(join(folder, 'zaike.db'));
  const kept = records(db);
  kept.close(code, [record('t1'), record('t2')], epochMs(1));
  expect(() => kept.close(code, [record('t3'), record('t1')], epochMs(2))).toThrow();
  expect(kept.inForce(code, day, day).map((each) => each.record.trainee)).toEqual(['t1', 't2']);
  expect(kept.isClosed(code, day, 1)).toBe(true);
  expect(kept.isClosed(code, day, 2)).toBe(false);
});

test('a correction stands beside the record that it replaces, and each is replaced once', () => {
  using db = openDatabase(join(folder, 'zaike.db'));
  const kept = records(db);
  const [id = 0] = kept.close(code, [record('t1')], epochMs(1));
  const corrected = correct(record('t1'), {
    to: 'present',
    why: '摄像头被遮挡',
    by: 'u1',
    countersignedBy: 'u2',
    at: epochMs(5),
  });
  const newer = kept.correct(code, id, corrected, epochMs(5));
  expect(() => kept.correct(code, id, corrected, epochMs(6))).toThrow();
  expect(kept.inForce(code, day, day).map((each) => [each.id, each.record.outcome])).toEqual([[newer, 'present']]);
  expect(kept.history(code, 't1', day, 1).map((each) => each.record.outcome)).toEqual(['absent', 'present']);
});

test('every record has its row for the center in the same transaction', () => {
  using db = openDatabase(join(folder, 'zaike.db'));
  outboxDelivery(db, () => undefined).meet(0, epochMs(0));
  records(db).close(code, [record('t1'), record('t2')], epochMs(1));
  expect(db.prepare("select count(*) from outbox where kind = 'record'").pluck().get()).toBe(2);
});

test('what was committed is there after opening again, without running a migration twice', () => {
  const file = join(folder, 'zaike.db');
  {
    using db = openDatabase(file);
    const seen = observations(db);
    seen.addSighting({ trainee: traineeId('t1'), at: epochMs(1000), camera: cameraId('room') });
    seen.addSighting({ trainee: traineeId('t1'), at: epochMs(1000), camera: cameraId('room') });
    const row = seen.openCoverage(cameraId('room'), epochMs(0), epochMs(0));
    seen.extendCoverage(row, epochMs(9000));
    seen.extendCoverage(row, epochMs(8000));
  }
  using db = openDatabase(file);
  const seen = observations(db);
  expect(seen.sightings(epochMs(1000), epochMs(1000))).toHaveLength(1);
  expect(seen.coverage(epochMs(9000), epochMs(10_000))).toEqual([{ camera: 'room', from: 0, to: 9000 }]);
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
});

test('stays of unidentified people are found by any part of them, the longest ones too', () => {
  using db = openDatabase(':memory:');
  const seen = observations(db);
  const at = (from: number, to: number): string[] =>
    seen.unidentified(epochMs(from), epochMs(to)).map((stay) => `${stay.from}–${stay.to}`);
  expect(at(0, 100)).toEqual([]);
  for (const [from, to] of [
    [400, 450],
    [100, 5000],
    [300, 399],
    [500, 500],
    [0, 99],
  ] as const)
    seen.addUnidentified({ camera: cameraId('room'), from: epochMs(from), to: epochMs(to) });
  expect(at(400, 500)).toEqual(['100–5000', '400–450', '500–500']);
  expect(at(99, 100)).toEqual(['0–99', '100–5000']);
  expect(at(5000, 9000)).toEqual(['100–5000']);
  expect(at(5001, 9000)).toEqual([]);
  const row = seen.addUnidentified({ camera: cameraId('room'), from: epochMs(6000), to: epochMs(6100) });
  seen.extendUnidentified(row, epochMs(6900));
  expect(at(6500, 9000)).toEqual(['6000–6900']);
  seen.dropUnidentified(row);
  expect(at(6500, 9000)).toEqual([]);
});

test('an open gap is closed by the same gap with its end', () => {
  using db = openDatabase(':memory:');
  const seen = observations(db);
  const gap = { kind: 'gap', camera: cameraId('room'), from: epochMs(1000), why: 'stalled', detail: '' } as const;
  seen.noteGap({ ...gap, to: null });
  seen.noteGap({ ...gap, to: epochMs(5000), why: 'unreachable', detail: 'connection refused' });
  expect(seen.gaps(epochMs(0), epochMs(9000))).toEqual([
    { ...gap, to: 5000, why: 'unreachable', detail: 'connection refused' },
  ]);
});

const template = {
  person: traineeId('t1'),
  model: modelId('face-api/1'),
  staff: false,
  embedding: Float32Array.from({ length: 128 }, (_, i) => Math.sin(i + 1) / 8),
  photos: 3,
  photosHash: 'abc',
  createdAt: epochMs(7),
};
const plainBytes = Buffer.from(template.embedding.buffer);
const vaultIn = (db: Db) => openVault(join(folder, 'keys', 'vault.key'), keyMemory(db));

/** Whether the bytes lie anywhere in the folder's database files. */
function onDisk(bytes: Buffer): boolean {
  return readdirSync(folder)
    .filter((name) => name.startsWith('zaike.db'))
    .some((name) => readFileSync(join(folder, name)).includes(bytes));
}

test('a template comes back as it was put', () => {
  using db = openDatabase(':memory:');
  const kept = templates(db, vaultIn(db));
  kept.put(template);
  expect(kept.all()).toEqual([template]);
  kept.remove(traineeId('t1'));
  expect(kept.all()).toEqual([]);
});

test('a template lies sealed in the database file and its log, and opens as nobody else\u2019s', () => {
  using db = openDatabase(join(folder, 'zaike.db'));
  const kept = templates(db, vaultIn(db));
  kept.put(template);
  expect(onDisk(plainBytes)).toBe(false);
  db.pragma('wal_checkpoint(TRUNCATE)');
  expect(onDisk(plainBytes)).toBe(false);
  db.exec("update template set person = 't2'");
  expect(() => kept.all()).toThrow(expect.objectContaining({ code: 'vault-refused' }));
});

test('templates of an earlier version are sealed at the opening, and their plain bytes leave the file', () => {
  const file = join(folder, 'zaike.db');
  {
    using db = openDatabase(file);
    db.prepare('insert into template values (?, ?, 0, ?, 3, ?, 7, 0)').run('t1', 'face-api/1', plainBytes, 'abc');
    db.pragma('wal_checkpoint(TRUNCATE)');
  }
  expect(onDisk(plainBytes)).toBe(true);
  using db = openDatabase(file);
  const kept = templates(db, vaultIn(db));
  expect(onDisk(plainBytes)).toBe(false);
  expect(kept.all()).toEqual([template]);
});

test('signatures of an earlier version are sealed at the opening, and their plain bytes leave the file', () => {
  const signature = [[123, 100, 987, 456]];
  const plain = Buffer.from(JSON.stringify(signature));
  {
    using db = openDatabase(join(folder, 'zaike.db'));
    // As the version before left it: the signature in the readable body, migration 85 still to come.
    db.exec('drop trigger enrolmentChange_never_updated');
    db.exec('alter table enrolmentChange drop column secret');
    db.exec('alter table enrolmentChange drop column sealed');
    db.exec(`create trigger enrolmentChange_never_updated before update on enrolmentChange
      begin select raise(abort, 'changes of enrolment are append-only'); end`);
    db.exec('delete from migration where version = 85');
    const body = JSON.stringify({ kind: 'later-photos', why: '换了眼镜', signature });
    db.prepare("insert into enrolmentChange (person, at, by, body) values ('t1', 7, 'li', ?)").run(body);
  }
  expect(onDisk(plain)).toBe(true);
  using db = openDatabase(join(folder, 'zaike.db'));
  const [change] = enrolmentTables(db, vaultIn(db)).changesOf('t1');
  expect(onDisk(plain)).toBe(false);
  expect(change).toMatchObject({ at: 7, by: 'li', secret: JSON.stringify(signature) });
  expect(JSON.parse(change?.body ?? '')).toEqual({ kind: 'later-photos', why: '换了眼镜' });
  expect(() => db.exec("update enrolmentChange set body = '{}'")).toThrow(/append-only/);
});

test('an interrupted clearing of plain bytes is done at the next opening', () => {
  const file = join(folder, 'zaike.db');
  {
    using db = openDatabase(file);
    const sealing = vaultIn(db);
    db.prepare('insert into template values (?, ?, 0, ?, 3, ?, 7, 0)').run('t1', 'face-api/1', plainBytes, 'abc');
    db.pragma('wal_checkpoint(TRUNCATE)');
    // What the opening's first transaction leaves behind when the power goes right after it.
    const sealed = sealing.seal(plainBytes, { what: 'template', whose: 't1 face-api/1' });
    db.prepare('update template set embedding = ?, sealed = 1').run(sealed);
    db.exec("insert into fact (key, value) values ('template-scrub', 'due')");
  }
  using db = openDatabase(file);
  expect(templates(db, vaultIn(db)).all()).toEqual([template]);
  expect(onDisk(plainBytes)).toBe(false);
  expect(db.prepare("select count(*) from fact where key = 'template-scrub'").pluck().get()).toBe(0);
});

test('a database of a newer version is refused by name and left as it is', () => {
  const file = join(folder, 'zaike.db');
  {
    using db = openDatabase(file);
    db.exec("insert into migration (version, name) values (99999, 'from the future')");
  }
  expect(() => openDatabase(file)).toThrow(ZaikeError);
  expect(() => openDatabase(file)).toThrow(/newer version/);
});

test('a folder that is not there is one clear message', () => {
  expect(() => openDatabase(join(folder, 'nowhere', 'zaike.db'))).toThrow(
    /nowhere.*expected a database that can be written/,
  );
});
