import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AlertView } from '../../core/contract/center/alerts.ts';
import type { WallCard } from '../../core/contract/center/inspector.ts';
import type { KioskState } from '../../core/contract/center/link.ts';
import { formatVerifierKey } from '../../core/domain/checkpoint.ts';
import { seconds } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { kioskKey } from '../../kiosk/evidence/key.ts';
import { PASSWORD, startCenter, type TestCenter } from '../support/center/center.ts';
import { TEST_SECRET } from '../support/center/hub.ts';
import { Journal } from '../support/center/journal.ts';
import { startTestKiosk, type TestKiosk } from '../support/center/kiosk.ts';
import { seedClasses, seededClass, seededState } from '../support/center/seed.ts';
import { postgresPrograms, startPostgres, type TestPostgres } from '../support/center/servers/postgres.ts';
import { redisIsThere, startRedis, type TestRedis } from '../support/center/servers/redis.ts';
import { sha256Bytes } from '../support/center/sha256.ts';
import { ShiftedClock } from '../support/center/shifted-clock.ts';
import { freePort } from '../support/free-port.ts';

const WITHIN = { timeout: 60_000, interval: 100 };
const newKey = () => kioskKey(generateKeyPairSync('ed25519').privateKey);

/** The alerts that last, of one kiosk. */
async function lasting(test: TestCenter, kiosk: string): Promise<readonly AlertView[]> {
  const inspector = await test.as('inspector');
  return (await inspector.get<AlertView[]>('/alerts/open')).body.filter((alert) => alert.kiosk === kiosk);
}

/** The first trouble of a kiosk's card on the wall. */
async function firstTrouble(test: TestCenter, kiosk: string): Promise<string | undefined> {
  const inspector = await test.as('inspector');
  const { body } = await inspector.get<{ cards: WallCard[] }>('/wall');
  return body.cards.find((card) => card.kiosk === kiosk)?.troubles[0]?.kind;
}

describe('a kiosk that falls silent in its lesson', () => {
  const clock = new ShiftedClock();
  const key = newKey();
  const { kiosk: id, class: code } = seededClass(0);
  let test: TestCenter;
  beforeAll(async () => {
    test = await startCenter({}, { clock });
    await seedClasses(test.center, 1, clock.now(), () => formatVerifierKey(sha256Bytes, key));
  });
  afterAll(() => test[Symbol.asyncDispose]());
  const linked = (): TestKiosk =>
    startTestKiosk(test.origin, { key, state: () => ({ ...seededState(code, clock.now()), at: clock.now() }) });
  const isLinked = () => vi.waitFor(() => expect(test.center.hub.linked().get(id)?.state).toBeTruthy(), WITHIN);

  it('raises one alert after a minute, which ends by itself a minute after it is back', async () => {
    const kiosk = linked();
    await isLinked();
    clock.moveOn(seconds(90)); // the center has been there long enough to call anybody silent
    // Linked kiosks are noted as heard of every 20 s.
    const heard = async () => (await test.center.kiosks.all()).find((each) => each.id === id)?.lastSeenAt ?? 0;
    await vi.waitFor(async () => expect(await heard()).toBeGreaterThan(clock.now() - 25_000), {
      timeout: 40_000,
      interval: 500,
    });
    expect(await firstTrouble(test, id)).toBeUndefined();
    await kiosk[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(test.center.hub.linked().has(id)).toBe(false), WITHIN);
    clock.moveOn(seconds(20));
    await new Promise((later) => setTimeout(later, 6000)); // every card is made anew within five seconds
    expect(await lasting(test, id)).toEqual([]);
    clock.moveOn(seconds(45));
    await vi.waitFor(async () => {
      expect(await lasting(test, id)).toMatchObject([
        { code: 'not-connected', class: code, endedAt: null, seenBy: null },
      ]);
    }, WITHIN);
    expect(await firstTrouble(test, id)).toBe('not-connected');
    const [alert] = await lasting(test, id);
    await using _back = linked();
    await isLinked();
    await vi.waitFor(async () => expect(await firstTrouble(test, id)).toBeUndefined(), WITHIN);
    await new Promise((later) => setTimeout(later, 6000));
    expect(await lasting(test, id)).toHaveLength(1); // what comes and goes is one alert
    clock.moveOn(seconds(65));
    await vi.waitFor(async () => expect(await lasting(test, id)).toEqual([]), WITHIN);
    const inspector = await test.as('inspector');
    const { body } = await inspector.get<AlertView[]>('/alerts');
    expect(body.filter(({ kiosk: whose, code: kind }) => whose === id && kind === 'not-connected')).toMatchObject([
      { id: alert?.id, endedAt: expect.any(Number) as number },
    ]);
  });
});

