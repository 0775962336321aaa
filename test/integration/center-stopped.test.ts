import { expect, it, vi } from 'vitest';
import { openCenterDb } from '../../server/store/open.ts';
import { startBusy } from '../support/center/busy/child.ts';
import { fillCenter, startCenterProgram } from '../support/center/busy/program.ts';
import { describeOnBothStores } from '../support/center/stores.ts';

const KIOSKS = 20;
const STOPS = 3;
const WITHIN = { timeout: 60_000, interval: 100 };

interface Figures {
  readonly connected: number;
  readonly waiting: number;
  readonly put: readonly { record: number; checkpoint: number; alarm: number }[];
}

describeOnBothStores('a center that is asked to stop while kiosks deliver', ({ fresh }) => {
  it('ends what it began before it closes the store, says nothing of faults, and goes on after its next start', async () => {
    const where = await fresh();
    const token = await fillCenter(where, KIOSKS);
    const said: string[] = [];
    const onLog = (line: string): void => void said.push(line);
    let center = await startCenterProgram(where, { onLog });
    const { url } = center;
    const port = Number(new URL(url).port);
    // Each has something to deliver all the time.
    await using busy = (await startBusy('kiosks', { url, kiosks: KIOSKS, watched: 2, recordEvery: 60 })).child;
    await using _watchers = (await startBusy('watchers', { url, token, watchers: 6, watched: 2 })).child;
    const delivered = async (): Promise<number> => {
      const { waiting, put } = await busy.tell<Figures>({ say: 'figures' });
      return put.reduce((sum, each) => sum + each.record + each.checkpoint + each.alarm, 0) - waiting;
    };
    for (let stop = 0; stop < STOPS; stop += 1) {
      const before = await delivered();
      await vi.waitFor(async () => expect(await delivered()).toBeGreaterThan(before + 300), WITHIN);
      expect(await center.stop()).toBe(0);
      center = await startCenterProgram(where, { port, onLog });
    }
    try {
      await busy.tell({ say: 'rest' });
      await vi.waitFor(async () => {
        const { waiting, connected } = await busy.tell<Figures>({ say: 'figures' });
        expect([waiting, connected]).toEqual([0, KIOSKS]);
      }, WITHIN);
      const { put } = await busy.tell<Figures>({ say: 'figures' });
      await using db = await openCenterDb(where);
      const { kept } = await db.query
        .selectFrom('item')
        .select(({ fn }) => fn.countAll<number>().as('kept'))
        .executeTakeFirstOrThrow();
      expect(kept).toBe(put.reduce((sum, each) => sum + each.record + each.checkpoint + each.alarm, 0));
      await vi.waitFor(async () => {
        const { behind } = await db.query
          .selectFrom('kiosk')
          .select(({ fn }) => fn.countAll<number>().as('behind'))
          .whereRef('handled', '<', 'acknowledged')
          .executeTakeFirstOrThrow();
        expect(behind).toBe(0);
      }, WITHIN);
    } finally {
      await center[Symbol.asyncDispose]();
    }
    expect(said).toEqual([]);
  }, 180_000);
});
