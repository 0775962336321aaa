import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import type { MediaInit } from '../../core/domain/media.ts';
import { seconds } from '../../core/domain/units.ts';
import { systemProcesses } from '../../core/platform/process.ts';
import { openCamera } from '../../kiosk/camera/camera.ts';
import { explainGap } from '../../kiosk/camera/explain.ts';
import { CAMERA, classroom, openOn, plainAddress, system, Witness } from './camera-scene.ts';

const login = (simulated: Awaited<ReturnType<typeof classroom>>) => simulated.credentials ?? undefined;

const watch = (camera: ReturnType<typeof openOn>): Witness =>
  new Witness(camera.subscribe({ name: 'test', keep: 'all' }));

beforeAll(async () => {
  await using _ = await classroom(); // renders the films
});

describe('a camera that works', () => {
  test('gives a gap `starting` that ends, an init, and every frame from a keyframe on', async () => {
    await using simulated = await classroom();
    await using camera = openOn(simulated);
    const seen = watch(camera);
    const packets = await seen.run(1, 30);
    const [begun, ended, init] = seen.events;
    expect(begun).toMatchObject({ kind: 'gap', why: 'starting', to: null });
    expect(ended).toMatchObject({ kind: 'gap', why: 'starting', to: packets[0]?.capturedAt });
    expect(init).toMatchObject({ kind: 'init', run: 1, width: 320, height: 180, timescale: 90_000 });
    expect((init as MediaInit).codec).toMatch(/^avc1\.[0-9A-F]{6}$/);
    expect(packets[0]?.keyframe).toBe(true);
    expect(packets.map((packet) => packet.frame)).toEqual(packets.map((_, i) => i));
    expect(packets.map((packet) => packet.decodeTime)).toEqual(packets.map((_, i) => i * 7500));
    for (const [i, packet] of packets.entries())
      expect(packet.capturedAt).toBeGreaterThanOrEqual(packets[i - 1]?.capturedAt ?? 0);
  });

  test('gives whoever joins later the init and the current GOP at once', async () => {
    await using simulated = await classroom();
    await using camera = openOn(simulated);
    await watch(camera).run(1, 20);
    const late = await Array.fromAsync(takeTwo(camera.subscribe({ name: 'late', keep: 'latest' })));
    expect(late.map((event) => event.kind)).toEqual(['init', 'packet']);
    expect(late[1]).toMatchObject({ keyframe: true });
  });

  test('shows its account in no process list', async () => {
    await using simulated = await classroom();
    const started: string[] = [];
    const processes = {
      spawn: (...call: Parameters<typeof systemProcesses.spawn>) => {
        started.push([call[0], ...call[1]].join(' '));
        return systemProcesses.spawn(...call);
      },
    };
    const options = { camera: CAMERA, source: plainAddress(simulated), credentials: login(simulated) };
    await using camera = openCamera(options, { ...system, processes });
    await watch(camera).run(1, 1);
    expect(started).toHaveLength(1);
    expect(started[0]).not.toMatch(/zaike-2026|admin|127\.0\.0\.1/);
  });

  test('lets in an account with any characters', async () => {
    await using simulated = await classroom();
    const credentials = { username: 'admin', password: `'"\\ %/@:#?&=王` };
    simulated.rtsp.setCredentials(credentials);
    await using camera = openOn(simulated, { credentials });
    await watch(camera).run(1, 1);
  });

  test('is recorded as it is when it sends H.265, named hvc1', async () => {
    await using simulated = await classroom();
    simulated.send('h265');
    await using camera = openOn(simulated);
    const seen = watch(camera);
    const packets = await seen.run(1, 14);
    const init = seen.events.find((event) => event.kind === 'init');
    expect(init?.codec).toMatch(/^hvc1\.1\.6\.L\d+/);
    const file = Buffer.concat([init?.data ?? Buffer.alloc(0), ...packets.map((packet) => packet.data)]);
    expect(await probe(file)).toMatchObject({
      codec_name: 'hevc',
      codec_tag_string: 'hvc1',
      nb_read_frames: String(packets.length),
    }); // prettier-ignore
  });
});

