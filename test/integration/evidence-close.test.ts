import { describe, expect, it } from 'vitest';
import { type LocalDate, plus, seconds } from '../../core/domain/units.ts';
import { dataFolder, openKiosk } from '../support/evidence/kiosk.ts';
import { at, kioskAt, room, segment } from '../support/evidence/sealed.ts';

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
