import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LivePacket } from '../../core/contract/live.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { facts } from '../../server/store/facts.ts';
import { kiosks as kioskTables } from '../../server/store/kiosks.ts';
import { openCenterDb } from '../../server/store/open.ts';
import { type Balancer, startBalancer } from '../support/center/balancer.ts';
import { type BusyChild, startBusy } from '../support/center/busy/child.ts';
import { busyName, busyVerifierKey } from '../support/center/busy/kiosk.ts';
import { type BusyKiosks, startBusyKiosks } from '../support/center/busy/kiosks.ts';
import { WATCH_NAMESPACE } from '../support/center/busy/watch.ts';
import { postgresPrograms, startPostgres, type TestPostgres } from '../support/center/servers/postgres.ts';
import { redisIsThere, startRedis, type TestRedis } from '../support/center/servers/redis.ts';

const there = postgresPrograms() !== null && redisIsThere();
const KIOSKS = 12;
const WATCHED = 2;

/** Watches a kiosk's camera as a page does: again after each reconnection. */
class Watching {
  readonly packets: LivePacket[] = [];
  readonly socket: Socket;

  constructor(url: string, kiosk: string) {
    this.socket = io(`${url}${WATCH_NAMESPACE}`, { transports: ['websocket'], forceNew: true, reconnectionDelay: 500 });
    this.socket.on('connect', () => {
      this.socket.emit('watch', { stream: 's', kiosk, camera: 'front', size: 'sub' }, () => undefined);
    });
    this.socket.on('packet', (_stream: string, packet: LivePacket, got: () => void) => {
      got();
      this.packets.push(packet);
    });
  }
}

describe.skipIf(!there)('of two hub processes one is killed (apt-get install postgresql redis-server)', () => {
  let postgres: TestPostgres;
  let redis: TestRedis;
  let where: string;
  const hubs: BusyChild[] = [];
  let balancer: Balancer;
  let busy: BusyKiosks;

  beforeAll(async () => {
    postgres = await startPostgres();
    redis = await startRedis();
    where = await postgres.database();
    await using db = await openCenterDb(where);
    const store = kioskTables(db);
    for (let number = 0; number < KIOSKS; number += 1) {
      const place = { institution: '沈阳工学院', room: busyName(number), pairedAt: systemClock.now(), pairedBy: 'x' };
      await store.pair({ id: busyName(number), key: busyVerifierKey(number), ...place });
    }
    const urls: string[] = [];
    for (const id of ['first', 'second']) {
      const { child, answer } = await startBusy('hub', { where, options: { growing: { id, redis: redis.url } } });
      hubs.push(child);
      urls.push((answer as { url: string }).url);
    }
    balancer = await startBalancer(urls);
    busy = await startBusyKiosks({ url: balancer.url, kiosks: KIOSKS, watched: WATCHED, recordEvery: 50 });
  });
  afterAll(async () => {
    await busy[Symbol.asyncDispose]();
    await balancer[Symbol.asyncDispose]();
    for (const hub of hubs) await hub[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
    await postgres[Symbol.asyncDispose]();
  });

  it('kiosks and watchers are at the other soon, live resumes, and nothing is lost or doubled', async () => {
    const allLinked = () => hubs[1]?.tell<{ linked: number }>({}) ?? Promise.reject(new Error('no hub'));
    await vi.waitFor(async () => expect((await allLinked()).linked).toBe(KIOSKS), 30_000);
    const watching = Array.from({ length: 6 }, (_, at) => new Watching(balancer.url, busyName(at % WATCHED)));
    await vi.waitFor(() => expect(watching.every(({ packets }) => packets.length > 12)).toBe(true), 30_000);

    hubs[0]?.kill('SIGKILL');
    const before = watching.map(({ packets }) => packets.length);
    await vi.waitFor(async () => {
      expect((await busy.figures()).connected).toBe(KIOSKS);
      expect((await allLinked()).linked).toBe(KIOSKS);
      expect(watching.every(({ packets }, at) => packets.length > (before[at] ?? 0) + 12)).toBe(true);
    }, 30_000); // how long it takes is measured by the benchmark

    const { put } = await busy.rest();
    await vi.waitFor(async () => expect((await busy.figures()).waiting).toBe(0), 30_000);
    for (const { socket } of watching) socket.disconnect();

    await using db = await openCenterDb(where);
    const store = kioskTables(db);
    const left = async (kiosk: string) => [...(await store.unhandled(kiosk, 1)), ...(await store.unproven(kiosk, 1))];
    for (const [number, { record, checkpoint, alarm }] of put.entries()) {
      const kiosk = busyName(number);
      const records = await store.items(kiosk, 'record', 0, 10_000);
      expect(records.map(({ body }) => (body as { id: number }).id)).toEqual(
        Array.from({ length: record }, (_, i) => i + 1),
      );
      expect(await store.items(kiosk, 'alarm', 0, 10_000)).toHaveLength(alarm);
      // Acted on, too: what the killed hub had acknowledged and not yet acted on.
      await vi.waitFor(async () => expect(await left(kiosk)).toEqual([]), 30_000);
      expect(await facts(db).of('record', { kiosk })).toHaveLength(record);
      const heads = await db.query.selectFrom('head').select('proven').where('kiosk', '=', kiosk).execute();
      expect(heads).toHaveLength(checkpoint);
      expect(heads.filter(({ proven }) => proven === 1)).toHaveLength(Math.max(0, checkpoint - 1));
    }
  });
});
