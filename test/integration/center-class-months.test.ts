import { beforeEach, expect, it } from 'vitest';
import type { CenterActor } from '../../core/contract/center/actor.ts';
import type { ItemBody, ItemKind } from '../../core/contract/center/items.ts';
import type { Item } from '../../core/contract/center/link.ts';
import type { LocalMonth } from '../../core/domain/day.ts';
import { epochMs } from '../../core/domain/units.ts';
import { silentLog } from '../../core/platform/log.ts';
import { type ClassMonths, classMonths } from '../../server/desk/class-months.ts';
import { type CenterClass, centerClasses } from '../../server/desk/classes.ts';
import { factsOf, type NewFact } from '../../server/desk/facts.ts';
import { settling } from '../../server/desk/settle.ts';
import { type Facts, facts as factTable } from '../../server/store/facts.ts';
import { kiosks as kioskTable } from '../../server/store/kiosks.ts';
import { type CenterDb, openCenterDb } from '../../server/store/open.ts';
import { checkedTell, tellClass, workedMonth } from '../support/center/filed.ts';
import { describeOnBothStores } from '../support/center/stores.ts';
import { sha256 } from '../support/forms/settle.ts';

const KIOSK = 'k1';
const MONTH = '2026-10' as LocalMonth;
const EVERYBODY: CenterActor = { user: '', name: '', role: 'administrator', institution: null };

const asFact = (id: number, kind: ItemKind, body: object): NewFact[] =>
  factsOf(KIOSK, [{ id, kind, body: body as Item['body'], createdAt: id, fault: '' }]);

/** What a kiosk tells of a class, as facts: its item numbers go on from `from`. */
function toldFrom(from: number, told: (tell: Parameters<typeof tellClass>[0]) => void): NewFact[] {
  const found: NewFact[] = [];
  told(
    checkedTell((kind, body) => {
      found.push(...asFact(from + found.length, kind, { v: 1, ...body }));
    }),
  );
  return found;
}

/** A day's records that are all in the store, by days. */
const byDay = (all: readonly NewFact[]): NewFact[][] => [
  ...Map.groupBy(
    all.filter(({ kind }) => kind === 'record'),
    ({ day }) => day,
  ).values(),
];

describeOnBothStores('the figures of a class’s month at the center', ({ fresh }) => {
  let db: CenterDb;
  let facts: Facts;
  let read: string[];
  let months: ClassMonths;
  let filed: readonly NewFact[];
  let days: readonly (readonly NewFact[])[];

  beforeEach(async () => {
    db = await openCenterDb(await fresh());
    facts = factTable(db);
    const place = { institution: '沈阳工学院', room: 'B301', pairedAt: epochMs(1), pairedBy: 'inspector' };
    await kioskTable(db).pair({ id: KIOSK, key: 'key', ...place });
    read = [];
    months = classMonths({
      days: (...asked) => facts.days(...asked),
      of: (kind, query) => {
        read.push(query?.from ?? 'all');
        return facts.of(kind, query);
      },
    });
    const all = toldFrom(1, (tell) => tellClass(tell, workedMonth()));
    filed = all.filter(({ kind }) => kind === 'filing');
    days = byDay(all);
    return () => db[Symbol.asyncDispose]();
  });

  const theClass = async (): Promise<CenterClass> =>
    (await centerClasses(facts, kioskTable(db), [], silentLog).list(EVERYBODY))[0] ?? expect.fail('no class');

  /** The figures as they are kept, and as the rules find them from all records. */
  const compared = async () => {
    const of = await theClass();
    read = [];
    const kept = await months.of(of, MONTH);
    const { result } = await settling({ facts, decisions: { of: () => Promise.resolve([]) }, sha256 }).whole(of);
    const { reportId: _, ...whole } = result.months.find(({ month }) => month === MONTH) ?? expect.fail('no month');
    return { kept, whole, read };
  };

  const changed = <Kind extends ItemKind>(fact: NewFact | undefined, item: number, body: Partial<ItemBody<Kind>>) => {
    if (fact === undefined) return expect.fail('no such fact');
    return asFact(item, fact.kind, { ...fact.body, ...body });
  };

  it('are those of the rules after each day that is delivered, and only that day and the one before are read', async () => {
    await facts.put(filed);
    const none = await compared();
    expect(none.kept).toEqual(none.whole);
    expect(none.kept.class).toEqual({ due: 0, attended: 0, rate: '-' });
    expect(days.length).toBeGreaterThan(5);
    for (const [at, day] of days.entries()) {
      await facts.put(day);
      const now = await compared();
      expect(now.kept).toEqual(now.whole);
      expect(now.read).toEqual(days.slice(Math.max(0, at - 1), at + 1).map((each) => each[0]?.day));
    }
    expect((await compared()).read).toEqual([]);
  });

  it('follow a correction of an earlier day, which is read again with those after it', async () => {
    await facts.put([...filed, ...days.flat()]);
    await compared();
    const wrong = days[1]?.[0];
    const { id, record } = (wrong?.body ?? expect.fail('no record')) as ItemBody<'record'>;
    const outcome = record.outcome === 'absent' ? 'present' : 'absent';
    const correction = { before: record.outcome, why: '看错了人', by: 'teacher', countersignedBy: 'head' };
    await facts.put(
      changed<'record'>(wrong, 5000, {
        id: 5000,
        replaces: id,
        record: { ...record, outcome, correction } as never,
      }),
    );
    const before = days[1]?.[0]?.day;
    const { kept, whole, read: again } = await compared();
    expect(kept).toEqual(whole);
    expect(again).toContain(before);
    expect((await compared()).read).toEqual([]);
  });

  it('follow a filing that says anew which lessons count', async () => {
    await facts.put([...filed, ...days.flat()]);
    const before = await compared();
    const scenario = workedMonth();
    Object.assign(scenario.trainees[0] ?? {}, { withdrawnOn: days[2]?.[0]?.day, withdrawReason: '就业' });
    await facts.put(toldFrom(6000, (tell) => tellClass(tell, scenario, { revision: 2 })));
    const after = await compared();
    expect(after.kept).toEqual(after.whole);
    expect(after.kept.class.due).toBeLessThan(before.kept.class.due);
  });

  it('are added up once for all who ask at the same time; a fault of one asking is not the next one’s', async () => {
    await facts.put([...filed, ...days.flat()]);
    const of = await theClass();
    const [first, second] = await Promise.all([months.of(of, MONTH), months.of(of, MONTH)]);
    expect(second).toEqual(first);
    expect(read).toEqual(days.map((each) => each[0]?.day));
    let faults = 1;
    const failing = classMonths({
      days: (...asked) => facts.days(...asked),
      of: (kind, query) => (faults-- > 0 ? Promise.reject(new Error('no answer')) : facts.of(kind, query)),
    });
    const asked = await Promise.allSettled([failing.of(of, MONTH), failing.of(of, MONTH)]);
    expect(asked).toEqual([expect.objectContaining({ status: 'rejected' }), { status: 'fulfilled', value: first }]);
  });

  it('and a day that comes after later ones', async () => {
    const [first, second, ...later] = days;
    await facts.put([...filed, ...(first ?? []), ...later.flat()]);
    await compared();
    await facts.put(second ?? []);
    const { kept, whole } = await compared();
    expect(kept).toEqual(whole);
  });
});
