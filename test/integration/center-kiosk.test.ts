import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { itemFault, itemSchemaOf } from '../../core/contract/center/items.ts';
import type { Item, KioskState } from '../../core/contract/center/link.ts';
import { formatVerifierKey } from '../../core/domain/checkpoint.ts';
import { classCode } from '../../core/domain/ids.ts';
import { epochMs } from '../../core/domain/units.ts';
import { openKey } from '../../kiosk/evidence/key.ts';
import { classes } from '../../kiosk/store/classes.ts';
import { openDatabase } from '../../kiosk/store/open.ts';
import { startHub, type TestHub } from '../support/center/hub.ts';
import { pair } from '../support/center/kiosk.ts';
import { type KioskProgram, startKioskProgram } from '../support/center/kiosk-program.ts';
import { sha256Bytes } from '../support/center/sha256.ts';
import { sampleScenario } from '../support/office/classes.ts';

const WITHIN = { timeout: 60_000, interval: 200 };

describe('a whole kiosk and the center', () => {
  let folder: string;
  let center: TestHub;
  let kiosk: KioskProgram;
  let key: string;
  const states: KioskState[] = [];
  const all = async (): Promise<Item[]> => {
    const rows = await center.db.query.selectFrom('item').selectAll().orderBy('id').execute();
    return rows.map(({ id, kind, body, createdAt }) => ({
      id,
      kind,
      body: JSON.parse(body) as Item['body'],
      createdAt,
    }));
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zaike-center-kiosk-'));
    center = await startHub(':memory:');
    center.hub.listen({
      changed: (id) => {
        const state = center.hub.linked().get(id)?.state;
        if (state !== null && state !== undefined) states.push(state);
      },
      delivered: () => Promise.resolve(),
    });
    kiosk = startKioskProgram(folder, center.url);
    await vi.waitFor(async () => {
      const [offer] = await center.db.query.selectFrom('offer').selectAll().execute();
      expect(offer, kiosk.said()).toBeDefined();
      key = offer?.key ?? '';
    }, WITHIN);
  }, 90_000);
  afterAll(async () => {
    await kiosk[Symbol.asyncDispose]();
    await center[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it('offers a code under the key of its journal, and has told nothing before it is paired', async () => {
    const own = openKey(join(folder, 'data', 'keys', 'journal.pem'));
    expect(key).toBe(formatVerifierKey(sha256Bytes, own));
    expect(await all()).toEqual([]);
  });

  it('tells what there is once it is paired: the filing, the timetable, the gap; all by the contract', async () => {
    await pair(center, 'k1', key);
    await vi.waitFor(async () => {
      const kinds = new Set((await all()).map(({ kind }) => kind));
      expect([...kinds]).toEqual(expect.arrayContaining(['filing', 'timetable', 'gap', 'checkpoint']));
    }, WITHIN);
    const items = await all();
    expect(items.map(itemFault).filter((fault) => fault !== '')).toEqual([]);
    const filing = itemSchemaOf('filing').parse(items.find(({ kind }) => kind === 'filing')?.body);
    expect(filing).toMatchObject({ class: 'DSJ-2026-01', revision: 1 });
    expect(filing.filing).toMatchObject({ institution: '沈阳工学院', room: 'B301' });
    expect(filing.filing?.scenario.trainees[0]?.person?.idNumber).toBe('210402200001010014');
    const timetable = itemSchemaOf('timetable').parse(items.find(({ kind }) => kind === 'timetable')?.body);
    expect(timetable.lessons.length).toBeGreaterThan(300);
    expect(timetable.lessons.every(({ here }) => here)).toBe(true);
  });

  it('tells its state by the contract: the camera that is off, its clock, its class', async () => {
    await vi.waitFor(() => expect(states.length).toBeGreaterThan(0), WITHIN);
    const state = states.at(-1);
    expect(state?.cameras).toMatchObject([{ id: 'room', name: '教室后方', health: { kind: 'gap' } }]);
    expect(state?.classes.map((each) => each.class)).toEqual(['DSJ-2026-01']);
    expect(JSON.stringify(states)).not.toContain('王小明');
  });

  it('its heads are proven to continue each other', async () => {
    const { takeHeads } = await import('../../server/hub/heads.ts');
    const { verifyEd25519 } = await import('../../kiosk/evidence/digest.ts');
    const heads = (await all()).filter(({ kind }) => kind === 'checkpoint');
    const socket = center.hub.socket('k1');
    const trouble = await takeHeads(
      { id: 'k1', key },
      heads,
      (sizes) => socket?.timeout(5000).emitWithAck('prove', { sizes }) as Promise<unknown>,
      0 as never,
      { store: center.kiosks, sha256: sha256Bytes, verify: verifyEd25519 },
    );
    expect(trouble).toBeNull();
    expect((await center.kiosks.newestHead('k1'))?.size).toBeGreaterThan(0);
  });

  it('goes on while the center is gone, and keeps what it would tell', async () => {
    await center.io.close();
    await vi.waitFor(() => expect(kiosk.said()).toContain('the link to the center is down'), WITHIN);
    const origin = /"url":"(http:\/\/127\.0\.0\.1:\d+)/.exec(kiosk.said())?.[1] ?? '';
    const health = (await (await fetch(`${origin}/healthz`)).json()) as { readonly cameras?: unknown };
    expect(health).toHaveProperty('cameras');
    using db = openDatabase(join(folder, 'data', 'zaike.db'));
    const edit = { scenario: sampleScenario('NEW-1', 'n'), reasons: {}, by: 'admin', at: epochMs(1) };
    // The kiosk writes into the same database: whoever comes second tries again.
    await vi.waitFor(() => expect(classes(db).put(classCode('NEW-1'), 0, edit)).toBe(1), WITHIN);
    const waiting = db.prepare<[], string>('select kind from outbox where acknowledgedAt is null').pluck();
    await vi.waitFor(() => expect(waiting.all()).toEqual(expect.arrayContaining(['filing', 'timetable'])), WITHIN);
  });
});
