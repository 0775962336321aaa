import type { Selectable } from 'kysely';
import type { ShownTable } from './case-tables.ts';
import type { CenterDb } from './open.ts';

export type ShownFile = Selectable<ShownTable>;

/** Files that kiosks gave on request: whoever may see the class may see them. */
export interface Shown {
  add(file: ShownFile): Promise<void>;
  find(kiosk: string, code: string, sha256: string): Promise<ShownFile | undefined>;
}

/** The table `shown`. */
export function shownFiles({ query }: Pick<CenterDb, 'query'>): Shown {
  return {
    add: async (file) => {
      await query
        .insertInto('shown')
        .values(file)
        .onConflict((on) => on.doNothing())
        .execute();
    },
    find: (kiosk, code, sha256) =>
      query
        .selectFrom('shown')
        .selectAll()
        .where('kiosk', '=', kiosk)
        .where('class', '=', code)
        .where('sha256', '=', sha256)
        .executeTakeFirst(),
  };
}
