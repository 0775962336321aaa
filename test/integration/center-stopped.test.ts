import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { PROOF_WITHIN_MS } from '../../server/hub/head-trouble.ts';
import { openCenterDb } from '../../server/store/open.ts';
import { startBusy } from '../support/center/busy/child.ts';
import { busyKey } from '../support/center/busy/kiosk.ts';
import { allAcknowledged, allPut, startBusyKiosks } from '../support/center/busy/kiosks.ts';
import { fillCenter, startCenterProgram } from '../support/center/busy/program.ts';
import { Journal } from '../support/center/journal.ts';
import { helloOf, knock } from '../support/center/knock.ts';
import { describeOnBothStores } from '../support/center/stores.ts';

const KIOSKS = 20;
const STOPS = 3;
const WITHIN = { timeout: 60_000, interval: 100 };

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
    await using busy = await startBusyKiosks({ url, kiosks: KIOSKS, watched: 2, recordEvery: 60 });
    await using _watchers = (await startBusy('watchers', { url, token, watchers: 6, watched: 2 })).child;
    const delivered = async (): Promise<number> => allAcknowledged(await busy.figures());
    for (let stop = 0; stop < STOPS; stop += 1) {
      const before = await delivered();
      await vi.waitFor(async () => expect(await delivered()).toBeGreaterThan(before + 300), WITHIN);
      expect(await center.stop()).toBe(0);
      center = await startCenterProgram(where, { port, onLog });
    }
    try {
      await busy.rest();
      await vi.waitFor(async () => {
        const { waiting, connected } = await busy.figures();
        expect([waiting, connected]).toEqual([0, KIOSKS]);
      }, WITHIN);
      await using db = await openCenterDb(where);
      const { kept } = await db.query
        .selectFrom('item')
        .select(({ fn }) => fn.countAll<number>().as('kept'))
        .executeTakeFirstOrThrow();
      expect(kept).toBe(allPut(await busy.figures()));
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

  it('does not wait for the proof of a kiosk that it has cut off', async () => {
    const where = await fresh();
    await fillCenter(where, 1);
    const said: string[] = [];
    await using center = await startCenterProgram(where, { onLog: (line) => void said.push(line) });
    const key = busyKey(0);
    using kiosk = await knock(center.url);
    expect((await kiosk.hello(helloOf(key, kiosk.challenge))).kind).toBe('welcome');
    const asked = new Promise((resolve) => kiosk.socket.once('prove', resolve));
    const journal = new Journal(key, 2);
    const items = [1, 2].map((size) => ({ id: size, kind: 'checkpoint', ...journal.checkpoint(size), createdAt: 1 }));
    expect(await kiosk.socket.emitWithAck('deliver', { items })).toEqual({ acknowledged: 2 });
    await asked; // and never answered
    expect(await Promise.race([center.stop(), delay(PROOF_WITHIN_MS - 5000, 'still waiting', { ref: false })])).toBe(0);
    expect(said).toEqual([]);
  }, 90_000);
});
