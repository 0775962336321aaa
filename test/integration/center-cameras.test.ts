import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { cameraId } from '../../core/domain/ids.ts';
import type { LiveWay } from '../../core/domain/live-way.ts';
import { systemProcesses } from '../../core/platform/process.ts';
import { networkCameras } from '../../kiosk/camera/open-directory.ts';
import { type CameraSetting, type Cameras, openCameras } from '../../kiosk/cameras.ts';
import { type CenterLive, centerLive } from '../../kiosk/center-live.ts';
import { testFilm } from '../support/camera/film/test-film.ts';
import {
  type SimulatedCamera,
  type SimulatedCameraOptions,
  startSimulatedCamera,
} from '../support/camera/simulated-camera.ts';
import { plainAddress, system, Witness } from './camera-scene.ts';

const films = { main: '', sub: '', hevc: '', hevcSub: '' };
beforeAll(async () => {
  films.main = await testFilm(systemProcesses, { width: 320, height: 180 });
  films.sub = await testFilm(systemProcesses, { width: 160, height: 90 });
  films.hevc = await testFilm(systemProcesses, { codec: 'h265', width: 320, height: 180 });
  films.hevcSub = await testFilm(systemProcesses, { codec: 'h265', width: 160, height: 90 });
});

interface Room extends AsyncDisposable {
  readonly simulated: readonly SimulatedCamera[];
  readonly cameras: Cameras;
  readonly live: CenterLive;
  readonly watched: string[];
  /** Cameras whose sub-stream was set. */
  readonly changed: string[];
}

interface Wanted extends SimulatedCameraOptions {
  /** Known by its RTSP address alone. */
  readonly plain?: boolean;
}