describe('a journal that was rewritten', () => {
  let test: TestCenter;
  beforeAll(async () => {
    test = await startCenter();
  });
  afterAll(() => test[Symbol.asyncDispose]());

  /** A linked kiosk whose journal can be changed for another behind the center's back. */
  async function kioskWith(index: number, journal: Journal) {
    const { kiosk: id, class: code } = seededClass(index);
    const now = systemClock.now();
    const place = { institution: '沈阳工学院', room: `J${String(index)}`, pairedAt: now, pairedBy: 'inspector' };
    await test.center.kiosks.pair({ id, key: formatVerifierKey(sha256Bytes, journal.key), ...place });
    let current = journal;
    const kiosk = startTestKiosk(test.origin, {
      key: journal.key,
      state: () => seededState(code, systemClock.now()),
      consistency: (first, second) => (second > current.tree.size ? null : current.tree.consistency(first, second)),
    });
    await vi.waitFor(() => expect(test.center.hub.linked().get(id)?.state).toBeTruthy(), WITHIN);
    return {
      id,
      tell: (size: number) => kiosk.outbox.put('checkpoint', current.checkpoint(size).body, systemClock.now()),
      replace: (next: Journal) => {
        current = next;
      },
      headIs: (size: number) =>
        vi.waitFor(async () => expect((await test.center.kiosks.newestHead(id))?.size).toBe(size), WITHIN),
      [Symbol.asyncDispose]: () => kiosk[Symbol.asyncDispose](),
    };
  }

  it.each([
    { what: 'forked', size: 60, grown: 60, words: '证据日志被改写' },
    { what: 'shrunken', size: 30, grown: 30, words: '证据日志变短了' },
  ])('$what: an alarm that only words and a second person end', async ({ size, grown, words }) => {
    const key = newKey();
    await using kiosk = await kioskWith(size, new Journal(key, 50));
    kiosk.tell(10);
    kiosk.tell(50);
    await kiosk.headIs(50);
    expect(await lasting(test, kiosk.id)).toEqual([]);
    kiosk.replace(new Journal(key, grown, 20));
    kiosk.tell(size);
    await vi.waitFor(async () => {
      const alerts = await lasting(test, kiosk.id);
      expect(alerts).toMatchObject([
        { code: 'journal', message: expect.stringContaining(words) as string, seenBy: null },
      ]);
    }, WITHIN);
    await vi.waitFor(async () => expect(await firstTrouble(test, kiosk.id)).toBe('journal'), WITHIN);
    expect((await test.center.kiosks.newestHead(kiosk.id))?.size).toBe(50);

    const [alert] = await lasting(test, kiosk.id);
    const inspector = await test.as('inspector');
    const note = (body: object) =>
      inspector.send<{ error?: { code: string } }>('POST', `/alerts/${String(alert?.id)}/note`, body);
    const reason = '已到现场核对，硬盘由备份恢复';
    const second = { user: 'second', password: PASSWORD };
    expect((await note({ note: '', countersign: second })).body.error?.code).toBe('words-needed');
    expect((await note({ note: reason })).body.error?.code).toBe('second-person-missing');
    for (const countersign of [
      { user: 'inspector', password: PASSWORD },
      { user: 'second', password: 'wrong-password' },
      { user: 'institution', password: PASSWORD },
    ])
      expect((await note({ note: reason, countersign })).status).not.toBe(200);
    const institution = await test.as('institution');
    expect((await institution.send('POST', `/alerts/${String(alert?.id)}/note`, { note: reason })).status).toBe(403);
    expect(await lasting(test, kiosk.id)).toHaveLength(1);
    expect((await note({ note: reason, countersign: second })).status).toBe(200);
    expect(await lasting(test, kiosk.id)).toEqual([]);
    const administrator = await test.as('administrator');
    const { body } = await administrator.get<{ lines: { action: string; detail: string }[] }>(
      `/audit?subject=${kiosk.id}`,
    );
    expect(body.lines.find(({ action }) => action === 'alert-noted')?.detail).toContain('复核 郑检查');
  });
});

