import type { Insertable, Selectable } from 'kysely';
import type { Item } from '../../core/contract/center/link.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import type { CenterDb } from './open.ts';
import type { AlertTable, HeadTable, ItemTable, KioskTable } from './tables.ts';

export type StoredKiosk = Selectable<KioskTable>;
export type StoredHead = Selectable<HeadTable>;

/** An item with what was found wrong with it; '' when it fits. */
export type CheckedItem = Item & { readonly fault: string };

/** Kiosks, the codes they offer, and what they delivered. */
export interface Kiosks {
  byKey(key: string): Promise<StoredKiosk | undefined>;
  byId(id: string): Promise<StoredKiosk | undefined>;
  /** Those that are paired. */
  all(): Promise<StoredKiosk[]>;
  /** Those that were ever paired: what they delivered stays. */
  ever(): Promise<StoredKiosk[]>;
  /** A kiosk's newest code replaces its older ones; a code that another kiosk offers is refused (false). */
  offer(code: string, key: string, now: EpochMs, expiresAt: EpochMs): Promise<boolean>;
  /** The key behind a code that has not expired; the code is then used up. */
  takeOffer(code: string, now: EpochMs): Promise<string | undefined>;
  /** Adds a kiosk, or pairs a known key anew with another room. */
  pair(kiosk: Pick<StoredKiosk, 'id' | 'key' | 'institution' | 'room' | 'pairedAt' | 'pairedBy'>): Promise<void>;
  unpair(id: string, at: EpochMs): Promise<void>;
  /** A link begins. @returns its number, higher than that of any link of this kiosk before, at whichever hub. */
  seen(id: string, seen: Pick<StoredKiosk, 'software' | 'contract'>, at: EpochMs): Promise<number>;
  /** These kiosks are linked now. */
  heard(ids: readonly string[], at: EpochMs): Promise<void>;
  /**
   * Keeps items all or none and returns the newest that is here without a hole: what was here already stays as it is.
   * One that is here with another content means that the kiosk's outbox was set back or forged: an alert is opened in
   * the same transaction (`outbox-fork`). @returns how far the kiosk may forget.
   */
  receive(kiosk: string, items: readonly CheckedItem[], at: EpochMs): Promise<number>;
  /** Items that are here and were not acted on yet, in order. */
  unhandled(kiosk: string, limit: number): Promise<CheckedItem[]>;
  /** Items up to this one were acted on. */
  handled(kiosk: string, last: number): Promise<void>;
  /** Checkpoints that are here and were not taken yet, in order. */
  unproven(kiosk: string, limit: number): Promise<CheckedItem[]>;
  /** Checkpoints up to this item were taken. */
  proven(kiosk: string, last: number): Promise<void>;
  items(kiosk: string, kind: string, after: number, limit: number): Promise<(Item & { readonly kiosk: string })[]>;
  newestHead(kiosk: string): Promise<StoredHead | undefined>;
  headOf(kiosk: string, size: number): Promise<StoredHead | undefined>;
  addHead(head: StoredHead): Promise<void>;
}

