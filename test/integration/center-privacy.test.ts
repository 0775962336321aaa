import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { itemFault } from '../../core/contract/center/items.ts';
import type { Item } from '../../core/contract/center/link.ts';
import type { ExaminedFace } from '../../core/contract/vision.ts';
import { formatVerifierKey } from '../../core/domain/checkpoint.ts';
import { classCode, traineeId } from '../../core/domain/ids.ts';
import { MerkleTree } from '../../core/domain/merkle.ts';
import { minutes, plus } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { silentLog } from '../../core/platform/log.ts';
import { openCenter } from '../../kiosk/center.ts';
import { openEnrolment, traineesOf } from '../../kiosk/enrolment.ts';
import { kioskKey } from '../../kiosk/evidence/key.ts';
import { openClasses } from '../../kiosk/open-classes.ts';
import { absences } from '../../kiosk/store/absences.ts';
import { corrections } from '../../kiosk/store/corrections.ts';
import { disputes } from '../../kiosk/store/disputes.ts';
import { keyMemory } from '../../kiosk/store/key-memory.ts';
import { leaveEntries } from '../../kiosk/store/leave.ts';
import { type Db, openDatabase } from '../../kiosk/store/open.ts';
import { templates } from '../../kiosk/store/templates.ts';
import { openVault } from '../../kiosk/vault/open-vault.ts';
import type { Vault } from '../../kiosk/vault/vault.ts';
import { startHub, type TestHub } from '../support/center/hub.ts';
import { noLive, pair, quietState } from '../support/center/kiosk.ts';
import { sha256Bytes } from '../support/center/sha256.ts';
import { type Tap, tapBefore } from '../support/center/tap.ts';
import { PaintedVision } from '../support/enrolment/painted-vision.ts';
import { workedClass } from '../support/forms/october.ts';
import { asKept, keepRecords } from '../support/office/records.ts';

const WITHIN = { timeout: 60_000, interval: 100 };
const LENGTH = 128;

/** A vision whose embeddings are long and random, as real ones are. */
class RandomFaces extends PaintedVision {
  readonly embeddings: Float32Array[] = [];
  override examine = async (bytes: Uint8Array): Promise<ExaminedFace> => {
    const face = await new PaintedVision().examine(bytes, 'a.jpg', true);
    if (face.kind !== 'face') return face;
    const raw = Float32Array.from(randomBytes(LENGTH), (byte) => byte - 127.5);
    const length = Math.hypot(...raw);
    const embedding = raw.map((value) => value / length);
    this.embeddings.push(embedding);
    return { ...face, embedding };
  };
}

/** Every way in which bytes could stand in a message: as they are, base64 at each offset, hexadecimal. */
function writings(bytes: Uint8Array): string[] {
  const all = Buffer.from(bytes);
  const base64 = [0, 1, 2].map((from) => all.subarray(from, from + 30).toString('base64'));
  return [
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    all.subarray(0, 24).toString('hex'),
    all.subarray(0, 24).toString('hex').toUpperCase(),
  ];
}