/** A kiosk's cameras over simulated ones: `c1`, `c2` … */
async function room(
  wanted: readonly Wanted[],
  { mostTranscoded = 2, order = ['sub-stream', 'transcode'] as readonly LiveWay[] } = {},
): Promise<Room> {
  await using open = new AsyncDisposableStack();
  const simulated: SimulatedCamera[] = [];
  const settings: CameraSetting[] = [];
  for (const [i, { plain = false, ...options }] of wanted.entries()) {
    const camera = open.use(await startSimulatedCamera(options, system.clock));
    simulated.push(camera);
    settings.push({
      id: cameraId(`c${String(i + 1)}`),
      name: `摄像机 ${String(i + 1)}`,
      ...{ role: 'room', stream: 'main', account: camera.credentials },
      address: plain ? plainAddress(camera) : camera.onvifXaddr,
    });
  }
  const directory = networkCameras(system.clock, { networks: ['127.0.0.1'] });
  const cameras = open.use(openCameras(settings, false, { ...system, directory }));
  const watched: string[] = [];
  const changed: string[] = [];
  const live = centerLive({
    ...{ ...system, cameras, directory, mostTranscoded, order, settings: () => settings },
    changed: (camera) => changed.push(camera),
    watched: (camera, size) => watched.push(`${camera} ${size}`),
  });
  await vi.waitFor(() => {
    for (const { id } of settings)
      expect(cameras.camera(id).health()).toMatchObject({ gap: null, codec: expect.any(String) as string });
  }, 30_000);
  const resources = open.move();
  return { simulated, cameras, live, watched, changed, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** Watches until disposed of. */
function watch(live: CenterLive, camera: string, size: 'sub' | 'main' = 'sub') {
  const stop = new AbortController();
  const witness = new Witness(live.subscribe({ camera, size }, stop.signal));
  return { witness, [Symbol.dispose]: () => stop.abort() };
}

const initOf = (witness: Witness) => witness.until(({ events }) => events.find((event) => event.kind === 'init'));

describe('the center watches', () => {
  it('the sub-stream, captured once for all and no longer than somebody watches, beside an untouched recording', async () => {
    await using here = await room([{ main: { film: films.main }, sub: { film: films.sub } }]);
    const recorded = new Witness(here.cameras.subscribe(cameraId('c1'), new AbortController().signal));
    const rtsp = here.simulated[0]?.rtsp ?? expect.fail('no camera');
    expect(here.live.kindOf(cameraId('c1'))).toBe('sub');
    expect(rtsp.playing()).toBe(1);
    {
      using one = watch(here.live, 'c1');
      using two = watch(here.live, 'c1');
      expect(await initOf(one.witness)).toMatchObject({ width: 160, codec: expect.stringMatching(/^avc1/) as string });
      await initOf(two.witness);
      expect(rtsp.playing()).toBe(2);
    }
    await vi.waitFor(() => expect(rtsp.playing()).toBe(1), 30_000);
    const frames = await recorded.run(1, 30);
    expect(frames.map(({ frame }) => frame)).toEqual(frames.map((_, i) => (frames[0]?.frame ?? 0) + i));
    expect(recorded.gaps).toEqual([]);
    expect(here.watched).toEqual(['c1 sub', 'c1 sub']);
  });

  it('the main picture as it is recorded, on request', async () => {
    await using here = await room([{ main: { film: films.main }, sub: { film: films.sub } }]);
    using one = watch(here.live, 'c1', 'main');
    const init = await initOf(one.witness);
    expect(init).toMatchObject({ width: 320, run: 1 });
    expect(here.simulated[0]?.rtsp.playing()).toBe(1);
  });

  it('as recorded where the camera has no sub-stream, or does not give it', async () => {
    await using here = await room([
      { main: { film: films.main }, plain: true },
      { main: { film: films.main }, sub: { film: films.sub } },
    ]);
    expect(here.live.kindOf(cameraId('c1'))).toBe('main');
    here.simulated[1]?.rtsp.setStream('/sub', null);
    for (const id of ['c1', 'c2']) {
      using one = watch(here.live, id);
      expect(await one.witness.until(({ events }) => events.find((event) => event.kind === 'init'))).toMatchObject({
        width: 320,
      });
      expect(here.live.kindOf(cameraId(id))).toBe('main');
    }
  });

  it('no camera that is not there', async () => {
    await using here = await room([{ main: { film: films.main }, plain: true }]);
    const gone = here.live.subscribe({ camera: 'c9', size: 'sub' }, new AbortController().signal);
    await expect(Array.fromAsync(gone)).rejects.toThrow('没有这个摄像头');
  });
});

describe('a camera that sends H.265', () => {
  const hevc = (): Wanted => ({ main: { film: films.hevc }, plain: true });

  it('is seen by its H.264 sub-stream', async () => {
    await using here = await room([{ main: { film: films.hevc }, sub: { film: films.sub } }]);
    using one = watch(here.live, 'c1');
    expect(await initOf(one.witness)).toMatchObject({ width: 160, codec: expect.stringMatching(/^avc1/) as string });
    expect(here.live.kindOf(cameraId('c1'))).toBe('sub');
  });

  it('is transcoded to H.264 that can be decoded, while its recording stays H.265', async () => {
    await using here = await room([hevc()]);
    expect(here.live.kindOf(cameraId('c1'))).toBe('transcoded');
    using one = watch(here.live, 'c1');
    const init = await initOf(one.witness);
    expect(init).toMatchObject({ width: 320, codec: expect.stringMatching(/^avc1/) as string });
    const packets = await one.witness.run(init.run, 20);
    expect(packets[0]).toMatchObject({ keyframe: true, frame: 0 });
    const shown = brightness([init.data, ...packets.map(({ data }) => data)]);
    expect(shown.frames).toBeGreaterThanOrEqual(20);
    expect(shown.mean).toBeGreaterThan(30);
    expect(here.cameras.camera(cameraId('c1')).health().codec).toMatch(/^hvc1/);
    expect(here.cameras.camera(cameraId('c1')).health().gaps).toBe(1);
  });

  it('with an H.265 sub-stream has that one transcoded', async () => {
    await using here = await room([{ main: { film: films.hevc }, sub: { film: films.hevcSub } }]);
    using one = watch(here.live, 'c1');
    expect(await initOf(one.witness)).toMatchObject({ width: 160, codec: expect.stringMatching(/^avc1/) as string });
    expect(here.live.kindOf(cameraId('c1'))).toBe('transcoded');
  });

  it('is not transcoded beyond the bound, and again when one has gone', async () => {
    await using here = await room([hevc(), hevc()], { mostTranscoded: 1 });
    const first = watch(here.live, 'c1');
    await initOf(first.witness);
    const second = here.live.subscribe({ camera: 'c2', size: 'sub' }, new AbortController().signal);
    await expect(Array.fromAsync(second)).rejects.toThrow('已在为中心转码 1 路');
    first[Symbol.dispose]();
    await vi.waitFor(async () => {
      const again = here.live.subscribe({ camera: 'c2', size: 'sub' }, new AbortController().signal);
      for await (const event of again) if (event.kind === 'init') return;
    }, 30_000);
  });

  it('is told to be set to H.264 where the kiosk may not transcode', async () => {
    await using here = await room([hevc()], { order: ['sub-stream', 'onvif'] });
    expect(here.live.kindOf(cameraId('c1'))).toBe('none');
    const events = here.live.subscribe({ camera: 'c1', size: 'sub' }, new AbortController().signal);
    await expect(Array.fromAsync(events)).rejects.toThrow('改为 H.264');
  });
});

describe('a camera that sends H.265, where the policy lets its sub-stream be set by ONVIF', () => {
  const all = ['sub-stream', 'onvif', 'transcode'] as const;
  type Encoders = NonNullable<SimulatedCameraOptions['encoders']>;
  const both = (encoders: Encoders): Wanted => ({
    ...{ main: { film: films.hevc }, sub: { film: films.hevcSub } },
    encoders: { subH264: films.sub, ...encoders },
  });
  /** What the center gets of the first camera: its codec's family and width. */
  async function seen(here: Room): Promise<string> {
    using one = watch(here.live, 'c1');
    const init = await initOf(one.witness);
    return `${init.codec.slice(0, 4)} ${String(init.width)}`;
  }
  const told = (here: Room) => [here.live.kindOf(cameraId('c1')), here.live.whyOf(cameraId('c1'))];
  const asked = (here: Room) => here.simulated[0]?.encoders.asked;

  it.each([
    { media2: true, subSays: 'H265' },
    { media2: false, subSays: 'H265' },
    { media2: false, subSays: 'HEVC' },
  ])('has it set, once and only it, and shown as it comes: %o', async (camera) => {
    await using here = await room([both({ set: 'accept', ...camera })], { order: all });
    const recorded = new Witness(here.cameras.subscribe(cameraId('c1'), new AbortController().signal));
    expect(await seen(here)).toBe('avc1 160');
    expect(told(here)).toEqual(['sub', '已通过 ONVIF 把辅码流设为 H.264']);
    expect(await seen(here)).toBe('avc1 160');
    expect(asked(here)).toEqual(['sub H264']);
    expect(here.changed).toEqual(['c1']);
    await recorded.run(1, 30);
    expect(recorded.gaps).toEqual([]);
    expect(here.cameras.camera(cameraId('c1')).health().codec).toMatch(/^hvc1/);
  });

  it('by default none is ever set', async () => {
    await using here = await room([both({ set: 'accept', media2: true })]);
    expect(await seen(here)).toBe('avc1 160');
    expect(told(here)).toEqual(['transcoded', '没有 H.264 的码流，由教室电脑转码']);
    expect(asked(here)).toEqual([]);
  });

  it.each([
    { set: 'refuse', why: /拒绝了设置/, after: ['sub H264'] },
    { set: 'ignore', why: /答应了设置，但没有改/, after: ['sub H264'] },
    { set: 'lie', why: /说辅码流已是 H.264，送来的却不是/, after: ['sub H264'] },
    { set: 'spill', why: /把主码流也改了，辅码流已改回/, after: ['sub H264', 'sub H265'] },
    { set: 'accept', offers: ['H265'], why: /不支持 H.264/, after: [] },
    { set: 'accept', shared: true, why: /共用一个编码器/, after: [] },
  ] as const)('a camera that does not ($why) is transcoded, told why, and not asked again', async (camera) => {
    const { why, after: wanted, ...encoders } = camera;
    await using here = await room([both({ media2: true, ...encoders })], { order: all });
    expect(await seen(here)).toBe('avc1 160');
    expect(told(here)).toEqual(['transcoded', expect.stringMatching(why) as string]);
    expect(await seen(here)).toBe('avc1 160');
    expect(asked(here)).toEqual(wanted);
    // What a camera says that it did is journalled; what it did not even say is not.
    expect(here.changed).toEqual(encoders.set === 'lie' ? ['c1'] : []);
    expect(here.cameras.camera(cameraId('c1')).health().gaps).toBe(1);
  });

  it('one that calls its H.265 sub-stream H.264 is found out by the stream, and transcoded', async () => {
    const says = { media2: false, subSays: 'H264' };
    await using here = await room([both({ set: 'accept', ...says })], { order: all });
    // By Media 1 it is H.264 already: there is nothing to set, and the stream says otherwise.
    expect(await seen(here)).toBe('avc1 160');
    expect(told(here)).toEqual(['transcoded', expect.stringMatching(/送来的却不是/) as string]);
  });

  it('without transcoding a camera that refuses shows nothing, and says why', async () => {
    await using here = await room([both({ set: 'refuse', media2: true })], { order: ['onvif'] });
    const events = here.live.subscribe({ camera: 'c1', size: 'sub' }, new AbortController().signal);
    await expect(Array.fromAsync(events)).rejects.toThrow('改为 H.264');
    expect(told(here)).toEqual(['none', expect.stringMatching(/拒绝了设置/) as string]);
  });

  it('one with an H.264 sub-stream is not touched', async () => {
    const camera = { main: { film: films.hevc }, sub: { film: films.sub }, encoders: { set: 'accept' as const } };
    await using here = await room([camera], { order: all });
    expect(await seen(here)).toBe('avc1 160');
    expect(told(here)).toEqual(['sub', '主码流是 H.265，改送 H.264 的辅码流']);
    expect(asked(here)).toEqual([]);
  });
});

/** How many pictures these bytes hold, and their mean brightness. */
function brightness(media: readonly Uint8Array[]): { readonly frames: number; readonly mean: number } {
  const folder = mkdtempSync(join(tmpdir(), 'zaike-live-'));
  const file = join(folder, 'live.mp4');
  try {
    writeFileSync(file, Buffer.concat(media));
    const raw = execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'], {
      maxBuffer: 64 << 20,
    });
    return { frames: raw.length / (320 * 180), mean: raw.reduce((sum, value) => sum + value, 0) / raw.length };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
