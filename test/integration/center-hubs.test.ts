import { createHash } from 'node:crypto';
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { HUB_NAMESPACE } from '../../core/contract/center/hubs.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { startHub, type TestHub } from '../support/center/hub.ts';
import { pair, quietState, startTestKiosk, type TestKiosk } from '../support/center/kiosk.ts';
import { FRONT, LoopingCamera } from '../support/center/looping-camera.ts';
import { postgresPrograms, startPostgres, type TestPostgres } from '../support/center/servers/postgres.ts';
import { redisIsThere, startRedis, type TestRedis } from '../support/center/servers/redis.ts';
import { Viewer } from '../support/center/viewer.ts';

const there = postgresPrograms() !== null && redisIsThere();
const never = (): AbortSignal => new AbortController().signal;
const sub = { camera: FRONT, size: 'sub' } as const;

describe.skipIf(!there)('two hubs on PostgreSQL and Redis (apt-get install postgresql redis-server)', () => {
  let postgres: TestPostgres;
  let redis: TestRedis;
  let where: string;
  let first: TestHub;
  let second: TestHub;
  let camera: LoopingCamera;
  let kiosk: TestKiosk;
  let marks = 0;

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres[Symbol.asyncDispose]());
  beforeEach(async () => {
    redis = await startRedis();
    where = await postgres.database();
    first = await startHub(where, { growing: { id: 'first', redis: redis.url } });
    second = await startHub(where, { growing: { id: 'second', redis: redis.url } });
    camera = new LoopingCamera();
    kiosk = startTestKiosk(first.url, {
      live: camera,
      state: () => ({ ...quietState, at: (marks += 1) }),
      carryOut: (command) => {
        const file = { name: 'a.jpg', type: 'image/jpeg', bytes: 700_000 };
        return Promise.resolve({
          answer: { kind: 'done', result: { for: command.by }, files: [file] },
          files: [{ ...file, content: bytes(700_000) }],
        });
      },
    });
    await pair(first, 'k1', kiosk.verifierKey);
    await vi.waitFor(() => expect(second.hub.linked().get('k1')?.state).toBeTruthy(), 30_000);
  });
  afterEach(async () => {
    await kiosk[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
    await second[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
  });

  it('each knows which kiosks the other holds, and how they are', async () => {
    expect(second.hub.linked().get('k1')).toMatchObject({ here: false, kiosk: { room: 'B301' } });
    expect(second.hub.figures().kiosks).toBe(0);
    const before = second.hub.linked().get('k1')?.state?.at ?? 0;
    await vi.waitFor(() => expect(second.hub.linked().get('k1')?.state?.at).toBeGreaterThan(before), 20_000);
    await kiosk[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(second.hub.linked().has('k1')).toBe(false), 30_000);
  });

  it('a hub that starts later is told of all', async () => {
    await using third = await startHub(where, { growing: { id: 'third', redis: redis.url } });
    await vi.waitFor(() => expect(third.hub.linked().get('k1')?.state).toBeTruthy(), 30_000);
    const names = () => third.others().map(({ id }) => id);
    await vi.waitFor(() => expect(names().sort()).toEqual(['first', 'second']), 30_000);
  });

  it('a code that an inspector enters at one hub links the kiosk that waits at the other', async () => {
    await using other = startTestKiosk(first.url);
    await vi.waitFor(() => expect(other.uplink.status().kind).toBe('unpaired'), 30_000);
    await pair(second, 'k2', other.verifierKey);
    await vi.waitFor(() => expect(other.uplink.status().kind).toBe('connected'), 30_000);
  });

  it('a camera is watched through the other hub, sent once, and not sent on when nobody watches', async () => {
    const viewers = [new Viewer(), new Viewer(), new Viewer()];
    const [atFirst, ...atSecond] = viewers as [Viewer, Viewer, Viewer];
    const leave = [
      first.hub.watch('k1', sub, atFirst),
      ...atSecond.map((viewer) => second.hub.watch('k1', sub, viewer)),
    ];
    await vi.waitFor(() => expect(viewers.every(({ packets }) => packets.length > 20)).toBe(true), 30_000);
    expect(camera.subscribers).toBe(1);
    expect(first.hub.figures().watchers).toBe(2); // its own, and the other hub
    for (const { packets } of viewers) {
      expect(packets[0]?.keyframe).toBe(true);
      expect(packets.map(({ frame }) => frame)).toEqual(packets.map((_, i) => (packets[0]?.frame ?? 0) + i));
    }
    for (const each of leave) each();
    await vi.waitFor(() => expect(camera.subscribers).toBe(0), 20_000);
    expect(first.hub.figures().watchers).toBe(0);
  });

  it('a command reaches the kiosk from any hub, and its files come back whole', async () => {
    const { answer, files } = await second.hub.ask('k1', { kind: 'snapshot', by: '张检查' }, never());
    expect(answer.result).toEqual({ for: '张检查' });
    const digests = files.map(({ data }) => createHash('sha256').update(data).digest('hex'));
    const sent = await Array.fromAsync(bytes(700_000));
    expect(digests).toEqual([createHash('sha256').update(Buffer.concat(sent)).digest('hex')]);
  });

  it('what a kiosk says no to is told in its own words through the other hub', async () => {
    await using busy = startTestKiosk(first.url, {
      carryOut: () => Promise.resolve({ answer: { kind: 'failed', message: '没有这个时间的录像' }, files: [] }),
    });
    await pair(first, 'k3', busy.verifierKey);
    await vi.waitFor(() => expect(second.hub.linked().has('k3')).toBe(true), 30_000);
    const asked = second.hub.ask('k3', { kind: 'snapshot', by: '张检查' }, never());
    await expect(asked).rejects.toMatchObject({ code: 'command-failed', message: '没有这个时间的录像' });
  });

  it('a kiosk that moved to the other hub is believed to be there, and its watchers go on', async () => {
    const viewer = new Viewer();
    second.hub.watch('k1', sub, viewer);
    await vi.waitFor(() => expect(viewer.packets.length).toBeGreaterThan(5), 30_000);
    await kiosk.uplink[Symbol.asyncDispose]();
    await using moved = startTestKiosk(second.url, { live: camera, key: kiosk.key });
    await vi.waitFor(() => expect(second.hub.linked().get('k1')?.here).toBe(true), 30_000);
    await vi.waitFor(() => expect(first.hub.linked().get('k1')?.here).toBe(false), 30_000);
    const before = viewer.packets.length;
    await vi.waitFor(() => expect(viewer.packets.length).toBeGreaterThan(before + 20), 30_000);
    expect(moved.uplink.status().kind).toBe('connected');
  });

  it('two that claim the same key: the later link stands, at whichever hub', async () => {
    await using copy = startTestKiosk(second.url, { key: kiosk.key, live: camera });
    await vi.waitFor(async () => {
      const { links } = (await first.kiosks.byId('k1')) ?? { links: 0 };
      const [a, b] = [first, second].map(({ hub }) => hub.linked().get('k1')?.link);
      expect(a).toBe(links);
      expect(b).toBe(links);
      const here = [first, second].filter(({ hub }) => hub.linked().get('k1')?.here === true);
      expect(here).toHaveLength(1);
    }, 20_000);
    expect(copy.verifierKey).toBe(kiosk.verifierKey);
  });

  it('news of the store reach the inspectors of every hub, once', async () => {
    const heard: string[] = [];
    for (const [name, { hub }] of Object.entries({ first, second }))
      hub.listen({ changed: () => undefined, news: (topic, about) => heard.push(`${name} ${topic} ${about}`) });
    second.hub.announce('alert', 'k1');
    await vi.waitFor(() => expect(heard).toContain('first alert k1'), 30_000);
    first.hub.announce('filing', '7');
    await vi.waitFor(() => expect(heard).toContain('second filing 7'), 30_000);
    expect(heard).toHaveLength(4);
  });

  it('without Redis both go on with what they know; when it is back they hear each other again', async () => {
    const { port } = new URL(redis.url);
    await redis[Symbol.asyncDispose]();
    const viewer = new Viewer();
    const leave = second.hub.watch('k1', sub, viewer); // from hub to hub, without Redis
    await vi.waitFor(() => expect(viewer.packets.length).toBeGreaterThan(300), 20_000); // six seconds of silence
    leave();
    expect(second.hub.linked().has('k1')).toBe(true);
    kiosk.outbox.put('clock-step', { from: 1, to: 0 }, systemClock.now());
    await vi.waitFor(() => expect(kiosk.delivery.waiting().count).toBe(0), 30_000);
    redis = await startRedis(Number(port));
    const before = second.hub.linked().get('k1')?.state?.at ?? 0;
    await vi.waitFor(() => expect(second.hub.linked().get('k1')?.state?.at).toBeGreaterThan(before), 30_000);
  });

  it('a stranger who does not know the secret gets nothing, and a hub with another secret neither', async () => {
    const stranger = io(`${first.url}${HUB_NAMESPACE}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });
    const said: string[] = [];
    stranger.onAny((event: string) => said.push(event));
    await new Promise((resolve) => stranger.once('challenge', resolve));
    stranger.emit('watch', { kiosk: 'k1', ...sub });
    const hello = { hub: 'x', nonce: 'AAAA', mac: 'AAAA' };
    expect(await stranger.timeout(5000).emitWithAck('hello', hello)).toHaveProperty('refused');
    stranger.emit('watch', { kiosk: 'k1', ...sub });
    stranger.emit('command', 'c', 'k1', { kind: 'snapshot', by: 'x' }, () => said.push('answered'));
    await new Promise((resolve) => stranger.once('disconnect', resolve));
    expect(said).toEqual(['challenge']);
    expect(camera.subscribers).toBe(0);

    const growing = { id: 'odd', redis: redis.url, secret: 'another secret of enough characters' };
    await using odd = await startHub(where, { growing });
    await vi.waitFor(() => expect(odd.hub.linked().has('k1')).toBe(true), 30_000);
    const asked = odd.hub.ask('k1', { kind: 'snapshot', by: 'x' }, never());
    await expect(asked).rejects.toMatchObject({ code: 'kiosk-silent' });
    expect(camera.subscribers).toBe(0);
  });
});

/** So many bytes, none like its neighbours. */
async function* bytes(count: number): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  for (let at = 0; at < count; at += 300_000)
    yield Uint8Array.from({ length: Math.min(300_000, count - at) }, (_, i) => (at + i) % 251);
}
