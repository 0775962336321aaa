import type { Insertable, Selectable } from 'kysely';
import type { CenterDb } from './open.ts';
import type { AlertTable } from './tables.ts';

/** An alert with where it is. */
export type StoredAlert = Selectable<AlertTable> & { readonly institution: string; readonly room: string };

export type NewAlert = Pick<Insertable<AlertTable>, 'kiosk' | 'camera' | 'class' | 'code' | 'message' | 'at'>;

export interface AlertNoting {
  readonly by: string;
  readonly at: number;
  readonly note: string;
  readonly countersignedBy: string | null;
  /** Whether it ends with that. */
  readonly ends: boolean;
}

/** What somebody has to look at: of each kiosk, camera, class and code at most one lasts, however many hubs see it. */
export interface Alerts {
  /** Whether it is new; false: one lasts already. */
  open(alert: NewAlert): Promise<boolean>;
  end(ids: readonly number[], at: number): Promise<void>;
  /** Those that last, newest first. */
  lasting(): Promise<StoredAlert[]>;
  one(id: number): Promise<StoredAlert | undefined>;
  /** Newest first. @param institution null: of all. */
  list(query: {
    readonly institution: string | null;
    readonly before?: number;
    readonly limit: number;
  }): Promise<StoredAlert[]>;
  /** Whether note was taken; false: somebody had done so before. */
  take(id: number, noting: AlertNoting): Promise<boolean>;
}

/** The table `alert`. */
export function alerts({ query, write }: Pick<CenterDb, 'query' | 'write'>): Alerts {
  const placed = () =>
    query
      .selectFrom('alert')
      .innerJoin('kiosk', 'kiosk.id', 'alert.kiosk')
      .selectAll('alert')
      .select(['kiosk.institution', 'kiosk.room'])
      .orderBy('alert.id', 'desc');
  return {
    open: async (alert) => {
      const { numInsertedOrUpdatedRows } = await write((db) =>
        db
          .insertInto('alert')
          .values({ ...alert, endedAt: null, seenBy: null, seenAt: null, note: null, countersignedBy: null })
          .onConflict((on) => on.doNothing())
          .executeTakeFirstOrThrow(),
      );
      return numInsertedOrUpdatedRows === 1n;
    },
    end: async (ids, at) => {
      if (ids.length === 0) return;
      await write((db) =>
        db.updateTable('alert').set({ endedAt: at }).where('id', 'in', ids).where('endedAt', 'is', null).execute(),
      );
    },
    lasting: () => placed().where('alert.endedAt', 'is', null).execute(),
    one: (id) => placed().where('alert.id', '=', id).executeTakeFirst(),
    list: ({ institution, before, limit }) => {
      let rows = placed().limit(limit);
      if (institution !== null) rows = rows.where('kiosk.institution', '=', institution);
      if (before !== undefined) rows = rows.where('alert.id', '<', before);
      return rows.execute();
    },
    take: async (id, { by, at, note, countersignedBy, ends }) => {
      const { numUpdatedRows } = await query
        .updateTable('alert')
        .set({ seenBy: by, seenAt: at, note, countersignedBy, ...(ends ? { endedAt: at } : {}) })
        .where('id', '=', id)
        .where('seenBy', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}
