import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../core/domain/day.ts';
import { cameraId, segmentId } from '../../core/domain/ids.ts';
import { type EpochMs, epochMs, type LocalDate, minutes, plus, seconds } from '../../core/domain/units.ts';
import { digestOf } from '../../kiosk/evidence/digest.ts';
import { systemDisk } from '../../kiosk/evidence/disk.ts';
import {
  dataFolder,
  fastClock,
  openKiosk,
  type TestKiosk,
  type TestKioskOptions,
  testPolicy,
} from '../support/evidence/kiosk.ts';

const room = cameraId('room');
const at = (text: string): EpochMs => parseInstant(`${text}:00+08:00`) ?? epochMs(0);

/** Puts a sealed segment of a minute there, with a file of its own. */
async function segment(kiosk: TestKiosk, from: EpochMs, bytes = 1000): Promise<string> {
  const id = segmentId(`room.${String(from)}`);
  const path = `segments/room/x/${id}.mp4`;
  const data = Buffer.alloc(bytes, String(from));
  mkdirSync(dirname(join(kiosk.directory, path)), { recursive: true });
  writeFileSync(join(kiosk.directory, path), data);
  const frames = { boot: 1, run: 1, firstFrame: 0, frames: 1500, firstDecode: 0, endDecode: 60_000, timescale: 1000 };
  const picture = { codec: 'avc1.64001F', width: 1920, height: 1080, note: null };
  const file = { path, bytes, sha256: digestOf(data) };
  await kiosk.evidence.append({
    kind: 'segment',
    id,
    camera: room,
    from,
    to: plus(from, minutes(1)),
    ...frames,
    ...picture,
    ...file,
  });
  return path;
}

async function kioskAt<T>(
  data: string,
  now: string,
  use: (kiosk: TestKiosk, there: (path: string) => boolean) => Promise<T>,
  options: TestKioskOptions = {},
): Promise<T> {
  await using kiosk = await openKiosk(data, { clock: fastClock(at(now), 1), keeper: false, ...options });
  return await use(kiosk, (path) => existsSync(join(kiosk.directory, path)));
}

const lesson = (classEnds: string | null) => ({
  from: at('2026-10-08T08:20'),
  to: at('2026-10-08T09:20'),
  cameras: null,
  classEnds: classEnds as LocalDate | null,
});

describe('retention', () => {
  it('deletes video outside lessons after the days of the policy, and says it in the journal first', async () => {
    await using data = await dataFolder();
    const path = await kioskAt(data.path, '2026-10-08T12:00', (kiosk) => segment(kiosk, at('2026-10-08T12:00')));
    await kioskAt(data.path, '2026-11-07T23:00', async (kiosk, there) => {
      expect(await kiosk.evidence.sweep()).toMatchObject({ deleted: 0 });
      expect(there(path)).toBe(true);
    });
    await kioskAt(data.path, '2026-11-08T00:01', async (kiosk, there) => {
      expect(await kiosk.evidence.sweep()).toMatchObject({ deleted: 1, deletedBytes: 1000 });
      expect(there(path)).toBe(false);
      expect(kiosk.facts.find(({ kind }) => kind === 'deletion')).toMatchObject({
        files: [{ path }],
        why: 'retention',
      });
    });
    writeFileSync(join(data.path, 'evidence', path), 'as if the kiosk had been killed before the file went');
    await kioskAt(data.path, '2026-11-08T00:05', async (kiosk, there) => {
      expect(there(path)).toBe(false);
      expect(kiosk.alarms).toEqual([]);
      expect((await kiosk.evidence.sweep()).deleted).toBe(0);
    });
  });

  it('keeps lesson video until three years after the class’s end, whatever the timetable of today says', async () => {
    await using data = await dataFolder();
    const path = await kioskAt(data.path, '2026-10-08T08:30', async (kiosk) => {
      const kept = await segment(kiosk, at('2026-10-08T08:30'));
      await kiosk.evidence.closeLesson({
        ...{ class: 'DSJ' as never, date: '2026-10-08' as LocalDate, no: 1, cameras: [room] },
        lesson: { from: at('2026-10-08T08:30'), to: at('2026-10-08T09:15') },
        expected: { from: at('2026-10-08T08:20'), to: at('2026-10-08T09:20') },
        classEnds: '2026-12-31' as LocalDate,
        records: [],
        coverage: [],
      });
      return kept;
    });
    await kioskAt(data.path, '2029-12-31T23:59', async (kiosk, there) => {
      expect((await kiosk.evidence.sweep()).deleted).toBe(0);
      expect(there(path)).toBe(true);
    });
    await kioskAt(data.path, '2030-01-01T00:01', async (kiosk, there) => {
      const longer = { lessons: [lesson('2027-06-30')] };
      await kiosk.evidence[Symbol.asyncDispose]();
      await kioskAt(
        data.path,
        '2030-01-01T00:01',
        async (later) => expect((await later.evidence.sweep()).deleted).toBe(0),
        longer,
      );
      expect(there(path)).toBe(true);
    });
    await kioskAt(data.path, '2030-01-01T00:02', async (kiosk, there) => {
      expect((await kiosk.evidence.sweep()).deleted).toBe(6); // the segment and the five files of the lesson
      expect(there(path)).toBe(false);
    });
  });

  it('keeps the video of a lesson that is not closed yet, and of a class without a known end for ever', async () => {
    await using data = await dataFolder();
    await kioskAt(data.path, '2026-10-08T08:30', (kiosk) => segment(kiosk, at('2026-10-08T08:30')));
    for (const ends of ['2026-12-31', null])
      await kioskAt(
        data.path,
        '2028-10-08T08:30',
        async (kiosk) => expect((await kiosk.evidence.sweep()).deleted).toBe(0),
        { lessons: [lesson(ends)] },
      );
  });

  it('keeps what a hold covers until it is released', async () => {
    await using data = await dataFolder();
    await kioskAt(data.path, '2026-10-08T12:00', async (kiosk) => {
      await segment(kiosk, at('2026-10-08T12:00'));
      await segment(kiosk, at('2026-10-08T13:00'));
      const span = { from: at('2026-10-08T12:00'), to: at('2026-10-08T12:30') };
      await kiosk.evidence.append({ kind: 'hold', hold: 'dispute-1', camera: room, ...span, why: '异议', by: 'i1' });
    });
    await kioskAt(data.path, '2027-10-08T12:00', async (kiosk) => {
      expect((await kiosk.evidence.sweep()).deleted).toBe(1);
      await kiosk.evidence.append({ kind: 'hold-released', hold: 'dispute-1', why: '已处理', by: 'i1' });
      expect((await kiosk.evidence.sweep()).deleted).toBe(1);
    });
  });

  it('deletes nothing by a clock that has just jumped', async () => {
    await using data = await dataFolder();
    await kioskAt(data.path, '2026-10-08T12:00', (kiosk) => segment(kiosk, at('2026-10-08T12:00')));
    await kioskAt(
      data.path,
      '2099-01-01T00:00',
      async (kiosk) => expect((await kiosk.evidence.sweep()).deleted).toBe(0),
      {
        clockState: () => 'stepped',
      },
    );
  });

  it('says on which day the disk will be full, and raises the alarm 30 and 7 days before', async () => {
    for (const [freeDays, alarmed] of [
      [40, false],
      [20, true],
      [5, true],
    ] as const) {
      await using data = await dataFolder();
      await kioskAt(
        data.path,
        '2026-10-08T12:00',
        async (kiosk) => {
          await segment(kiosk, at('2026-10-07T12:00'), 5000);
          await segment(kiosk, at('2026-10-08T11:00'), 5000);
          const swept = await kiosk.evidence.sweep();
          expect(swept.perDay).toBeCloseTo(10_000, -1);
          expect(swept.full).toBe(['2026-11-17', '2026-10-28', '2026-10-13'][[40, 20, 5].indexOf(freeDays)]);
          expect(kiosk.alarms.some(({ code }) => code === 'disk-forecast')).toBe(alarmed);
        },
        {
          policy: { ...testPolicy, outsideDays: 365 },
          disk: { ...systemDisk, space: () => Promise.resolve({ free: 10_000 * freeDays + 100, total: 1e12 }) },
        },
      );
    }
  });

  it('a command that only looks in never deletes', async () => {
    await using data = await dataFolder();
    const path = await kioskAt(data.path, '2026-10-08T12:00', (kiosk) => segment(kiosk, at('2026-10-08T12:00')));
    await kioskAt(
      data.path,
      '2027-10-08T12:00',
      async (kiosk, there) => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        expect(kiosk.facts.some(({ kind }) => kind === 'deletion')).toBe(false);
        expect(there(path)).toBe(true);
      },
      { clock: fastClock(at('2027-10-08T12:00'), 20_000) },
    );
  });
});

