import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { facts } from '../../server/store/facts.ts';
import { kiosks as kioskTables } from '../../server/store/kiosks.ts';
import { openCenterDb } from '../../server/store/open.ts';
import { busyName } from '../support/center/busy/kiosk.ts';
import { allAcknowledged, allPut, type BusyKiosks, startBusyKiosks } from '../support/center/busy/kiosks.ts';
import { type CenterProgram, fillCenter, startCenterProgram } from '../support/center/busy/program.ts';

const KIOSKS = 10;
const WITHIN = { timeout: 60_000, interval: 200 };

describe('a center of one process and one file, killed while kiosks deliver', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zaike-killed-'));
  const where = join(folder, 'center.db');
  let center: CenterProgram;
  let busy: BusyKiosks;

  beforeAll(async () => {
    await fillCenter(where, KIOSKS);
    center = await startCenterProgram(where);
    busy = await startBusyKiosks({ url: center.url, kiosks: KIOSKS, recordEvery: 40 });
  }, 60_000);
  afterAll(async () => {
    await busy[Symbol.asyncDispose]();
    await center[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has all that it acknowledged, and, started again, all that there is: once, acted on', async () => {
    await vi.waitFor(async () => expect(allPut(await busy.figures())).toBeGreaterThan(500), WITHIN);
    center.kill('SIGKILL');
    const { port } = new URL(center.url);
    await center[Symbol.asyncDispose]();
    const acknowledged = allAcknowledged(await busy.figures());
    expect(acknowledged).toBeGreaterThan(100);
    {
      await using db = await openCenterDb(where);
      const { count } = await db.query
        .selectFrom('item')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      expect(count).toBeGreaterThanOrEqual(acknowledged);
    }

    center = await startCenterProgram(where, { port: Number(port) });
    await vi.waitFor(async () => expect((await busy.figures()).connected).toBe(KIOSKS), WITHIN);
    await busy.rest();
    await vi.waitFor(async () => expect((await busy.figures()).waiting).toBe(0), WITHIN);
    const { put } = await busy.figures();
    await using db = await openCenterDb(where);
    const store = kioskTables(db);
    const left = async (kiosk: string) => [...(await store.unhandled(kiosk, 1)), ...(await store.unproven(kiosk, 1))];
    for (const [number, { record, checkpoint }] of put.entries()) {
      const kiosk = busyName(number);
      const records = await store.items(kiosk, 'record', 0, 10_000);
      expect(records.map(({ body }) => (body as { id: number }).id)).toEqual(
        Array.from({ length: record }, (_, i) => i + 1),
      );
      await vi.waitFor(async () => expect(await left(kiosk)).toEqual([]), WITHIN);
      expect(await facts(db).of('record', { kiosk })).toHaveLength(record);
      const heads = await db.query.selectFrom('head').select('size').where('kiosk', '=', kiosk).execute();
      expect(heads).toHaveLength(checkpoint);
    }
  }, 120_000);
});