describe('what leaves a kiosk for the center', () => {
  let folder: string;
  let db: Db & Disposable;
  let vault: Vault;
  let hub: TestHub;
  let tap: Tap;
  let center: ReturnType<typeof openCenter>;
  let sent: Buffer;
  let texts: string[];
  let items: Item[];
  const vision = new RandomFaces();
  const photos: Buffer[] = [];
  const scenario = asKept(workedClass());
  const people = scenario.trainees.map(({ id }, n) => ({
    id,
    person: {
      name: `欧阳测${String(n)}明`,
      idNumber: `21040220000101${String(1000 + n)}`,
      phone: `1390000${String(1000 + n)}`,
    },
  }));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zaike-privacy-'));
    db = openDatabase(join(folder, 'zaike.db'));
    vault = openVault(join(folder, 'vault.key'), keyMemory(db));
    hub = await startHub(':memory:');
    tap = await tapBefore(() => hub.url);
    const classes = openClasses(db);
    const named = { ...scenario, trainees: scenario.trainees.map((trainee, n) => ({ ...trainee, ...people[n] })) };
    const code = classCode(named.class.code ?? '');
    const saved = classes.importFile(code, named, 'hash', { version: 0, by: 'admin', at: systemClock.now() });
    if (saved.kind !== 'saved') throw new Error(JSON.stringify(saved));
    const kept = keepRecords(db, named);
    const enrolment = openEnrolment({
      ...{ db, vault, dataDir: folder, vision, clock: systemClock, log: silentLog },
      trainees: traineesOf(classes),
    });
    const key = kioskKey(generateKeyPairSync('ed25519').privateKey);
    center = openCenter({
      config: { institution: '沈阳工学院', room: 'B301', center: { url: tap.url, allowClear: false } },
      ...{ db, classes, key, software: 'test', clock: systemClock, log: silentLog, live: noLive },
      evidence: { journal: { tree: new MerkleTree(sha256Bytes) } as never },
      tellEnrolled: () => enrolment.tellBaseline(),
      tellObserved: () => undefined,
      state: () => ({ ...quietState, at: systemClock.now() }),
      carryOut: () => Promise.reject(new Error('expected no command')),
    });
    const enrol = async (id: string): Promise<void> => {
      enrolment.consents.give(
        id,
        { date: '2026-10-08' as never, textVersion: '2026-1', how: 'paper', by: 'admin' },
        '2026-10-08' as never,
      );
      const incoming = [1, 2, 3].map((take) => {
        const bytes = Buffer.from(JSON.stringify({ noise: randomBytes(300).toString('base64'), face: 1, take }));
        photos.push(bytes);
        return { person: id, name: `${id}.jpg`, read: () => Promise.resolve(bytes) };
      });
      await enrolment.intake.take(
        incoming,
        { by: 'admin', source: 'upload' },
        { report: () => undefined, signal: new AbortController().signal },
      );
    };
    // Before the center is there: told by the baseline.
    await enrol(people[0]?.id ?? '');
    await pair(hub, 'k1', formatVerifierKey(sha256Bytes, key));
    await vi.waitFor(() => expect(center.status().kind).toBe('connected'), WITHIN);
    // Afterwards: told as it happens.
    center.look();
    const now = systemClock.now();
    for (const { id } of people.slice(1, 3)) await enrol(id);
    await enrolment.settle([people[1]?.id ?? ''], 'admin');
    const about = { class: code, trainee: traineeId(people[2]?.id ?? '') };
    const [record] = kept.ofTrainee(code, about.trainee);
    if (record === undefined) throw new Error('expected records');
    const { date, no } = record.record;
    leaveEntries(db).add({
      ...about,
      kind: 'sick',
      from: date,
      to: date,
      lessons: null,
      why: '看病',
      by: 'admin',
      enteredAt: now,
    });
    const dispute = disputes(db).add({ ...about, date, no, text: '我在', raisedAt: now });
    disputes(db).answer(dispute, { text: '已核对', upheld: false, by: 'admin', at: now });
    const asked = corrections(db, kept);
    const request = asked.add({
      ...about,
      date,
      no,
      replaces: record.id,
      to: 'present',
      why: '摄像头被遮挡',
      by: 'admin',
      requestedAt: now,
    });
    asked.sign(request, { by: 'second', at: now, why: '复核' });
    absences(db).add({ from: now, to: plus(now, minutes(60)), why: '午间断电', by: 'admin', enteredAt: now });
    center.look();
    await vi.waitFor(() => expect(center.waiting().count).toBe(0), WITHIN);
    const rows = await hub.db.query.selectFrom('item').selectAll().orderBy('id').execute();
    items = rows.map(({ id, kind, body, createdAt }) => ({
      id,
      kind,
      body: JSON.parse(body) as Item['body'],
      createdAt,
    }));
    const messages = tap.messages();
    sent = Buffer.concat(messages);
    texts = messages.map((message) => message.toString());
  }, 120_000);
  afterAll(async () => {
    await center[Symbol.asyncDispose]();
    await tap[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
    db[Symbol.dispose]();
    rmSync(folder, { recursive: true });
  });

  it('is all that was done, each by the contract: what is looked at here is what leaves', () => {
    const kinds = new Set(items.map(({ kind }) => kind));
    const all = ['filing', 'timetable', 'record', 'enrolment', 'leave', 'dispute', 'correction', 'announced-absence'];
    expect([...kinds]).toEqual(expect.arrayContaining(all));
    expect(items.map(itemFault).filter((fault) => fault !== '')).toEqual([]);
    expect(items.filter(({ kind }) => kind === 'enrolment').map(({ body }) => (body as { what: string }).what)).toEqual(
      ['enrolled', 'enrolled', 'enrolled', 'removed'],
    );
    expect(sent.length).toBeGreaterThan(100_000);
    for (const { name } of people.map(({ person }) => person)) expect(sent.includes(name)).toBe(true);
  });

  it('has no template in it: no bytes, no base64, no hexadecimal, no numbers', () => {
    const stored = templates(db, vault)
      .all()
      .map(({ embedding }) => embedding);
    expect(stored.length).toBe(2);
    const vectors = [...vision.embeddings, ...stored];
    expect(vectors.length).toBeGreaterThan(9);
    const text = sent.toString('latin1');
    for (const vector of vectors) {
      const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
      expect(sent.includes(Buffer.from(bytes.subarray(0, 16)))).toBe(false);
      for (const writing of writings(bytes)) expect(text.includes(writing)).toBe(false);
      for (const value of vector.subarray(0, 32))
        for (const digits of [String(value), value.toFixed(6)])
          if (digits.length > 7) expect(text.includes(digits), digits).toBe(false);
    }
  });

  it('has no enrolment photo in it', () => {
    expect(photos.length).toBe(9);
    const text = sent.toString('latin1');
    for (const photo of photos) {
      const inside = photo.subarray(40, 140);
      expect(sent.includes(inside)).toBe(false);
      for (const writing of writings(inside)) expect(text.includes(writing)).toBe(false);
    }
  });

  it('has names, ID numbers and phones in filings, and nowhere else', () => {
    const private_ = people.flatMap(({ person: { name, idNumber, phone } }) => [name, idNumber, phone]);
    const found = (text: string): string[] => private_.filter((each) => text.includes(each));
    let filings = 0;
    for (const text of texts) {
      if (found(text).length === 0) continue;
      const start = text.indexOf('["deliver",');
      expect(start, 'only deliveries name people').toBeGreaterThanOrEqual(0);
      const [, delivery] = JSON.parse(text.slice(start)) as [string, { items: Item[] }];
      filings += delivery.items.filter(({ kind }) => kind === 'filing').length;
      expect(found(JSON.stringify(delivery.items.filter(({ kind }) => kind !== 'filing')))).toEqual([]);
    }
    expect(filings).toBeGreaterThan(0);
  });
});
