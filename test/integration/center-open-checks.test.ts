import { tmpdir } from 'node:os';
import { sql } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import type { CenterActor } from '../../core/contract/center/actor.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { epochMs, minutes } from '../../core/domain/units.ts';
import { silentLog } from '../../core/platform/log.ts';
import { Underway } from '../../core/platform/underway.ts';
import { type CheckDesk, checkDesk } from '../../server/desk/checks.ts';
import { centerClasses } from '../../server/desk/classes.ts';
import { keptFiles } from '../../server/desk/files.ts';
import { type WaitingDesk, waitingDesk } from '../../server/desk/waiting.ts';
import { facts } from '../../server/store/facts.ts';
import { kiosks } from '../../server/store/kiosks.ts';
import { migrationsFor } from '../../server/store/migrations.ts';
import { type CenterDb, openCenterDb } from '../../server/store/open.ts';
import { type KeptSeal, type Seals, seals } from '../../server/store/seals.ts';
import { SEEDED_TRAINEES, seedClasses, seededClass, seededState, seededTrainee } from '../support/center/seed.ts';
import { describeOnBothStores } from '../support/center/stores.ts';
import { ManualClock } from '../support/manual-clock.ts';

const begun = epochMs(Date.parse('2026-10-08T09:30:00+08:00'));
const [ours, theirs] = [seededClass(0), seededClass(1)];
const person = (user: string, role: CenterActor['role'], institution: string | null): CenterActor => {
  return { user, name: user, role, institution };
};
const inspector = person('吴检查', 'inspector', null);
const second = person('郑检查', 'inspector', null);
const school = person('李校长', 'institution', ours.institution);
const otherSchool = person('别校', 'institution', theirs.institution);
const LATER = 510;

describeOnBothStores('a spot check that is to be decided', ({ kind, fresh }) => {
  let db: CenterDb;
  let store: Seals;
  let clock: ManualClock;
  let desk: CheckDesk;
  let waiting: WaitingDesk;
  let seen: number;

  beforeEach(async () => {
    db = await openCenterDb(await fresh());
    store = seals(db);
    clock = new ManualClock(begun);
    const underway = new Underway();
    const tables = { kiosks: kiosks(db), facts: facts(db) };
    await seedClasses(tables, 2, begun);
    desk = checkDesk({
      ...{ seals: store, files: keptFiles(tmpdir()), clock, log: silentLog, underway },
      classes: centerClasses(tables.facts, tables.kiosks, [], silentLog),
      decisions: {
        make: (_, decision) => Promise.resolve({ ...decision, id: 'd1', at: clock.now() } as never),
        ...{ tell: () => Promise.resolve(), tellAgain: () => Promise.resolve() },
        ...{ of: () => Promise.resolve([]), all: () => Promise.resolve([]) },
      },
      stateOf: (kiosk) => {
        const { class: code } = kiosk === ours.kiosk ? ours : theirs;
        return seededState(code, clock.now(), { standings: standings(code) });
      },
      ask: (_, { kind: asked }) =>
        asked === 'snapshot'
          ? Promise.resolve({ answer: { result: { at: clock.now(), cameras: [] } }, files: [] })
          : Promise.reject(new ZaikeError('教室电脑正忙', { code: 'command-failed', retry: true })),
    });
    waiting = waitingDesk({
      ...{ checks: desk, clock, filings: { list: () => Promise.resolve([]) } },
      matters: { all: () => Promise.resolve({ disputes: [], enrolments: [], reviews: [], pending: [] } as never) },
    });
    return async () => {
      await underway[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    };
  });

  /** Everybody of a class, the first of whom were seen just now. */
  const standings = (code: string) =>
    Array.from({ length: SEEDED_TRAINEES }, (_, n) => ({
      ...{ trainee: seededTrainee(code, n), mark: 'expected' as const, since: null, leaveEnteredAt: null },
      lastSeen: n < seen ? clock.now() : null,
    }));
  const check = async ({ kiosk, class: code }: typeof ours, present: number): Promise<string> => {
    seen = present;
    return (await desk.check(inspector, kiosk, code)).seal.id;
  };
  /** Keeps many more like this one, each a second later than the one before. */
  const more = async (like: string, change: { readonly check?: null } = {}): Promise<void> => {
    const { body, ...kept } = (await store.find(like)) as KeptSeal;
    const changed = JSON.stringify({ ...(JSON.parse(body) as object), ...change });
    await Promise.all(
      Array.from({ length: LATER }, (_, n) =>
        store.add(
          { ...kept, id: `${like}-${String(change.check)}-${String(n)}`, at: kept.at + 1000 * (n + 1), body: changed },
          change.check === null ? null : { proposed: false },
        ),
      ),
    );
  };
  const idsOf = async (actor: CenterActor): Promise<string[]> => (await desk.checks(actor)).map(({ seal }) => seal.id);
  const waits = async (actor: CenterActor): Promise<number> => {
    waiting.decided();
    return (await waiting.of(actor)).checks;
  };

  it('is not hidden by whatever is sealed later, from nobody whom it concerns, until it is decided', async () => {
    const open = await check(ours, 10);
    clock.advance(minutes(24 * 60));
    const above = await check(theirs, 25);
    await more(above);
    await more(above, { check: null });
    await more(open, { check: null });

    expect(await idsOf(school)).toEqual([open]);
    const all = await idsOf(inspector);
    expect([all.length, all[0], all.at(-1)]).toEqual([501, `${above}-undefined-${String(LATER - 1)}`, open]);
    expect(await idsOf(otherSchool)).not.toContain(open);
    expect([await waits(school), await waits(otherSchool), await waits(inspector)]).toEqual([1, 0, 0]);

    await desk.answer(school, open, '两人去取教材');
    expect([await waits(school), await waits(inspector)]).toEqual([0, 1]);

    await desk.decide(inspector, second, open, { confirmed: true, note: '情况属实' });
    expect([await waits(school), await waits(inspector), await desk.open(inspector)]).toEqual([0, 0, []]);
    expect(await idsOf(school)).toEqual([open]);
    expect(await idsOf(inspector)).not.toContain(open);
  });

  it('that an earlier version kept is found too, and none can be taken away', async () => {
    const nobody = person('新校', 'institution', '没有班级的学校');
    const open = await check(ours, 10);
    clock.advance(minutes(1));
    const above = await check(theirs, 25);
    const { kiosk, class: code } = ours;
    await desk.seal(inspector, kiosk, code);
    const before = await db.query.selectFrom('spotCheck').selectAll().orderBy('at').execute();
    expect(before.map(({ seal, proposed }) => [seal, proposed])).toEqual([
      [open, 1],
      [above, 0],
    ]);
    await db.query.schema.dropTable('spotCheck').execute();
    await migrationsFor(kind)['017-spot-checks']?.up(db.query);
    expect(await db.query.selectFrom('spotCheck').selectAll().orderBy('at').execute()).toEqual(before);
    expect(await idsOf(inspector)).toEqual([above, open]);
    expect(await idsOf(nobody)).toEqual([]);
    for (const statement of ['delete from "spotCheck"', 'update "spotCheck" set proposed = 0'])
      await expect(sql.raw(statement).execute(db.query), statement).rejects.toThrow(/append-only/);
  });
});
