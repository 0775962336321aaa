import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { KioskView } from '../../core/contract/center/kiosks.ts';
import { formatVerifierKey } from '../../core/domain/checkpoint.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { kioskKey } from '../../kiosk/evidence/key.ts';
import { startCenter, type TestCenter } from '../support/center/center.ts';
import { startTestKiosk, type TestKiosk } from '../support/center/kiosk.ts';
import { helloOf, knock } from '../support/center/knock.ts';
import { pairByCode } from '../support/center/pairing.ts';
import { sha256Bytes } from '../support/center/sha256.ts';

const WITHIN = { timeout: 60_000, interval: 50 };
const alarm = (since: number) => ({ code: 'disk-low', camera: null, over: false, since, message: '磁盘快满了' });

/*
 * What a kiosk that is paired, and has gone bad, can do to the center's program, beside one that has not.
 */
describe('a paired kiosk gone bad', () => {
  let test: TestCenter;
  let good: TestKiosk;
  let goodId: string;
  let told = 0;
  const key = kioskKey(generateKeyPairSync('ed25519').privateKey);
  const id = 'bad';

  beforeAll(async () => {
    test = await startCenter();
    good = startTestKiosk(test.origin);
    goodId = (await pairByCode(test, good)).id;
    const place = { institution: '沈阳工学院', room: 'X1', pairedAt: systemClock.now(), pairedBy: 'inspector' };
    await test.center.kiosks.pair({ id, key: formatVerifierKey(sha256Bytes, key), ...place });
  });
  afterAll(async () => {
    await good[Symbol.asyncDispose]();
    await test[Symbol.asyncDispose]();
  });

  async function bad() {
    const door = await knock(test.origin);
    expect((await door.hello(helloOf(key, door.challenge))).kind).toBe('welcome');
    return door;
  }
  /** The other kiosk still delivers, and inspectors still read. */
  async function restGoesOn(): Promise<void> {
    told += 1;
    good.outbox.put('alarm', alarm(told), systemClock.now());
    await vi.waitFor(async () => {
      const facts = await test.center.facts.of('alarm', { kiosk: goodId, key: `disk-low  ${String(told)}` });
      expect(facts).toHaveLength(1);
    }, WITHIN);
    const inspector = await test.as('inspector');
    const { body } = await inspector.get<KioskView[]>('/kiosks');
    expect(body.find((each) => each.id === goodId)?.connected).toBe(true);
  }

  it('a message of 100 MB ends its link, and costs nobody else anything', async () => {
    using door = await bad();
    const ended = new Promise((resolve) => door.socket.once('disconnect', resolve));
    const body = { text: 'x'.repeat(100 << 20) };
    door.socket.emit('deliver', { items: [{ id: 1, kind: 'record', body, createdAt: 1 }] });
    await ended;
    expect(await test.center.kiosks.items(id, 'record', 0, 10)).toEqual([]);
    await restGoesOn();
  });

  it('a flood ends its link', async () => {
    using door = await bad();
    const ended = new Promise((resolve) => door.socket.once('disconnect', resolve));
    for (let n = 0; n < 2000; n += 1) door.socket.emit('state', {});
    await ended;
    await restGoesOn();
  });

  it('bodies that do not fit their kind are kept with their fault, and mean nothing', async () => {
    using door = await bad();
    const items = [
      { id: 1, kind: 'record', body: { v: 1, anything: true }, createdAt: 1 },
      { id: 2, kind: 'strips', body: { v: 1, class: 'C', date: '2026-10-08', no: 1, seen: 'everybody' }, createdAt: 1 },
      { id: 3, kind: 'gossip', body: {}, createdAt: 1 },
      { id: 4, kind: 'alarm', body: { v: 1, ...alarm(1) }, createdAt: 1 },
    ];
    expect(await door.socket.timeout(5000).emitWithAck('deliver', { items })).toEqual({ acknowledged: 4 });
    await vi.waitFor(async () => expect(await test.center.facts.of('alarm', { kiosk: id })).toHaveLength(1), WITHIN);
    const kept = await test.center.db.query
      .selectFrom('item')
      .selectAll()
      .where('kiosk', '=', id)
      .orderBy('id')
      .execute();
    expect(kept.map(({ fault }) => fault !== '')).toEqual([true, true, true, false]);
    for (const kind of ['record', 'strips'] as const)
      expect(await test.center.facts.of(kind, { kiosk: id })).toEqual([]);
    await restGoesOn();
  });

  it('a hello that was heard before, or signed by another, opens nothing', async () => {
    using first = await knock(test.origin);
    const hello = helloOf(key, first.challenge);
    expect((await first.hello(hello)).kind).toBe('welcome');
    using second = await knock(test.origin);
    expect((await second.hello(hello)).kind).toBe('refused');
    using third = await knock(test.origin);
    const other = kioskKey(generateKeyPairSync('ed25519').privateKey);
    expect((await third.hello(helloOf(key, third.challenge, other))).kind).toBe('refused');
    await restGoesOn();
  });

  it('a request of 100 MB is refused', async () => {
    const inspector = await test.as('inspector');
    const body = { code: 'A'.repeat(100 << 20), institution: 'x', room: 'y' };
    const answer = await inspector.send('POST', '/kiosks', body).catch((error: unknown) => error as Error);
    // Refused by its length before it is read: the answer, or the end of the connection, comes first.
    if (!(answer instanceof Error)) expect(answer.status).toBe(413);
    await restGoesOn();
  });
});