describe('a lesson’s close', () => {
  const closing = {
    ...{ class: 'DSJ' as never, date: '2026-10-08' as LocalDate, no: 1, cameras: [room] },
    lesson: { from: at('2026-10-08T08:30'), to: at('2026-10-08T08:34') },
    expected: { from: at('2026-10-08T08:30'), to: at('2026-10-08T08:34') },
    classEnds: null,
    records: [],
    coverage: [],
  };

  it('makes what nothing explains a gap `unknown` with an alarm, and closes all the same', async () => {
    await using data = await dataFolder();
    await kioskAt(data.path, '2026-10-08T08:40', async (kiosk) => {
      await segment(kiosk, at('2026-10-08T08:30'));
      await segment(kiosk, at('2026-10-08T08:32'));
      const gap = { kind: 'gap', camera: room, why: 'stalled', detail: '' } as const;
      await kiosk.evidence.append({
        ...gap,
        from: at('2026-10-08T08:33'),
        to: plus(at('2026-10-08T08:33'), seconds(30)),
      });
      const manifest = await kiosk.evidence.closeLesson(closing);
      expect(manifest.cameras[0]?.gaps.map(({ from, to, why }) => [why, to === null ? null : to - from])).toEqual([
        ['unknown', 60_000],
        ['stalled', 30_000],
        ['unknown', 30_000],
      ]);
      expect(kiosk.alarms.map(({ code }) => code)).toEqual(['gap-unknown', 'gap-unknown']);
      expect(kiosk.facts.at(-1)?.kind).toBe('lesson-closed');
    });
  });

  it('happens once: a second close changes nothing', async () => {
    await using data = await dataFolder();
    await kioskAt(data.path, '2026-10-08T08:40', async (kiosk) => {
      const first = await kiosk.evidence.closeLesson(closing);
      const again = await kiosk.evidence.closeLesson({ ...closing, records: [] });
      expect(again).toEqual(first);
      expect(kiosk.facts.filter(({ kind }) => kind === 'lesson-closed')).toHaveLength(1);
    });
  });
});

describe('an evidence folder', () => {
  it('is open in one program at a time', async () => {
    await using data = await dataFolder();
    await kioskAt(data.path, '2026-10-08T08:40', async () => {
      await expect(openKiosk(data.path)).rejects.toMatchObject({ code: 'evidence-in-use' });
    });
    await kioskAt(data.path, '2026-10-08T08:41', async (kiosk) => {
      expect(kiosk.index.last().boot).toBe(2);
      await kiosk.evidence.checkpoint();
    });
  });
});