const there = postgresPrograms() !== null && redisIsThere();

describe.skipIf(!there)('alerts with two hubs (apt-get install postgresql redis-server)', () => {
  let postgres: TestPostgres;
  let redis: TestRedis;
  const hubs: TestCenter[] = [];
  const key = newKey();
  const { kiosk: id, class: code } = seededClass(0);
  let trouble: KioskState['cameras'][number]['health'] = { kind: 'ok' };
  let kiosk: TestKiosk;

  beforeAll(async () => {
    postgres = await startPostgres();
    redis = await startRedis();
    const database = await postgres.database();
    for (const join of [false, true]) {
      const port = await freePort();
      const url = `http://127.0.0.1:${String(port)}`;
      hubs.push(
        await startCenter(
          {
            http: { host: '127.0.0.1', port, names: [], proxied: false, allowClear: false },
            database,
            growing: { redis: redis.url, secret: TEST_SECRET, url, allowClear: false, ca: null },
          },
          { join },
        ),
      );
    }
    const [first] = hubs as [TestCenter, TestCenter];
    await seedClasses(first.center, 1, systemClock.now(), () => formatVerifierKey(sha256Bytes, key));
    kiosk = startTestKiosk(first.origin, {
      key,
      state: () => {
        const state = seededState(code, systemClock.now());
        return {
          ...state,
          cameras: state.cameras.map((one) => (one.id === 'room' ? { ...one, health: trouble } : one)),
        };
      },
    });
    for (const { center } of hubs)
      await vi.waitFor(() => expect(center.hub.linked().get(id)?.state).toBeTruthy(), WITHIN);
  });
  afterAll(async () => {
    await kiosk[Symbol.asyncDispose]();
    for (const hub of hubs) await hub[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
    await postgres[Symbol.asyncDispose]();
  });

  it('a trouble that both see, and an alarm that one of them is told, are raised once and seen on both', async () => {
    trouble = { kind: 'blocked', since: systemClock.now() - 1000 };
    const alarm = { code: 'recorder-failed', camera: null, over: false, since: systemClock.now(), message: '录像停了' };
    kiosk.outbox.put('alarm', alarm, systemClock.now());
    const [first, second] = hubs as [TestCenter, TestCenter];
    const codes = async (hub: TestCenter) => (await lasting(hub, id)).map((alert) => alert.code).sort();
    for (const hub of hubs)
      await vi.waitFor(async () => expect(await codes(hub)).toEqual(['camera-blocked', 'recorder-failed']), WITHIN);
    await new Promise((later) => setTimeout(later, 3000)); // both go on looking
    const [one, other] = [await lasting(first, id), await lasting(second, id)];
    expect(one).toHaveLength(2);
    expect(other).toEqual(one);
    const rows = await first.center.db.query.selectFrom('alert').selectAll().where('kiosk', '=', id).execute();
    expect(rows).toHaveLength(2);
    for (const hub of hubs) expect(await firstTrouble(hub, id)).toBe('camera-blocked');

    const raised = other.find((alert) => alert.code === 'recorder-failed');
    const inspector = await second.as('inspector');
    const { status } = await inspector.send('POST', `/alerts/${String(raised?.id)}/note`, { note: '已换硬盘' });
    expect(status).toBe(200);
    await vi.waitFor(async () => expect(await codes(first)).toEqual(['camera-blocked']), WITHIN);
  });
});
