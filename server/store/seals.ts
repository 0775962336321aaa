import type { CenterDb } from './open.ts';

/** What was sealed: the body never changes. */
export interface KeptSeal {
  readonly id: string;
  readonly kiosk: string;
  readonly class: string;
  readonly at: number;
  readonly body: string;
}

/** What followed: a call, that a trainee was called and what came of it, the institution's answer, the decision. */
export interface KeptStep {
  readonly kind: string;
  readonly at: number;
  readonly by: string;
  readonly body: string;
}

/** Seals and their steps; both append-only. */
export interface Seals {
  add(seal: KeptSeal): Promise<void>;
  find(id: string): Promise<KeptSeal | undefined>;
  /** Newest first. */
  list(query: { readonly kiosk?: string; readonly class?: string; readonly limit: number }): Promise<KeptSeal[]>;
  /** Oldest first. */
  steps(seal: string): Promise<KeptStep[]>;
  /** Whether it was added: of each kind but calls there is one. */
  step(seal: string, step: KeptStep): Promise<boolean>;
}

/** The tables `seal` and `sealStep`. */
export function seals({ query }: Pick<CenterDb, 'query'>): Seals {
  return {
    add: async (seal) => {
      await query.insertInto('seal').values(seal).execute();
    },
    find: (id) => query.selectFrom('seal').selectAll().where('id', '=', id).executeTakeFirst(),
    list: ({ kiosk, class: code, limit }) => {
      let found = query.selectFrom('seal').selectAll().orderBy('at', 'desc').limit(limit);
      if (kiosk !== undefined) found = found.where('kiosk', '=', kiosk);
      if (code !== undefined) found = found.where('class', '=', code);
      return found.execute();
    },
    steps: (seal) =>
      query
        .selectFrom('sealStep')
        .select(['kind', 'at', 'by', 'body'])
        .where('seal', '=', seal)
        .orderBy('id')
        .execute(),
    step: async (seal, step) => {
      const { numInsertedOrUpdatedRows } = await query
        .insertInto('sealStep')
        .values({ seal, ...step })
        .onConflict((on) => on.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
  };
}
