import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cameraId, classCode } from '../../core/domain/ids.ts';
import type { CaptureEvent, Gap } from '../../core/domain/media.ts';
import { type EpochMs, epochMs, type LocalDate, plus, seconds } from '../../core/domain/units.ts';
import { run, systemProcesses } from '../../core/platform/process.ts';
import { digestOf } from '../../kiosk/evidence/digest.ts';
import { dataFolder, fastClock, openKiosk, type TestKiosk, testPolicy } from '../support/evidence/kiosk.ts';
import { type Film, film, initOf, packetOf } from '../support/evidence/packets.ts';

const room = cameraId('room');
const t0 = epochMs(Date.parse('2026-10-08T08:00:00+08:00'));
let clip: Film;

beforeAll(async () => {
  clip = await film();
});

async function* of(events: Iterable<CaptureEvent>): AsyncGenerator<CaptureEvent> {
  for (const event of events) {
    await new Promise(setImmediate);
    yield event;
  }
}

function* shots(from: EpochMs, length: number, runNo = 1, first = 0): Generator<CaptureEvent> {
  yield initOf(clip, room, runNo);
  for (let n = first; n < first + length * clip.fps; n += 1) yield packetOf(clip, room, n, from, runNo);
}

const segmentsOf = (kiosk: TestKiosk) => kiosk.index.segments(room, { from: t0, to: plus(t0, seconds(7200)) });
const gapsOf = (kiosk: TestKiosk) => kiosk.index.gaps(room, { from: t0, to: plus(t0, seconds(7200)) });

