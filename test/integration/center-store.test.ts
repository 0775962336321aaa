import { sql } from 'kysely';
import { beforeEach, expect, it, vi } from 'vitest';
import { epochMs } from '../../core/domain/units.ts';
import { type CheckedItem, type Kiosks, kiosks } from '../../server/store/kiosks.ts';
import { type CenterDb, openCenterDb } from '../../server/store/open.ts';
import { describeOnBothStores } from '../support/center/stores.ts';

const now = epochMs(Date.parse('2026-10-08T08:30:00+08:00'));
const place = { institution: '沈阳工学院', room: 'B301', pairedAt: now, pairedBy: 'inspector' };
const item = (id: number, body: CheckedItem['body'] = { n: id }): CheckedItem => {
  return { id, kind: 'record', body, createdAt: now + id, fault: '' };
};

describeOnBothStores('the center’s store', ({ kind, fresh }) => {
  const onPostgres = kind === 'postgres' ? it : () => undefined;
  let db: CenterDb;
  let store: Kiosks;
  beforeEach(async () => {
    db = await openCenterDb(await fresh());
    store = kiosks(db);
    return () => db[Symbol.asyncDispose]();
  });

  it('instants and counts come back as numbers, text as it was', async () => {
    await store.pair({ id: 'k1', key: 'key', ...place });
    expect(await store.byKey('key')).toEqual({
      ...{ id: 'k1', key: 'key', ...place, unpairedAt: null, lastSeenAt: null, software: '', contract: 0 },
      ...{ acknowledged: 0, handled: 0, proven: 0, links: 0 },
    });
    const body = { text: '张三 "quoted" \u2028 \\ 😀', list: [1, null, true], deep: { n: 0.1 } };
    await store.receive('k1', [item(1, body)], now);
    expect((await store.items('k1', 'record', 0, 10))[0]).toEqual({
      ...{ kiosk: 'k1', id: 1, kind: 'record', body, createdAt: now + 1 },
    });
  });

  it('a delivery is kept once, however often and at however many hubs it comes', async () => {
    await store.pair({ id: 'k1', key: 'key', ...place });
    const items = [1, 2, 3, 4, 5].map((id) => item(id));
    const answers = await Promise.all(Array.from({ length: 12 }, () => store.receive('k1', items, now)));
    expect(answers).toEqual(Array.from({ length: 12 }, () => 5));
    expect(await store.receive('k1', [item(2)], now)).toBe(5);
    expect((await store.items('k1', 'record', 0, 10)).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
  });

  it('a delivery of a kiosk that nobody paired is refused whole', async () => {
    await expect(store.receive('k9', [item(1)], now)).rejects.toThrow();
    expect(await store.items('k9', 'record', 0, 10)).toEqual([]);
  });

  it('what was not acted on yet comes in order, until it was', async () => {
    await store.pair({ id: 'k1', key: 'key', ...place });
    await store.receive(
      'k1',
      [1, 2, 3].map((id) => item(id)),
      now,
    );
    expect((await store.unhandled('k1', 2)).map(({ id }) => id)).toEqual([1, 2]);
    await store.handled('k1', 2);
    await store.handled('k1', 1); // a slower hub's word changes nothing
    expect((await store.unhandled('k1', 10)).map(({ id }) => id)).toEqual([3]);
  });

  it('checkpoints are taken apart from everything else', async () => {
    await store.pair({ id: 'k1', key: 'key', ...place });
    await store.receive(
      'k1',
      [1, 2, 3, 4].map((id) => ({ ...item(id), kind: id % 2 === 0 ? 'checkpoint' : 'record' })),
      now,
    );
    await store.handled('k1', 4);
    expect((await store.unproven('k1', 10)).map(({ id }) => id)).toEqual([2, 4]);
    expect((await store.unproven('k1', 1)).map(({ id }) => id)).toEqual([2]);
    await store.proven('k1', 2);
    await store.proven('k1', 1);
    expect((await store.unproven('k1', 10)).map(({ id }) => id)).toEqual([4]);
    expect(await store.byId('k1')).toMatchObject({ handled: 4, proven: 2 });
  });

  it('links are numbered, also when two begin at once', async () => {
    await store.pair({ id: 'k1', key: 'key', ...place });
    const seen = { software: '1.0', contract: 1 };
    const links = await Promise.all([1, 2, 3, 4].map(() => store.seen('k1', seen, now)));
    expect(links.sort()).toEqual([1, 2, 3, 4]);
  });

  it('a code is one kiosk’s, and good once', async () => {
    const later = epochMs(now + 600_000);
    expect(await store.offer('ABCDEFGH', 'key 1', now, later)).toBe(true);
    expect(await store.offer('ABCDEFGH', 'key 2', now, later)).toBe(false);
    expect(await store.offer('HGFEDCBA', 'key 1', now, later)).toBe(true);
    expect(await store.takeOffer('ABCDEFGH', now)).toBeUndefined(); // replaced by its newer one
    const takes = await Promise.all([1, 2, 3].map(() => store.takeOffer('HGFEDCBA', now)));
    expect(takes.filter((key) => key !== undefined)).toEqual(['key 1']);
    await store.offer('ABCDEFGH', 'key 2', now, later);
    expect(await store.takeOffer('ABCDEFGH', epochMs(later + 1))).toBeUndefined();
  });

  it('a key that is paired anew keeps its kiosk, in another room', async () => {
    await store.pair({ id: 'k1', key: 'key', ...place });
    await store.unpair('k1', now);
    expect(await store.all()).toEqual([]);
    await store.pair({ id: 'k2', key: 'key', ...place, room: 'C102' });
    expect(await store.byKey('key')).toMatchObject({ id: 'k1', room: 'C102', unpairedAt: null });
  });

  it('heads stay, each once', async () => {
    await store.pair({ id: 'k1', key: 'key', ...place });
    const head = { kiosk: 'k1', size: 9, root: 'AAAA', note: 'note', receivedAt: now, proven: 0 };
    await store.addHead(head);
    await store.addHead({ ...head, root: 'BBBB' });
    expect(await store.newestHead('k1')).toEqual(head);
    expect(await store.headOf('k1', 8)).toBeUndefined();
  });

  it('what was delivered and the heads can be neither changed nor deleted, even by SQL', async () => {
    await store.pair({ id: 'k1', key: 'key', ...place });
    await store.receive('k1', [item(1)], now);
    await store.addHead({ kiosk: 'k1', size: 9, root: 'AAAA', note: 'note', receivedAt: now, proven: 0 });
    for (const statement of [
      'delete from item',
      "update item set body = 'x'",
      'delete from head',
      'update head set size = 1',
    ])
      await expect(sql.raw(statement).execute(db.query), statement).rejects.toThrow(/append-only/);
    if (kind === 'postgres') await expect(sql`truncate item`.execute(db.query)).rejects.toThrow(/append-only/);
    expect(await store.items('k1', 'record', 0, 10)).toHaveLength(1);
  });

  it('one alarm of a kind is open, however many hubs see it', async () => {
    await store.pair({ id: 'k1', key: 'key', ...place });
    const raise = () =>
      db.query
        .insertInto('alert')
        .values({ kiosk: 'k1', camera: '', class: '', code: 'journal', message: 'fork', at: now })
        .onConflict((on) => on.doNothing())
        .execute();
    await Promise.all([raise(), raise(), raise()]);
    const open = await db.query.selectFrom('alert').select(['id', 'endedAt']).execute();
    expect(open).toHaveLength(1);
    await db.query.updateTable('alert').set({ endedAt: now }).execute();
    await raise();
    expect(await db.query.selectFrom('alert').select('id').execute()).toHaveLength(2);
  });

  it('a database that a later version wrote is left alone', async () => {
    const where = await fresh();
    await using first = await openCenterDb(where);
    await sql`insert into kysely_migration (name, timestamp) values ('999-of-a-later-version', '2027')`.execute(
      first.query,
    );
    await expect(openCenterDb(where)).rejects.toMatchObject({ code: 'store-unusable' });
  });

  onPostgres('several hubs that start at once bring the tables up to date once', async () => {
    const where = await fresh();
    const opened = await Promise.all(Array.from({ length: 6 }, () => openCenterDb(where)));
    const [one] = opened;
    const steps = await sql<{ name: string }>`select name from kysely_migration`.execute(one?.query ?? db.query);
    expect(new Set(steps.rows.map((step) => step.name)).size).toBe(steps.rows.length);
    expect(steps.rows.length).toBeGreaterThan(0);
    for (const each of opened) await each[Symbol.asyncDispose]();
  });

  onPostgres('goes on after the server ended its connections', async () => {
    await store.pair({ id: 'k1', key: 'key', ...place });
    await Promise.all([1, 2, 3].map((id) => store.byId(`k${String(id)}`)));
    const others = sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    await others.execute(db.query);
    await vi.waitFor(async () => expect(await store.byId('k1')).toBeDefined(), 30_000);
    expect(await store.receive('k1', [item(1)], now)).toBe(1);
  });

  it('a database that cannot be had is named without its password', async () => {
    const nowhere = kind === 'sqlite' ? '/nowhere/center.db' : 'postgres://zaike:secret@localhost/none?host=/nowhere';
    const opened = openCenterDb(nowhere);
    await expect(opened).rejects.toMatchObject({ code: 'store-unusable' });
    await expect(opened).rejects.not.toThrow(/secret/);
  });
});
