import type { FiledContent } from '../../core/domain/filed-content.ts';
import type { CenterDb } from './open.ts';

/** What was approved of a class, by the filing's hash. */
export interface ApprovedFiling {
  readonly kiosk: string;
  readonly class: string;
  readonly hash: string;
  readonly revision: number;
  readonly content: FiledContent;
}

/** What filings held when they were approved; append-only. */
export interface ApprovedFilings {
  /** The same again changes nothing. */
  add(filing: ApprovedFiling): Promise<void>;
  find(kiosk: string, code: string, hash: string): Promise<ApprovedFiling | undefined>;
}

/** The table `approvedFiling`. */
export function approvedFilings({ query }: Pick<CenterDb, 'query'>): ApprovedFilings {
  return {
    add: async ({ content, ...filing }) => {
      await query
        .insertInto('approvedFiling')
        .values({ ...filing, content: JSON.stringify(content) })
        .onConflict((on) => on.doNothing())
        .execute();
    },
    find: async (kiosk, code, hash) => {
      const row = await query
        .selectFrom('approvedFiling')
        .selectAll()
        .where('kiosk', '=', kiosk)
        .where('class', '=', code)
        .where('hash', '=', hash)
        .executeTakeFirst();
      return row && { ...row, content: JSON.parse(row.content) as FiledContent };
    },
  };
}
