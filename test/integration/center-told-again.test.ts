import { tmpdir } from 'node:os';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Command } from '../../core/contract/center/link.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { epochMs, minutes } from '../../core/domain/units.ts';
import { silentLog } from '../../core/platform/log.ts';
import { type Cases, openCases } from '../../server/cases.ts';
import { kiosks } from '../../server/store/kiosks.ts';
import { migrationsFor } from '../../server/store/migrations.ts';
import { type CenterDb, openCenterDb } from '../../server/store/open.ts';
import { describeOnBothStores } from '../support/center/stores.ts';
import { ManualClock } from '../support/manual-clock.ts';

const begun = epochMs(Date.parse('2026-10-08T08:30:00+08:00'));
const violation = { kind: 'violation', class: 'C1', by: '吴检查', countersignedBy: '郑检查' } as const;
const busy = new ZaikeError('教室电脑正忙', { code: 'command-failed', retry: true });
const silent = new ZaikeError('教室电脑没有回答', { code: 'kiosk-silent', retry: true });

describeOnBothStores('a decision that a linked kiosk did not take', ({ kind, fresh }) => {
  let db: CenterDb;
  let clock: ManualClock;
  let cases: Cases;
  const linked = new Set<string>();
  /** What each kiosk says to the next questions; afterwards it takes everything. */
  const refusals = new Map<string, ZaikeError[]>();
  const asked: string[] = [];

  const ask = (kiosk: string, command: Command) => {
    asked.push(kiosk);
    const refusal = refusals.get(kiosk)?.shift();
    if (refusal !== undefined) return Promise.reject(refusal);
    if (command.kind !== 'decision') throw new Error(command.kind);
    return Promise.resolve({ answer: { result: null }, files: [] });
  };

  beforeEach(async () => {
    linked.clear();
    refusals.clear();
    asked.length = 0;
    db = await openCenterDb(await fresh());
    for (const id of ['k1', 'k2', 'k3'])
      await kiosks(db).pair({
        ...{ id, key: `key of ${id}`, institution: '沈阳工学院', room: id },
        ...{ pairedAt: begun, pairedBy: 'inspector' },
      });
    clock = new ManualClock(begun);
    cases = openCases({
      ...{ db, ask, clock, log: silentLog, filesDir: tmpdir(), stateOf: () => null, linkedHere: () => linked },
      accounts: { countersigner: () => Promise.reject(new Error('nobody signs here')) },
    });
    return async () => {
      await cases[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    };
  });

  const decide = async (kiosk: string, ...refused: ZaikeError[]): Promise<void> => {
    refusals.set(kiosk, refused);
    await cases.decisions.make(kiosk, { ...violation, percent: 5, why: '代打卡' });
  };
  const keptOf = async (kiosk: string) => (await cases.decisions.of(kiosk))[0];
  const times = (kiosk: string): number => asked.filter((each) => each === kiosk).length;
  const untilTold = (kiosk: string) =>
    vi.waitFor(async () => {
      clock.advance(minutes(1));
      expect((await keptOf(kiosk))?.toldAt).not.toBeNull();
    }, 30_000);

  it('is told again while it stays linked, until it takes it, and then no more', async () => {
    linked.add('k1').add('k2');
    await decide('k1', busy);
    await vi.waitFor(async () => expect(await keptOf('k1')).toMatchObject({ toldAt: null, trouble: '教室电脑正忙' }));
    expect(times('k1')).toBe(1);
    await untilTold('k1');
    expect(await keptOf('k1')).toMatchObject({ trouble: '' });
    await decide('k2', silent, busy, busy);
    await untilTold('k2');
    expect([times('k1'), times('k2')]).toEqual([2, 4]);
  });

  it('is not told to a kiosk that is not linked here: it is told when it comes', async () => {
    linked.add('k2');
    await decide('k1', silent);
    await decide('k2', silent);
    await untilTold('k2');
    expect([times('k1'), (await keptOf('k1'))?.toldAt]).toEqual([1, null]);
    await cases.decisions.tell('k1');
    expect((await keptOf('k1'))?.toldAt).toBe(clock.now());
  });

  it('is told no more when the center ends', async () => {
    linked.add('k3');
    await decide('k3', busy);
    await vi.waitFor(async () => expect((await keptOf('k3'))?.trouble).toBe('教室电脑正忙'));
    expect(clock.sleeping).toBe(1);
    await cases[Symbol.asyncDispose]();
    expect(clock.sleeping).toBe(0);
  });

  it('that an earlier version made is found too', async () => {
    const step = migrationsFor(kind)['016-untold'];
    await db.query.schema.dropIndex('told_not_yet').execute();
    const old = { kiosk: 'k1', class: 'C1', kind: 'violation', at: begun };
    for (const id of ['d1', 'd2'])
      await db.query
        .insertInto('decision')
        .values({ ...old, id, body: JSON.stringify({ ...violation, id, at: begun, percent: 5, why: '' }) })
        .execute();
    await db.query.insertInto('told').values({ decision: 'd1', at: begun, trouble: '' }).execute();
    await step?.up(db.query);
    linked.add('k1');
    await vi.waitFor(async () => {
      clock.advance(minutes(1));
      expect((await cases.decisions.of('k1')).map(({ toldAt }) => toldAt)).not.toContain(null);
    }, 30_000);
    expect(asked).toEqual(['k1']);
  });
});
