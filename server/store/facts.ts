import type { ItemBody, ItemKind } from '../../core/contract/center/items.ts';
import type { CenterDb } from './open.ts';

/** Something that holds now, as a kiosk delivered it. */
export interface Fact<Kind extends ItemKind = ItemKind> {
  readonly kiosk: string;
  readonly kind: Kind;
  readonly key: string;
  readonly class: string;
  readonly day: string;
  readonly item: number;
  readonly body: ItemBody<Kind>;
}

/** A fact without its body. */
export type FactMark = Pick<Fact, 'kiosk' | 'key' | 'class' | 'item'>;

/** A day's facts, by what tells that they changed. */
export interface FactDay {
  readonly day: string;
  readonly count: number;
  readonly newest: number;
}

export interface FactQuery {
  readonly kiosk?: string;
  readonly class?: string;
  readonly key?: string;
  /** Days (or months) from and to, both belong. */
  readonly from?: string;
  readonly to?: string;
}

/** What holds now of what was delivered; everything that was ever said stays in `item`. */
export interface Facts {
  /** Keeps each as what holds, unless a later item said so already. */
  put(facts: readonly Fact[]): Promise<void>;
  /** Which there are, without their bodies: whoever keeps what was read asks this first. */
  marks(kind: ItemKind, query?: FactQuery): Promise<FactMark[]>;
  /** Of each day that has any, the earliest first: how many there are, and in which item the newest came. */
  days(kind: ItemKind, query?: FactQuery): Promise<FactDay[]>;
  /** Of each kiosk that has any of these kinds: a text that is another when one of them came or changed. */
  versions(kinds: readonly ItemKind[]): Promise<ReadonlyMap<string, string>>;
  /** By class, day and item. */
  of<Kind extends ItemKind>(kind: Kind, query?: FactQuery): Promise<Fact<Kind>[]>;
}

/** The table `fact`. */
export function facts({ query, write }: Pick<CenterDb, 'query' | 'write'>): Facts {
  const asked = (kind: ItemKind, { kiosk, class: code, key, from, to }: FactQuery = {}) => {
    let rows = query.selectFrom('fact').where('kind', '=', kind);
    if (kiosk !== undefined) rows = rows.where('kiosk', '=', kiosk);
    if (code !== undefined) rows = rows.where('class', '=', code);
    if (key !== undefined) rows = rows.where('key', '=', key);
    if (from !== undefined) rows = rows.where('day', '>=', from);
    if (to !== undefined) rows = rows.where('day', '<=', to);
    return rows;
  };
  return {
    put: (all) =>
      write(async (db) => {
        for (const { body, ...fact } of all)
          await db
            .insertInto('fact')
            .values({ ...fact, body: JSON.stringify(body) })
            .onConflict((on) =>
              on
                .columns(['kiosk', 'kind', 'key'])
                .doUpdateSet((set) => ({
                  class: set.ref('excluded.class'),
                  day: set.ref('excluded.day'),
                  item: set.ref('excluded.item'),
                  body: set.ref('excluded.body'),
                }))
                .whereRef('fact.item', '<', 'excluded.item'),
            )
            .execute();
      }),
    marks: (kind, wanted) => asked(kind, wanted).select(['kiosk', 'key', 'class', 'item']).execute(),
    days: (kind, wanted) =>
      asked(kind, wanted)
        .select(({ fn }) => ['day', fn.countAll<number>().as('count'), fn.max<number>('item').as('newest')])
        .groupBy('day')
        .orderBy('day')
        .execute(),
    versions: async (kinds) => {
      const rows = await query
        .selectFrom('fact')
        .select(({ fn }) => ['kiosk', fn.countAll<number>().as('count'), fn.max<number>('item').as('newest')])
        .where('kind', 'in', kinds)
        .groupBy('kiosk')
        .execute();
      return new Map(rows.map(({ kiosk, count, newest }) => [kiosk, `${String(count)} ${String(newest)}`]));
    },
    of: async (kind, wanted) => {
      const found = await asked(kind, wanted).selectAll().orderBy('class').orderBy('day').orderBy('item').execute();
      return found.map((row) => ({ ...row, kind, body: JSON.parse(row.body) as ItemBody<typeof kind> }));
    },
  };
}
