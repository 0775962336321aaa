import type { SubsidyEntry } from '../../core/contract/center/subsidy.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import type { CenterDb } from './open.ts';

/** What was entered of a class for the subsidy, by whom and when. */
export interface KeptEntry {
  readonly revision: number;
  readonly entry: SubsidyEntry;
  readonly by: string;
  readonly at: number;
}

/** Exam results, insurance, materials, publicity: as entered at the center; each revision stays. */
export interface SubsidyEntries {
  newest(kiosk: string, code: string): Promise<KeptEntry | undefined>;
  /** Whether it was kept: false when somebody else saved revision + 1 before. */
  add(kiosk: string, code: string, kept: Omit<KeptEntry, 'at'> & { readonly at: EpochMs }): Promise<boolean>;
}

/** The table `subsidyEntry`. */
export function subsidyEntries({ query }: Pick<CenterDb, 'query'>): SubsidyEntries {
  return {
    newest: async (kiosk, code) => {
      const row = await query
        .selectFrom('subsidyEntry')
        .selectAll()
        .where('kiosk', '=', kiosk)
        .where('class', '=', code)
        .orderBy('revision', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? undefined : { ...row, entry: JSON.parse(row.body) as SubsidyEntry };
    },
    add: async (kiosk, code, { revision, entry, by, at }) => {
      const { numInsertedOrUpdatedRows } = await query
        .insertInto('subsidyEntry')
        .values({ kiosk, class: code, revision, body: JSON.stringify(entry), by, at })
        .onConflict((on) => on.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
  };
}
