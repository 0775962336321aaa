import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LocalDate } from '../../core/domain/units.ts';
import { systemDisk } from '../../kiosk/evidence/disk.ts';
import { dataFolder, fastClock, testPolicy } from '../support/evidence/kiosk.ts';
import { at, kioskAt, room, segment } from '../support/evidence/sealed.ts';

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