describe('the recorder', () => {
  it('cuts a stream into segments of a minute that begin at keyframes, without losing a frame', async () => {
    await using data = await dataFolder();
    await using kiosk = await openKiosk(data.path);
    await kiosk.evidence.record(room, of(shots(t0, 130)));
    const segments = segmentsOf(kiosk);
    expect(segments.map(({ frames }) => frames)).toEqual([1500, 1500, 250]);
    expect(segments.map(({ from }) => from - t0)).toEqual([40, 60_040, 120_040]);
    expect(segments[0]?.to).toBe(segments[1]?.from);
    for (const { path, bytes, sha256, firstFrame, firstDecode, endDecode, timescale } of segments) {
      const file = readFileSync(join(kiosk.directory, path));
      expect(file.length).toBe(bytes);
      expect(digestOf(file)).toBe(sha256);
      expect(firstDecode / timescale).toBeCloseTo(firstFrame / 25, 3);
      expect(endDecode).toBeGreaterThan(firstDecode);
    }
    expect(readdirSync(join(kiosk.directory, 'segments/room/2026-10-08')).some((name) => name.endsWith('.part'))).toBe(
      false,
    );
  });

  it('writes files that play from 0 by themselves', async () => {
    await using data = await dataFolder();
    await using kiosk = await openKiosk(data.path);
    await kiosk.evidence.record(room, of(shots(t0, 70)));
    const second = join(kiosk.directory, segmentsOf(kiosk)[1]?.path ?? '');
    const probe = ['-v', 'error', '-count_frames', '-show_entries', 'stream=nb_read_frames,start_time:format=duration'];
    const found = await run(systemProcesses, 'ffprobe', [...probe, '-of', 'json', second]);
    expect(JSON.parse(found.toString())).toMatchObject({
      streams: [{ start_time: '0.000000', nb_read_frames: '250' }],
      format: { duration: '10.000000' },
    });
    const decoded = await run(systemProcesses, 'ffmpeg', ['-v', 'error', '-i', second, '-f', 'null', '-']);
    expect(decoded.toString()).toBe('');
  });

  it('begins a new segment for each run, and tells the gap between them with the camera’s reason', async () => {
    await using data = await dataFolder();
    await using kiosk = await openKiosk(data.path);
    const gap: Gap = { kind: 'gap', camera: room, from: plus(t0, seconds(13)), to: null, why: 'stalled', detail: 'x' };
    const again = plus(t0, seconds(30));
    const events = [...shots(t0, 10), gap, { ...gap, to: again }, ...shots(again, 5, 2)];
    await kiosk.evidence.record(room, of(events));
    const segments = segmentsOf(kiosk);
    expect(segments.map(({ run: no, frames }) => [no, frames])).toEqual([
      [1, 250],
      [2, 125],
    ]);
    expect(gapsOf(kiosk).filter(({ open }) => !open)).toMatchObject([
      { from: segments[0]?.to, to: segments[1]?.from, why: 'stalled', detail: 'x' },
    ]);
  });

  it('waits for a keyframe, and tells why the first seconds are missing', async () => {
    await using data = await dataFolder();
    await using kiosk = await openKiosk(data.path, {});
    const events = [...shots(t0, 5, 1, 10)];
    await kiosk.evidence.record(room, of(events));
    expect(segmentsOf(kiosk)[0]).toMatchObject({ firstFrame: 25, frames: 110 });
  });

  it('names a stretch inside a segment in which frames are missing', async () => {
    await using data = await dataFolder();
    await using kiosk = await openKiosk(data.path);
    const events = [...shots(t0, 20)].filter((event) => event.kind === 'init' || !lostFrame(event));
    await kiosk.evidence.record(room, of(events));
    expect(gapsOf(kiosk)).toMatchObject([
      { why: 'stalled', from: plus(t0, seconds(5.04)), to: plus(t0, seconds(9.04)) },
    ]);
  });

  it('goes on after a frame or an init that cannot be read', async () => {
    await using data = await dataFolder();
    await using kiosk = await openKiosk(data.path);
    const broken = [...shots(t0, 10)].map((event) =>
      event.kind === 'packet' && event.frame === 60 ? { ...event, data: Buffer.from('no fragment') } : event,
    );
    const noInit = { ...initOf(clip, room, 2), data: Buffer.from('no init') };
    await kiosk.evidence.record(room, of([...broken, noInit, ...shots(plus(t0, seconds(20)), 5, 3)]));
    expect(segmentsOf(kiosk).map(({ run: no, frames }) => [no, frames])).toEqual([
      [1, 60],
      [1, 175],
      [3, 125],
    ]);
    expect(
      gapsOf(kiosk)
        .filter(({ open }) => !open)
        .map(({ why }) => why),
    ).toEqual(['not-video', 'not-video']);
  });

  it('dates a segment by its quickest picture: the first ones of a run come late', async () => {
    await using data = await dataFolder();
    await using kiosk = await openKiosk(data.path);
    const late = [...shots(t0, 10)].map((event) =>
      event.kind === 'packet' && event.frame < 20
        ? { ...event, capturedAt: plus(event.capturedAt, seconds(0.8 - event.frame * 0.04)) }
        : event,
    );
    await kiosk.evidence.record(room, of(late));
    expect(segmentsOf(kiosk)).toMatchObject([{ from: plus(t0, seconds(0.04)), to: plus(t0, seconds(10.04)) }]);
  });

  it('begins a new segment when the wall clock jumps, so that each instant stays right', async () => {
    await using data = await dataFolder();
    await using kiosk = await openKiosk(data.path);
    const jumped = [...shots(t0, 20)].map((event) =>
      event.kind === 'packet' && event.frame >= 250
        ? { ...event, capturedAt: plus(event.capturedAt, seconds(600)) }
        : event,
    );
    await kiosk.evidence.record(room, of(jumped));
    expect(segmentsOf(kiosk).map(({ from }) => (from - t0) / 1000)).toEqual([0.04, 610.04]);
    expect(gapsOf(kiosk)).toMatchObject([
      { why: 'unknown', from: segmentsOf(kiosk)[0]?.to, to: segmentsOf(kiosk)[1]?.from },
    ]);
  });

  it('records H.265 as it comes', async () => {
    await using data = await dataFolder();
    await using kiosk = await openKiosk(data.path);
    const hevc = await film({ codec: 'libx265' });
    const events = [initOf(hevc, room), ...Array.from({ length: 50 }, (_, n) => packetOf(hevc, room, n, t0))];
    await kiosk.evidence.record(room, of(events));
    const [segment] = segmentsOf(kiosk);
    expect(segment?.codec).toMatch(/^hvc1\./);
    const file = join(kiosk.directory, segment?.path ?? '');
    expect((await run(systemProcesses, 'ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'])).toString()).toBe('');
  });

  it('closes a lesson while the camera goes on: its last segment ends at the next keyframe', async () => {
    await using data = await dataFolder();
    const clock = fastClock(t0, 20);
    await using kiosk = await openKiosk(data.path, { clock });
    let done = false;
    const live = async function* (): AsyncGenerator<CaptureEvent> {
      yield initOf(clip, room);
      for (let n = 0; !done; n += 1) {
        const packet = packetOf(clip, room, n, t0);
        while (clock.now() < packet.capturedAt) await new Promise((resolve) => setTimeout(resolve, 2));
        yield packet;
      }
    };
    const recording = kiosk.evidence.record(room, live());
    const expected = { from: plus(t0, seconds(5)), to: plus(t0, seconds(20)) };
    while (clock.now() < expected.to) await clock.sleep(seconds(1));
    const manifest = await kiosk.evidence.closeLesson({
      ...{ class: classCode('A'), date: '2026-10-08' as LocalDate, no: 1, cameras: [room], classEnds: null },
      ...{ lesson: expected, expected, records: [], coverage: [] },
    });
    await clock.sleep(seconds(10));
    done = true;
    await recording;
    expect(manifest.cameras[0]?.gaps).toEqual([]);
    expect(manifest.cameras[0]?.segments).toHaveLength(1);
    const [first, second] = segmentsOf(kiosk);
    expect(first?.to).toBe(second?.from);
    expect((second?.from ?? 0) - expected.to).toBeLessThan(10_000);
    expect(kiosk.alarms).toEqual([]);
  });

  it('records nothing outside lessons when the policy says so, and says it', async () => {
    await using data = await dataFolder();
    const lesson = { from: plus(t0, seconds(60)), to: plus(t0, seconds(90)), cameras: null, classEnds: null };
    const policy = { ...testPolicy, outsideLessons: false };
    await using kiosk = await openKiosk(data.path, { lessons: [lesson], policy });
    await kiosk.evidence.record(room, of(shots(t0, 150)));
    expect(segmentsOf(kiosk)).toMatchObject([{ from: plus(t0, seconds(45.04)), to: plus(t0, seconds(105.04)) }]);
    expect(gapsOf(kiosk).map(({ why }) => why)).toEqual(['not-recording', 'not-recording']);
  });
});

const lostFrame = (event: CaptureEvent): boolean => event.kind === 'packet' && event.frame >= 125 && event.frame < 225;
