import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { formatVerifierKey } from '../../core/domain/checkpoint.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { type KioskKey, kioskKey } from '../../kiosk/evidence/key.ts';
import { openUplink } from '../../kiosk/uplink/uplink.ts';
import { startHub, type TestHub } from '../support/center/hub.ts';
import { noLive, pair, startTestKiosk } from '../support/center/kiosk.ts';
import { helloOf, knock } from '../support/center/knock.ts';
import { sha256Bytes } from '../support/center/sha256.ts';
import { describeOnBothStores } from '../support/center/stores.ts';

const newKey = (): KioskKey => kioskKey(generateKeyPairSync('ed25519').privateKey);

describeOnBothStores('the link between a kiosk and the center', ({ fresh }) => {
  let center: TestHub;
  beforeEach(async () => {
    center = await startHub(await fresh());
  });
  afterEach(() => center[Symbol.asyncDispose]());

  it('an unpaired kiosk shows a code; when an inspector has entered it, the kiosk is linked', async () => {
    await using kiosk = startTestKiosk(center.url);
    await vi.waitFor(() => expect(kiosk.uplink.status().kind).toBe('unpaired'), 30_000);
    const status = kiosk.uplink.status();
    const code = status.kind === 'unpaired' ? status.code : '';
    expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    const key = await center.kiosks.takeOffer(code.replace('-', ''), systemClock.now());
    expect(key).toBe(kiosk.verifierKey);
    await pair(center, 'k1', key ?? '');
    await vi.waitFor(() => expect(kiosk.uplink.status()).toMatchObject({ kind: 'connected', room: 'B301' }), 30_000);
    expect(await center.kiosks.takeOffer(code.replace('-', ''), systemClock.now())).toBeUndefined(); // used up
  });

  it('delivers what waits, once and in order, though the center goes away in the middle', async () => {
    const where = await fresh();
    let hub = await startHub(where);
    const { port } = new URL(hub.url);
    await using kiosk = startTestKiosk(hub.url);
    await pair(hub, 'k1', kiosk.verifierKey);
    for (let n = 1; n <= 3000; n += 1) kiosk.outbox.put('clock-step', { from: n, to: 0 }, systemClock.now());
    await vi.waitFor(async () => expect((await hub.kiosks.byId('k1'))?.acknowledged).toBeGreaterThan(200), 20_000);
    await hub[Symbol.asyncDispose]();
    for (let n = 3001; n <= 3500; n += 1) kiosk.outbox.put('clock-step', { from: n, to: 0 }, systemClock.now());
    hub = await startHub(where, { port: Number(port) });
    await using _hub = hub;
    await vi.waitFor(() => expect(kiosk.delivery.waiting().count).toBe(0), 60_000);
    const items = await hub.kiosks.items('k1', 'clock-step', 0, 10_000);
    expect(items.map(({ body }) => (body as { from: number }).from)).toEqual(
      Array.from({ length: 3500 }, (_, i) => i + 1),
    );
  });

  it('a signature of another key is refused', async () => {
    using door = await knock(center.url);
    const answer = await door.hello(helloOf(newKey(), door.challenge, newKey()));
    expect(answer).toEqual({ kind: 'refused', message: '签名不对' });
  });

  it('an answer to another connection’s challenge is refused', async () => {
    using first = await knock(center.url);
    using second = await knock(center.url);
    const answer = await second.hello(helloOf(newKey(), first.challenge));
    expect(answer.kind).toBe('refused');
  });

  it('a challenge is good for one hello', async () => {
    using door = await knock(center.url);
    const hello = helloOf(newKey(), door.challenge);
    expect((await door.hello(hello)).kind).toBe('unpaired');
    expect((await door.hello(hello)).kind).toBe('refused');
  });

  it('a kiosk of an older contract is told so in words', async () => {
    using door = await knock(center.url);
    const answer = await door.hello({ ...helloOf(newKey(), door.challenge), contract: 0 });
    expect(answer.kind).toBe('refused'); // 0 is no contract at all
  });

  it('before the hello nothing is heard', async () => {
    using door = await knock(center.url);
    const delivery = { items: [{ id: 1, kind: 'record', body: {}, createdAt: 1 }] };
    await expect(door.socket.timeout(500).emitWithAck('deliver', delivery)).rejects.toThrow();
    expect(center.hub.figures().kiosks).toBe(0);
  });

  it('events that do not fit are passed over, the rest goes on', async () => {
    using door = await knock(center.url);
    const key = newKey();
    await pair(center, 'k1', formatVerifierKey(sha256Bytes, key));
    expect((await door.hello(helloOf(key, door.challenge))).kind).toBe('welcome');
    for (const event of ['state', 'init', 'packet', 'ended', 'chunk', 'deliver', 'offer', 'nonsense'])
      for (const value of [undefined, null, 7, 'x', [], { items: 'x' }]) door.socket.emit(event, value);
    const bad = (await door.socket.timeout(5000).emitWithAck('deliver', { items: [] })) as unknown;
    expect(bad).toHaveProperty('refused');
    const swapped = [2, 1].map((id) => ({ id, kind: 'record', body: {}, createdAt: 1 }));
    expect(await door.socket.timeout(5000).emitWithAck('deliver', { items: swapped })).toHaveProperty('refused');
    const good = { items: [{ id: 1, kind: 'record', body: { n: 1 }, createdAt: 1 }] };
    expect(await door.socket.timeout(5000).emitWithAck('deliver', good)).toEqual({ acknowledged: 1 });
    expect(await door.socket.timeout(5000).emitWithAck('deliver', good)).toEqual({ acknowledged: 1 });
    expect(await center.kiosks.items('k1', 'record', 0, 10)).toHaveLength(1);
  });

  it('a flood of messages ends the link, and only that one', async () => {
    await using other = startTestKiosk(center.url);
    await pair(center, 'k2', other.verifierKey);
    using door = await knock(center.url);
    const key = newKey();
    await pair(center, 'k1', formatVerifierKey(sha256Bytes, key));
    await door.hello(helloOf(key, door.challenge));
    const ended = new Promise((resolve) => door.socket.once('disconnect', resolve));
    for (let n = 0; n < 1000; n += 1) door.socket.emit('state', {});
    await ended;
    await vi.waitFor(() => expect(other.uplink.status().kind).toBe('connected'), 30_000);
  });

  it('what was delivered can neither be changed nor deleted, even by SQL', async () => {
    await pair(center, 'k1', 'key');
    const item = { id: 1, kind: 'record', body: {}, createdAt: 1, fault: '' };
    await center.kiosks.receive('k1', [item], systemClock.now());
    const { query } = center.db;
    await expect(query.deleteFrom('item').execute()).rejects.toThrow(/append-only/);
  });

  it('clear text over a network is refused', () => {
    const link = () => openUplink({ url: 'http://center.example', allowClear: false, live: noLive } as never);
    expect(link).toThrow(/https/);
  });
});