describe('a fault of the camera', () => {
  test('a wrong password is a gap `unauthorized` without the password in it, and ends when the password is right', async () => {
    await using simulated = await classroom();
    const credentials = { username: 'admin', password: 'p@ss/wörd' };
    await using camera = openOn(simulated, { credentials });
    const seen = watch(camera);
    const gap = await seen.gap('unauthorized');
    expect(gap.detail).toMatch(/401/);
    expect(JSON.stringify(seen.events)).not.toMatch(/p@ss|p%40ss/);
    expect(explainGap(gap, '教室前门')).toMatch(/摄像头「教室前门」用户名或密码不对.*请在摄像头设置中改正/);
    simulated.rtsp.setCredentials(credentials);
    await seen.run(1, 1);
    expect(seen.gaps.at(-1)).toMatchObject({ why: 'unauthorized', to: expect.any(Number) as number });
  });

  test('an address that answers nothing is `unreachable`', async () => {
    await using simulated = await classroom();
    simulated.rtsp.stall('everything');
    await using camera = openOn(simulated, { startWithin: seconds(1) });
    const gap = await watch(camera).gap('unreachable');
    expect(explainGap(gap)).toMatch(/没有应答.*电源、网线和地址/);
  });

  test('a closed port is `unreachable`, and pictures come once it is open', async () => {
    await using simulated = await classroom();
    simulated.rtsp.refuse();
    await using camera = openOn(simulated);
    const seen = watch(camera);
    expect((await seen.gap('unreachable')).detail).toMatch(/refused/);
    await simulated.rtsp.accept();
    await seen.run(1, 1);
  });

  test('a path that is not there is `not-found`', async () => {
    await using simulated = await classroom();
    await using camera = openOn(simulated, { source: `${plainAddress(simulated)}/nothing` });
    expect((await watch(camera).gap('not-found')).detail).toMatch(/404/);
  });

  test('a stream without video is `not-video`', async () => {
    await using simulated = await classroom();
    simulated.send('audio');
    await using camera = openOn(simulated);
    expect(explainGap(await watch(camera).gap('not-video'))).toMatch(/不是视频/);
  });

  test('a web page in place of a camera is `not-video`', async () => {
    await using simulated = await classroom();
    await using page = createServer((_, response) => response.end('<html>hello</html>')).listen(0, '127.0.0.1');
    await once(page, 'listening');
    const { port } = page.address() as AddressInfo;
    await using camera = openOn(simulated, { source: `rtsp://127.0.0.1:${port}/`, startWithin: seconds(20) });
    await watch(camera).gap('not-video');
  });

  test('pictures that stop coming are a gap `stalled` from the end of the last one, and a new run follows', async () => {
    await using simulated = await classroom();
    await using camera = openOn(simulated);
    const seen = watch(camera);
    await seen.run(1, 5);
    simulated.rtsp.stall('media');
    const gap = await seen.gap('stalled');
    const last = seen.packets.at(-1);
    expect(gap.from - (last?.capturedAt ?? 0)).toBeCloseTo(1000 / 12, -1);
    simulated.rtsp.resume();
    const [first] = await seen.run(2, 1);
    expect(first).toMatchObject({ frame: 0, decodeTime: 0, keyframe: true });
    expectGapsToJoin(seen, first?.capturedAt);
  });

  test.each(['reset', 'close'] as const)(
    'a connection that is ended by %s is a gap `closed`, and a new run follows',
    async (how) => {
      await using simulated = await classroom();
      await using camera = openOn(simulated);
      const seen = watch(camera);
      await seen.run(1, 5);
      simulated.rtsp.drop(how);
      const [first] = await seen.run(2, 1);
      expect(seen.gaps.map((gap) => gap.why)).toContain('closed');
      expectGapsToJoin(seen, first?.capturedAt);
    },
  );

  test('leaves the other cameras alone', async () => {
    await using simulated = await classroom();
    await using other = await classroom();
    await using camera = openOn(simulated);
    await using neighbour = openOn(other);
    const seen = watch(camera);
    const beside = watch(neighbour);
    await seen.run(1, 1);
    simulated.rtsp.stall('everything');
    await seen.gap('stalled');
    const before = beside.packets.length;
    await beside.run(1, before + 5);
    expect(beside.gaps).toHaveLength(2);
  });
});

/** The gaps between the last picture of one run and the first of the next follow each other without a hole. */
function expectGapsToJoin(seen: Witness, firstAt: number | undefined): void {
  const ended = seen.gaps.filter((gap) => gap.to !== null && gap.why !== 'starting');
  for (const [i, gap] of ended.entries()) if (i > 0) expect(gap.from).toBe(ended[i - 1]?.to);
  expect(ended.at(-1)?.to).toBe(firstAt);
}

async function* takeTwo<T>(source: AsyncIterable<T>): AsyncGenerator<T, void> {
  let left = 2;
  for await (const item of source) {
    yield item;
    left -= 1;
    if (left === 0) return;
  }
}

/** What ffprobe makes of a file's video. */
async function probe(file: Uint8Array): Promise<unknown> {
  const args = ['-v', 'error', '-count_frames', '-show_streams', '-of', 'json', '-'];
  await using child = systemProcesses.spawn('ffprobe', args, { stdin: true });
  child.stdin?.end(file);
  const parts = await Array.fromAsync(child.stdout as AsyncIterable<Buffer>);
  const found = JSON.parse(Buffer.concat(parts).toString()) as { streams: unknown[] };
  return found.streams[0];
}
