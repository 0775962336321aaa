import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cameraId } from '../../core/domain/ids.ts';
import type { CaptureEvent } from '../../core/domain/media.ts';
import { type EpochMs, epochMs, milliseconds, plus, seconds } from '../../core/domain/units.ts';
import { run, systemProcesses } from '../../core/platform/process.ts';
import { type Disk, systemDisk } from '../../kiosk/evidence/disk.ts';
import {
  dataFolder,
  fastClock,
  openKiosk,
  type TestKiosk,
  type TestKioskOptions,
  testPolicy,
} from '../support/evidence/kiosk.ts';
import { type Film, film, initOf, packetOf } from '../support/evidence/packets.ts';
import { quotaDisk, type SmallDisk, smallDisk } from '../support/evidence/small-disk.ts';

const room = cameraId('room');
const t0 = epochMs(Date.parse('2026-10-08T08:00:00+08:00'));
let clip: Film;

beforeAll(async () => {
  clip = await film({ bitrate: '4M', size: '640x360' });
});

/** The camera at the clock's own pace, until `stop`. */
async function* live(
  clock: ReturnType<typeof fastClock>,
  from: EpochMs,
  stop: () => boolean,
): AsyncGenerator<CaptureEvent> {
  yield initOf(clip, room);
  for (let n = 0; !stop(); n += 1) {
    const packet = packetOf(clip, room, n, from);
    while (clock.now() < packet.capturedAt) await new Promise((resolve) => setTimeout(resolve, 5));
    yield packet;
  }
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 2000; i += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited in vain until ${what}`);
}

const range = { from: t0, to: plus(t0, seconds(7200)) };
const segmentsOf = (kiosk: TestKiosk) => kiosk.index.segments(room, range);
const plays = async (file: string): Promise<string> =>
  (await run(systemProcesses, 'ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'])).toString();

describe.each(['tmpfs, where it may be mounted', 'quota'])('a full disk (%s)', (kind) => {
  it('ends the segment at its last whole frame, is a gap with an alarm, and recording goes on when there is room', async () => {
    await using data = await dataFolder();
    const path = join(data.path, 'small');
    await using small: SmallDisk = kind === 'quota' ? quotaDisk(path, 6e6) : await smallDisk(path, 6e6);
    const clock = fastClock(t0, 8);
    let done = false;
    const kiosk = await openKiosk(path, { disk: small.disk, clock });
    await using _ = kiosk;
    const recording = kiosk.evidence.record(
      room,
      live(clock, t0, () => done),
    );
    await until(() => kiosk.alarms.some(({ code }) => code === 'disk-full'), 'the disk is full');
    const before = clock.now();
    await clock.sleep(seconds(10));
    await small.resize(60e6);
    await until(() => segmentsOf(kiosk).some(({ note }) => note === 'cut'), 'the cut segment is journalled');
    await clock.sleep(seconds(10));
    done = true;
    await recording;
    const [cut, after] = segmentsOf(kiosk);
    const gap = kiosk.index.gaps(room, range).find(({ why }) => why === 'disk-full');
    expect(cut?.note).toBe('cut');
    expect(gap).toMatchObject({ from: cut?.to, to: after?.from, open: false });
    expect(cut?.to).toBeLessThanOrEqual(before);
    for (const segment of [cut, after]) expect(await plays(join(kiosk.directory, segment?.path ?? ''))).toBe('');
    expect(kiosk.alarms.filter(({ code }) => code === 'disk-full')).toHaveLength(1);
  });
});

describe('trouble with the disk', () => {
  it('below the floor nothing is recorded, so that journal and store keep room; low, nothing outside lessons', async () => {
    for (const [free, reason] of [
      [50, 'disk-full'],
      [500, 'not-recording'],
    ] as const) {
      await using data = await dataFolder();
      const disk: Disk = { ...systemDisk, space: () => Promise.resolve({ free, total: 1e9 }) };
      const policy = { ...testPolicy, floorBytes: 100, lowBytes: 1000 };
      await using kiosk = await openKiosk(data.path, { disk, policy });
      await kiosk.evidence.record(room, some(100));
      expect(segmentsOf(kiosk)).toEqual([]);
      expect(kiosk.index.gaps(room, range).map(({ why }) => why)).toEqual([reason]);
      expect(kiosk.alarms.map(({ code }) => code)).toContain(free < 100 ? 'disk-full' : 'disk-low');
    }
  });

  it('low, a lesson is recorded all the same', async () => {
    await using data = await dataFolder();
    const disk: Disk = { ...systemDisk, space: () => Promise.resolve({ free: 500, total: 1e9 }) };
    const policy = { ...testPolicy, floorBytes: 100, lowBytes: 1000 };
    const lessons = [{ from: t0, to: plus(t0, seconds(3600)), cameras: null, classEnds: null }];
    await using kiosk = await openKiosk(data.path, { disk, policy, lessons });
    await kiosk.evidence.record(room, some(100));
    expect(segmentsOf(kiosk)).toMatchObject([{ frames: 100 }]);
  });

  it('a folder that cannot be written is a gap with an alarm, and recording never ends by it', async () => {
    await using data = await dataFolder();
    await using kiosk = await openKiosk(data.path);
    // A file in the folder's place refuses even root.
    await mkdir(join(kiosk.directory, 'segments'), { recursive: true });
    await writeFile(join(kiosk.directory, 'segments/room'), 'in the way');
    await kiosk.evidence.record(room, some(100));
    expect(segmentsOf(kiosk)).toEqual([]);
    expect(kiosk.alarms.map(({ code }) => code)).toEqual(['recorder-failed']);
    expect(kiosk.index.gaps(room, range).map(({ why }) => why)).toContain('recorder-failed');
  });

  it('a read-only folder is a gap with an alarm', async () => {
    await using data = await dataFolder();
    const readOnly: Disk = {
      ...systemDisk,
      open: (path, mode) =>
        path.includes('/segments/')
          ? Promise.reject(Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' }))
          : systemDisk.open(path, mode),
    };
    await using kiosk = await openKiosk(data.path, { disk: readOnly });
    await chmod(kiosk.directory, 0o700);
    await kiosk.evidence.record(room, some(100));
    expect(kiosk.alarms.map(({ code, message }) => [code, message.includes('EROFS')])).toEqual([
      ['recorder-failed', true],
    ]);
  });

  it('a disk that answers too late costs only what it cannot take, and memory stays bounded', async () => {
    await using data = await dataFolder();
    let stuck = false;
    const slow: Disk = {
      ...systemDisk,
      open: async (path, mode) => {
        const file = await systemDisk.open(path, mode);
        const write: typeof file.write = async (parts, at) => {
          while (stuck && path.endsWith('.part')) await new Promise((resolve) => setTimeout(resolve, 5));
          await file.write(parts, at);
        };
        return { ...file, write };
      },
    };
    await using kiosk = await openKiosk(data.path, { disk: slow });
    await kiosk.evidence.record(
      room,
      (async function* () {
        yield initOf(clip, room);
        for (let n = 0; n < 3000; n += 1) {
          if (n % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
          if (n === 500) stuck = true;
          if (n === 2500) stuck = false;
          yield packetOf(clip, room, n, t0);
        }
      })(),
    );
    expect(kiosk.alarms.map(({ code }) => code)).toContain('recorder-failed');
    const gaps = kiosk.index.gaps(room, range).filter(({ why }) => why === 'recorder-failed');
    expect(gaps.length).toBeGreaterThan(0);
    const kept = segmentsOf(kiosk).reduce((sum, { frames }) => sum + frames, 0);
    expect(kept).toBeGreaterThan(500);
    expect(kept).toBeLessThan(3000);
  });

  it('a start finds no stray files after all that', async () => {
    await using data = await dataFolder();
    const small = quotaDisk(data.path, 3e6);
    await opened(
      data.path,
      { disk: small.disk, policy: { ...testPolicy, flushEvery: milliseconds(50) } },
      async (kiosk) => {
        const recording = kiosk.evidence.record(room, some(400));
        await until(() => kiosk.alarms.length > 0, 'the disk is full');
        await small.resize(100e6);
        await recording;
      },
    );
    await opened(data.path, {}, async (kiosk) => {
      expect(kiosk.alarms).toEqual([]);
      const names = await readdir(join(kiosk.directory, 'segments/room/2026-10-08'));
      expect(names.toSorted()).toEqual(segmentsOf(kiosk).map(({ path }) => path.split('/').at(-1)));
      await rm(join(kiosk.directory, 'quarantine'), { recursive: true, force: true });
    });
  });
});

async function opened(
  path: string,
  options: TestKioskOptions,
  use: (kiosk: TestKiosk) => Promise<void>,
): Promise<void> {
  await using kiosk = await openKiosk(path, options);
  await use(kiosk);
}

async function* some(frames: number): AsyncGenerator<CaptureEvent> {
  yield initOf(clip, room);
  for (let n = 0; n < frames; n += 1) {
    if (n % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 3));
    yield packetOf(clip, room, n, t0);
  }
}
