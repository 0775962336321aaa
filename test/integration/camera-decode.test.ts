import { beforeAll, describe, expect, test } from 'vitest';
import type { CaptureEvent, Frame } from '../../core/domain/media.ts';
import { milliseconds } from '../../core/domain/units.ts';
import { type Child, systemProcesses } from '../../core/platform/process.ts';
import { type DecodeOptions, FrameDecoder } from '../../kiosk/camera/decode.ts';
import { testFilm } from '../support/camera/film/test-film.ts';
import { startSimulatedCamera } from '../support/camera/simulated-camera.ts';
import { classroom, openOn, system, Witness } from './camera-scene.ts';

beforeAll(async () => {
  await using _ = await classroom(); // renders the films
});

/** A camera's events fed to a decoder, and the frames that came out. */
async function decoding(
  simulated: Awaited<ReturnType<typeof classroom>>,
  options: DecodeOptions,
  processes = systemProcesses,
) {
  await using opened = new AsyncDisposableStack();
  const camera = opened.use(openOn(simulated));
  const decoder = opened.use(new FrameDecoder(options, { ...system, processes }));
  const seen = new Witness(camera.subscribe({ name: 'witness', keep: 'all' }));
  let change = (event: CaptureEvent): CaptureEvent => event;
  void (async () => {
    for await (const event of camera.subscribe({ name: 'vision', keep: 'latest' })) decoder.push(change(event));
  })();
  const frames: Frame[] = [];
  const reading = decoder.frames()[Symbol.asyncIterator]();
  const resources = opened.move();
  return {
    seen,
    decoder,
    frames,
    /** Reads frames until there are `count`. */
    read: async (count: number): Promise<readonly Frame[]> => {
      while (frames.length < count) {
        const next = await reading.next();
        if (next.done === true) break;
        frames.push(next.value.value);
      }
      return frames;
    },
    spoil: (spoiler: (event: CaptureEvent) => CaptureEvent) => {
      change = spoiler;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

const mean = (frame: Frame): number => frame.data.reduce((sum, value) => sum + value, 0) / frame.data.length;

describe('frames for vision', () => {
  test('know the packet that they were decoded from: number, time and instant', async () => {
    await using simulated = await classroom();
    await using decode = await decoding(simulated, { period: milliseconds(200), maxWidth: null });
    for (const frame of await decode.read(15)) {
      const packet = decode.seen.packets.find((candidate) => candidate.frame === frame.frame);
      expect(packet).toMatchObject({ run: frame.run, decodeTime: frame.decodeTime, capturedAt: frame.at });
      expect(frame.data).toHaveLength(320 * 180 * 3);
    }
  });

  test('show what their packet shows: a film that grows brighter at each keyframe does so in the right frame', async () => {
    const film = await testFilm(systemProcesses, { source: 'steps', width: 320, height: 180 });
    await using simulated = await startSimulatedCamera({ main: { film } }, system.clock);
    await using decode = await decoding(simulated, { period: milliseconds(1), maxWidth: null });
    const frames = await decode.read(36);
    let steps = 0;
    for (const [i, frame] of frames.entries()) {
      const before = frames[i - 1];
      if (!before || frame.frame !== before.frame + 1) continue;
      const keyframe = decode.seen.packets.find((packet) => packet.frame === frame.frame)?.keyframe;
      expect(Math.abs(mean(frame) - mean(before)) > 10).toBe(keyframe);
      if (keyframe === true) steps += 1;
    }
    expect(steps).toBeGreaterThan(0);
  });

  test('come five times a second for a check-in, whatever the camera sends', async () => {
    await using simulated = await classroom();
    await using decode = await decoding(simulated, { period: milliseconds(200), maxWidth: null });
    const frames = await decode.read(21);
    const [first, last] = [frames[0], frames.at(-1)];
    const span = ((last?.decodeTime ?? 0) - (first?.decodeTime ?? 0)) / 90_000;
    expect(span).toBeGreaterThanOrEqual(3.8);
  });

  test('are keyframes alone for a room camera whose GOP is a second', async () => {
    await using simulated = await classroom();
    await using decode = await decoding(simulated, { period: milliseconds(1000), maxWidth: null });
    const frames = (await decode.read(5)).slice(2);
    expect(frames.map((frame) => frame.frame % 12)).toEqual(frames.map(() => 0));
  });

  test('are made no wider than asked for, in proportion, and tell the full size', async () => {
    await using simulated = await classroom();
    await using decode = await decoding(simulated, { period: milliseconds(200), maxWidth: 160 });
    const [frame] = await decode.read(1);
    expect(frame).toMatchObject({ width: 160, height: 90, fullWidth: 320, fullHeight: 180 });
    expect(frame?.data).toHaveLength(160 * 90 * 3);
  });

  test('come from H.265 too', async () => {
    await using simulated = await classroom();
    simulated.send('h265');
    await using decode = await decoding(simulated, { period: milliseconds(200), maxWidth: null });
    await decode.read(5);
  });

  test('go on with the next run after the camera came back', async () => {
    await using simulated = await classroom();
    await using decode = await decoding(simulated, { period: milliseconds(200), maxWidth: null });
    await decode.read(3);
    simulated.rtsp.drop('reset');
    await decode.seen.run(2, 1);
    while (decode.frames.at(-1)?.run !== 2) await decode.read(decode.frames.length + 1);
    expect(decode.frames.at(-1)).toMatchObject({ run: 2 });
  });

  test('come again after the decoder was killed, and the recorder misses nothing', async () => {
    const started: Child[] = [];
    const spying = {
      spawn: (...args: Parameters<typeof systemProcesses.spawn>) => {
        const child = systemProcesses.spawn(...args);
        started.push(child);
        return child;
      },
    };
    await using simulated = await classroom();
    await using decode = await decoding(simulated, { period: milliseconds(200), maxWidth: null }, spying);
    await decode.read(3);
    started[0]?.kill('SIGKILL');
    await decode.read(decode.frames.length + 5);
    expect(started.length).toBeGreaterThan(1);
    expect(decode.seen.gaps.filter((gap) => gap.why !== 'starting')).toEqual([]);
    expect(decode.seen.packets.map((packet) => packet.frame)).toEqual(decode.seen.packets.map((_, i) => i));
  });

  test('come again after packets that cannot be decoded', async () => {
    await using simulated = await classroom();
    await using decode = await decoding(simulated, { period: milliseconds(200), maxWidth: null });
    await decode.read(3);
    decode.spoil((event) =>
      event.kind === 'packet' ? { ...event, data: event.data.map((byte) => byte ^ 0x55) } : event,
    );
    const spoilt = decode.seen.packets.length;
    await decode.seen.run(1, spoilt + 12);
    decode.spoil((event) => event);
    const good = decode.seen.packets.length;
    while ((decode.frames.at(-1)?.frame ?? 0) <= good) await decode.read(decode.frames.length + 1);
  });

  test('that are not read are dropped but for the newest, and counted', async () => {
    await using simulated = await classroom();
    await using camera = openOn(simulated);
    await using decoder = new FrameDecoder({ period: milliseconds(200), maxWidth: null }, system);
    const seen = new Witness(camera.subscribe({ name: 'witness', keep: 'all' }));
    void (async () => {
      for await (const event of camera.subscribe({ name: 'vision', keep: 'latest' })) decoder.push(event);
    })();
    await seen.run(1, 36);
    for await (const { value, dropped } of decoder.frames()) {
      expect(dropped).toBeGreaterThan(5);
      expect(value.frame).toBeGreaterThan(20);
      break;
    }
  });
});