/** The tables `kiosk`, `offer`, `item`, `head`. */
export function kiosks({ query, write }: Pick<CenterDb, 'query' | 'write'>): Kiosks {
  /** Items after the one that was reached, in order. */
  const left = (kiosk: string, mark: 'handled' | 'proven') =>
    query
      .selectFrom('item')
      .innerJoin('kiosk', 'kiosk.id', 'item.kiosk')
      .select(['item.id', 'item.kind', 'item.body', 'item.createdAt', 'item.fault'])
      .where('item.kiosk', '=', kiosk)
      .whereRef('item.id', '>', `kiosk.${mark}`)
      .orderBy('item.id');
  const reached = async (kiosk: string, mark: 'handled' | 'proven', last: number): Promise<void> => {
    await write((db) =>
      db
        .updateTable('kiosk')
        .set({ [mark]: last })
        .where('id', '=', kiosk)
        .where(mark, '<', last)
        .execute(),
    );
  };
  return {
    byKey: (key) => query.selectFrom('kiosk').selectAll().where('key', '=', key).executeTakeFirst(),
    byId: (id) => query.selectFrom('kiosk').selectAll().where('id', '=', id).executeTakeFirst(),
    all: () =>
      query
        .selectFrom('kiosk')
        .selectAll()
        .where('unpairedAt', 'is', null)
        .orderBy('institution')
        .orderBy('room')
        .execute(),
    ever: () => query.selectFrom('kiosk').selectAll().execute(),
    offer: (code, key, now, expiresAt) =>
      query.transaction().execute(async (db) => {
        await db
          .deleteFrom('offer')
          .where((on) => on.or([on('expiresAt', '<', now), on('key', '=', key)]))
          .execute();
        const { numInsertedOrUpdatedRows } = await db
          .insertInto('offer')
          .values({ code, key, expiresAt })
          .onConflict((on) => on.doNothing())
          .executeTakeFirst();
        return numInsertedOrUpdatedRows === 1n;
      }),
    takeOffer: async (code, now) => {
      const row = await query
        .deleteFrom('offer')
        .where('code', '=', code)
        .returning(['key', 'expiresAt'])
        .executeTakeFirst();
      return row === undefined || row.expiresAt < now ? undefined : row.key;
    },
    pair: async ({ id, key, institution, room, pairedAt, pairedBy }) => {
      const fresh = {
        software: '',
        contract: 0,
        acknowledged: 0,
        handled: 0,
        proven: 0,
        links: 0,
        lastSeenAt: null,
        unpairedAt: null,
      };
      await query
        .insertInto('kiosk')
        .values({ id, key, institution, room, pairedAt, pairedBy, ...fresh })
        .onConflict((on) => on.column('key').doUpdateSet({ institution, room, unpairedAt: null }))
        .execute();
    },
    unpair: async (id, at) => {
      await query.updateTable('kiosk').set({ unpairedAt: at }).where('id', '=', id).execute();
    },
    seen: (id, { software, contract }, at) =>
      write(async (db) => {
        const { links } = await db
          .updateTable('kiosk')
          .set((row) => ({ software, contract, lastSeenAt: at, links: row('links', '+', 1) }))
          .where('id', '=', id)
          .returning('links')
          .executeTakeFirstOrThrow();
        return links;
      }),
    heard: async (ids, at) => {
      if (ids.length === 0) return;
      await write((db) => db.updateTable('kiosk').set({ lastSeenAt: at }).where('id', 'in', ids).execute());
    },
    unhandled: async (kiosk, limit) => read(await left(kiosk, 'handled').limit(limit).execute()),
    handled: (kiosk, last) => reached(kiosk, 'handled', last),
    unproven: async (kiosk, limit) =>
      read(await left(kiosk, 'proven').where('item.kind', '=', 'checkpoint').limit(limit).execute()),
    proven: (kiosk, last) => reached(kiosk, 'proven', last),
    receive: (kiosk, items, at) =>
      write(async (db) => {
        const rows = items.map(({ id, kind, body, createdAt, fault }) => {
          return { kiosk, id, kind, body: JSON.stringify(body), createdAt, receivedAt: at, fault };
        });
        const before = await db
          .selectFrom('item')
          .select(['id', 'kind', 'body'])
          .where('kiosk', '=', kiosk)
          .where('id', '>=', rows[0]?.id ?? 0)
          .where('id', '<=', rows.at(-1)?.id ?? 0)
          .execute();
        const forked = rows.find((row) => before.some((one) => one.id === row.id && !isSame(one, row)));
        if (forked !== undefined)
          await db
            .insertInto('alert')
            .values(forkAlert(kiosk, forked.id, at))
            .onConflict((on) => on.doNothing())
            .execute();
        await db
          .insertInto('item')
          .values(rows)
          .onConflict((on) => on.doNothing())
          .execute();
        const last = rows.at(-1)?.id ?? 0;
        const moved = await db
          .updateTable('kiosk')
          .set({ acknowledged: last, lastSeenAt: at })
          .where('id', '=', kiosk)
          .where('acknowledged', '<', last)
          .returning('acknowledged')
          .executeTakeFirst();
        if (moved !== undefined) return moved.acknowledged;
        const row = await db
          .selectFrom('kiosk')
          .select('acknowledged')
          .where('id', '=', kiosk)
          .executeTakeFirstOrThrow();
        return row.acknowledged;
      }),
    items: async (kiosk, kind, after, limit) => {
      const rows = await query
        .selectFrom('item')
        .selectAll()
        .where('kiosk', '=', kiosk)
        .where('kind', '=', kind)
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id, body, createdAt }) => ({
        kiosk,
        id,
        kind,
        body: JSON.parse(body) as Item['body'],
        createdAt,
      }));
    },
    newestHead: (kiosk) =>
      query
        .selectFrom('head')
        .selectAll()
        .where('kiosk', '=', kiosk)
        .orderBy('size', 'desc')
        .limit(1)
        .executeTakeFirst(),
    headOf: (kiosk, size) =>
      query.selectFrom('head').selectAll().where('kiosk', '=', kiosk).where('size', '=', size).executeTakeFirst(),
    addHead: async (head) => {
      await write((db) =>
        db
          .insertInto('head')
          .values(head)
          .onConflict((on) => on.doNothing())
          .execute(),
      );
    },
  };
}

type Row = Pick<Selectable<ItemTable>, 'id' | 'kind' | 'body' | 'createdAt' | 'fault'>;

const read = (rows: readonly Row[]): CheckedItem[] =>
  rows.map((row) => ({ ...row, body: JSON.parse(row.body) as Item['body'] }));

type Content = Pick<Selectable<ItemTable>, 'kind' | 'body'>;

const isSame = (a: Content, b: Content): boolean => a.kind === b.kind && a.body === b.body;

function forkAlert(kiosk: string, item: number, at: number): Insertable<AlertTable> {
  const message = `教室电脑送来的第 ${String(item)} 条记录与先前送来的同一条不同：它的数据库可能被恢复到旧版本或被改动`;
  const open = { endedAt: null, seenBy: null, seenAt: null, note: null, countersignedBy: null };
  return { ...{ kiosk, camera: '', class: '', code: 'outbox-fork', message, at }, ...open };
}
