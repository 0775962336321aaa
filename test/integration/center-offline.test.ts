import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server } from 'socket.io';
import { describe, expect, it, vi } from 'vitest';
import { KIOSK_NAMESPACE } from '../../core/contract/center/link.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { startHub } from '../support/center/hub.ts';
import { pair, startTestKiosk, type TestKiosk } from '../support/center/kiosk.ts';
import { tapBefore } from '../support/center/tap.ts';

const WITHIN = { timeout: 120_000, interval: 100 };
const ITEMS = 5000;

function tell(kiosk: TestKiosk, from: number, to: number): void {
  kiosk.db.transaction(() => {
    for (let n = from; n <= to; n += 1) kiosk.outbox.put('clock-step', { from: n, to: 0 }, systemClock.now());
  })();
}

/** The ids of the items in the messages of a kiosk, as often as they were sent. */
function sentIds(messages: readonly Buffer[]): number[] {
  return messages.flatMap((message) => {
    const text = message.toString();
    const start = text.indexOf('["deliver",');
    if (start < 0) return [];
    const [, { items }] = JSON.parse(text.slice(start)) as [string, { items: { id: number }[] }];
    return items.map(({ id }) => id);
  });
}

describe('days offline and back', () => {
  it('loses and doubles nothing: connections cut anywhere, a hub back from an older backup', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zaike-offline-'));
    const where = join(folder, 'center.db');
    let hub = await startHub(where);
    await using tap = await tapBefore(() => hub.url);
    await using kiosk = startTestKiosk(tap.url);
    await pair(hub, 'k1', kiosk.verifierKey);
    await hub[Symbol.asyncDispose]();
    // Days without a center.
    tell(kiosk, 1, ITEMS);
    let random = 7;
    const next = (): number => (random = (random * 48_271) % 2_147_483_647) / 2_147_483_647;
    tap.cutAfter(() => 20_000 + Math.floor(next() * 100_000));
    hub = await startHub(where);
    await vi.waitFor(async () => {
      expect((await hub.kiosks.byId('k1'))?.acknowledged).toBeGreaterThan(ITEMS / 5);
    }, WITHIN);
    // A backup of the center as it is in the middle of it; then everything goes on to the end.
    await hub[Symbol.asyncDispose]();
    copyFileSync(where, `${where}.backup`);
    hub = await startHub(where);
    const inBackup = (await hub.kiosks.byId('k1'))?.acknowledged ?? 0;
    await vi.waitFor(() => expect(kiosk.delivery.waiting().count).toBe(0), WITHIN);
    expect(inBackup).toBeLessThan(ITEMS);
    // The center's disk dies; the backup is put in its place, while the kiosk has more to tell.
    await hub[Symbol.asyncDispose]();
    tell(kiosk, ITEMS + 1, ITEMS + 500);
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${where}${suffix}`, { force: true });
    copyFileSync(`${where}.backup`, where);
    tap.cutAfter(null);
    hub = await startHub(where);
    await vi.waitFor(async () => {
      expect((await hub.kiosks.byId('k1'))?.acknowledged).toBe(ITEMS + 500);
    }, WITHIN);
    const items = await hub.kiosks.items('k1', 'clock-step', 0, 10_000);
    expect(items.map(({ body }) => (body as { from: number }).from)).toEqual(
      Array.from({ length: ITEMS + 500 }, (_, i) => i + 1),
    );
    // It was put to the test: connections were cut, and items were sent more than once.
    const sent = sentIds(tap.messages());
    expect(tap.cuts).toBeGreaterThan(3);
    expect(sent.length).toBeGreaterThan(ITEMS + 500 + (ITEMS - inBackup) / 2);
    await hub[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  }, 180_000);

  it('a kiosk that is too old is told so, stays so, and keeps what it would tell', async () => {
    const server = createServer();
    const io = new Server(server, { transports: ['websocket'], serveClient: false });
    let hellos = 0;
    io.of(KIOSK_NAMESPACE).on('connection', (socket) => {
      socket.on('hello', (_hello: unknown, answer: (answer: unknown) => void) => {
        hellos += 1;
        answer({ kind: 'too-old', oldest: 9, message: '教室电脑的版本太旧，请升级；录像与考勤不受影响' });
        setTimeout(() => socket.disconnect(true), 50);
      });
      socket.emit('challenge', { center: 'later-center', nonce: 'AAAA' });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    await using kiosk = startTestKiosk(url);
    await vi.waitFor(() => expect(kiosk.uplink.status().kind).toBe('too-old'), WITHIN);
    const over = new Promise((resolve) => io.of(KIOSK_NAMESPACE).on('connection', resolve));
    tell(kiosk, 1, 10);
    // The center hangs up: what it said holds, and it is not called again every second.
    const again = await Promise.race([over, new Promise((resolve) => setTimeout(() => resolve('quiet'), 4000))]);
    expect(again).toBe('quiet');
    expect(hellos).toBe(1);
    expect(kiosk.uplink.status()).toMatchObject({
      kind: 'too-old',
      message: expect.stringContaining('请升级') as string,
    });
    expect(kiosk.delivery.waiting().count).toBe(10);
    await io.close();
  }, 60_000);
});
