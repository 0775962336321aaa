import type { Selectable } from 'kysely';
import type { EpochMs } from '../../core/domain/units.ts';
import type { VisitTable } from './case-tables.ts';
import type { CenterDb } from './open.ts';

export type KeptVisit = Selectable<VisitTable>;

/** Inspectors' codes for kiosks. */
export interface Visits {
  /** A code is given; one of the same inspector for the same kiosk that was not used is over. */
  add(visit: Omit<KeptVisit, 'usedAt'>): Promise<void>;
  /** How many codes somebody was given since then. */
  count(user: string, since: EpochMs): Promise<number>;
  /** Uses a code, once, at whichever hub: whoever comes second gets nothing. @param code its hash */
  use(kiosk: string, code: string, now: EpochMs): Promise<KeptVisit | undefined>;
  /** Those of kiosks that were used, by their numbers. */
  used(): Promise<ReadonlyMap<string, KeptVisit>>;
}

/** The table `visit`. */
export function visits({ query }: Pick<CenterDb, 'query'>): Visits {
  return {
    add: async (visit) => {
      await query
        .updateTable('visit')
        .set({ expiresAt: visit.issuedAt })
        .where('user', '=', visit.user)
        .where('kiosk', '=', visit.kiosk)
        .where('usedAt', 'is', null)
        .where('expiresAt', '>', visit.issuedAt)
        .execute();
      await query
        .insertInto('visit')
        .values({ ...visit, usedAt: null })
        .execute();
    },
    count: async (user, since) => {
      const { count } = await query
        .selectFrom('visit')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('user', '=', user)
        .where('issuedAt', '>', since)
        .executeTakeFirstOrThrow();
      return count;
    },
    use: (kiosk, code, now) =>
      query
        .updateTable('visit')
        .set({ usedAt: now })
        .where('kiosk', '=', kiosk)
        .where('code', '=', code)
        .where('usedAt', 'is', null)
        .where('expiresAt', '>', now)
        .returningAll()
        .executeTakeFirst(),
    used: async () => {
      const rows = await query.selectFrom('visit').selectAll().where('usedAt', 'is not', null).execute();
      return new Map(rows.map((row) => [row.id, row]));
    },
  };
}
