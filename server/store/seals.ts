import type { ExpressionBuilder } from 'kysely';
import type { CenterDb } from './open.ts';
import type { CenterTables } from './tables.ts';

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
  /** @param check of one that begins a spot check: whether a decision is asked for; null: it begins none. */
  add(seal: KeptSeal, check: { readonly proposed: boolean } | null): Promise<void>;
  find(id: string): Promise<KeptSeal | undefined>;
  /** Those of a class, newest first. */
  list(query: { readonly kiosk: string; readonly class: string; readonly limit: number }): Promise<KeptSeal[]>;
  /** The spot checks of these kiosks that a decision is asked for and not made: all of them, in no order. */
  openChecks(kiosks: readonly string[]): Promise<KeptSeal[]>;
  /** The newest of all other spot checks of these kiosks, in no order. */
  otherChecks(kiosks: readonly string[], limit: number): Promise<KeptSeal[]>;
  /** Oldest first. */
  steps(seal: string): Promise<KeptStep[]>;
  /** Whether it was added: of each kind but calls there is one. */
  step(seal: string, step: KeptStep): Promise<boolean>;
}

/** The tables `seal`, `spotCheck` and `sealStep`. */
export function seals({ query, write }: Pick<CenterDb, 'query' | 'write'>): Seals {
  /** Spot checks of these kiosks, by the number of their seals. */
  const checks = (kiosks: readonly string[]) =>
    query.selectFrom('spotCheck').select('spotCheck.seal').where('spotCheck.kiosk', 'in', kiosks);
  const sealed = (which: ReturnType<typeof checks>): Promise<KeptSeal[]> =>
    query.selectFrom('seal').selectAll().where('id', 'in', which).execute();
  return {
    add: async (seal, check) => {
      await write(async (db) => {
        await db.insertInto('seal').values(seal).execute();
        if (check === null) return;
        const { id, kiosk, at } = seal;
        await db
          .insertInto('spotCheck')
          .values({ seal: id, kiosk, at, proposed: check.proposed ? 1 : 0 })
          .execute();
      });
    },
    find: (id) => query.selectFrom('seal').selectAll().where('id', '=', id).executeTakeFirst(),
    list: ({ kiosk, class: code, limit }) =>
      query
        .selectFrom('seal')
        .selectAll()
        .where('kiosk', '=', kiosk)
        .where('class', '=', code)
        .orderBy('at', 'desc')
        .limit(limit)
        .execute(),
    openChecks: async (kiosks) => (kiosks.length === 0 ? [] : sealed(checks(kiosks).where(isOpen))),
    otherChecks: async (kiosks, limit) => {
      if (kiosks.length === 0) return [];
      const others = checks(kiosks).where((where) => where.not(isOpen(where)));
      return sealed(others.orderBy('spotCheck.at', 'desc').limit(limit));
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

/** A decision is asked for, and there is none. */
function isOpen(where: ExpressionBuilder<CenterTables, 'spotCheck'>) {
  const decisions = where
    .selectFrom('sealStep')
    .select('sealStep.id')
    .whereRef('sealStep.seal', '=', 'spotCheck.seal')
    .where('sealStep.kind', '=', 'decision');
  return where.and([where('spotCheck.proposed', '=', 1), where.not(where.exists(decisions))]);
}
