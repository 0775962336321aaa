import { describe, expect, it } from 'vitest';
import type { KioskState } from '../../../core/contract/center/link.ts';
import { epochMs, seconds } from '../../../core/domain/units.ts';
import { silentLog } from '../../../core/platform/log.ts';
import { Wall } from '../../../server/hub/wall.ts';
import type { PlaceFacts } from '../../../server/hub/wall-places.ts';
import { seededState } from '../../support/center/seed.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const lesson = { date: '2026-10-08', no: 1, course: '数据库', teacher: '王老师', here: true };

/** A wall of one linked kiosk in the middle of its lesson, and its store. */
async function oneRoom() {
  const clock = new ManualClock(epochMs(Date.UTC(2026, 9, 8, 1)));
  const begun = clock.now();
  const linked = new Map<string, { readonly state: KioskState | null }>();
  const kiosk = { id: 'k1', institution: '沈阳工学院', room: 'A1', lastSeenAt: begun as number };
  const timetable = { class: 'C1', lessons: [{ ...lesson, start: begun, end: begun + 3_600_000 }] };
  const facts = {
    of: (kind: string) => Promise.resolve(kind === 'timetable' ? [{ body: timetable }] : []),
    versions: () => Promise.resolve(new Map()),
  } as unknown as PlaceFacts;
  const wall = new Wall({
    kiosks: {
      all: () => Promise.resolve([{ ...kiosk }]),
      heard: (ids, at) => {
        if (ids.includes(kiosk.id)) kiosk.lastSeenAt = at;
        return Promise.resolve();
      },
    },
    facts,
    alerts: { open: () => Promise.resolve(true), end: () => Promise.resolve(), lasting: () => Promise.resolve([]) },
    linked: () => linked,
    clock,
    log: silentLog,
  });
  linked.set(kiosk.id, { state: seededState('C1', begun) });
  await wall.start();
  /** Lets `count` seconds pass, one at a time. */
  const pass = async (count: number): Promise<void> => {
    for (let second = 0; second < count; second += 1) {
      clock.advance(seconds(1));
      await new Promise((turn) => setImmediate(turn));
    }
  };
  const leave = (): void => {
    linked.delete(kiosk.id);
    wall.touch(kiosk.id);
  };
  const troubles = (): readonly string[] => wall.cards().flatMap((card) => card.troubles.map(({ kind }) => kind));
  return { wall, clock, kiosk, pass, leave, troubles };
}

describe('the wall', () => {
  it('calls a kiosk silent a full minute after its link ended, however long ago the store noted it', async () => {
    const { wall, clock, kiosk, pass, leave, troubles } = await oneRoom();
    await using _wall = wall;
    await pass(119); // the center has been there for longer than a minute
    const noted = clock.now() - kiosk.lastSeenAt;
    expect(noted).toBeGreaterThanOrEqual(seconds(15));
    leave();
    const left = clock.now();
    await pass(58);
    expect(troubles()).toEqual([]);
    await pass(8); // every card is made anew within five seconds
    expect(troubles()).toEqual(['not-connected']);
    expect(wall.cards()[0]?.troubles[0]?.since).toBe(left);
    expect(wall.cards()[0]?.lastSeenAt).toBe(left);
  });
});
