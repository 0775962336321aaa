import type { Decision } from '../../core/contract/center/decisions.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import type { CenterDb } from './open.ts';

/** A decision, and whether its kiosk has it. */
export interface KeptDecision {
  readonly kiosk: string;
  readonly decision: Decision;
  /** When the kiosk took it; null: not yet. */
  readonly toldAt: number | null;
  /** Why the kiosk did not take it the last time it was told; ''. */
  readonly trouble: string;
}

/** What the center decided; the decisions themselves are append-only. */
export interface Decisions {
  add(kiosk: string, decision: Decision): Promise<void>;
  /** Newest first. */
  of(kiosk: string, code?: string): Promise<KeptDecision[]>;
  all(): Promise<KeptDecision[]>;
  /** Not taken by their kiosk yet, oldest first. */
  untold(kiosk: string): Promise<KeptDecision[]>;
  /** The kiosks that have not taken all of theirs yet. */
  untoldKiosks(): Promise<string[]>;
  told(id: string, at: EpochMs | null, trouble: string): Promise<void>;
}

/** The tables `decision` and `told`. */
export function decisions({ query, write }: Pick<CenterDb, 'query' | 'write'>): Decisions {
  const rows = () =>
    query
      .selectFrom('decision')
      .leftJoin('told', 'told.decision', 'decision.id')
      .select(['decision.kiosk', 'decision.body', 'decision.at', 'told.at as toldAt', 'told.trouble']);
  const kept = (row: { kiosk: string; body: string; toldAt: number | null; trouble: string | null }): KeptDecision => {
    const { kiosk, body, toldAt, trouble } = row;
    return { kiosk, decision: JSON.parse(body) as Decision, toldAt, trouble: trouble ?? '' };
  };
  return {
    add: async (kiosk, decision) => {
      const { id, class: code, kind, at } = decision;
      await write(async (db) => {
        await db
          .insertInto('decision')
          .values({ id, kiosk, class: code, kind, body: JSON.stringify(decision), at })
          .execute();
        await db.insertInto('told').values({ decision: id, at: null, trouble: '' }).execute();
      });
    },
    of: async (kiosk, code) => {
      let found = rows().where('decision.kiosk', '=', kiosk);
      if (code !== undefined) found = found.where('decision.class', '=', code);
      return (await found.orderBy('decision.at', 'desc').execute()).map(kept);
    },
    all: async () => (await rows().orderBy('decision.at', 'desc').execute()).map(kept),
    untold: async (kiosk) =>
      (
        await rows().where('decision.kiosk', '=', kiosk).where('told.at', 'is', null).orderBy('decision.at').execute()
      ).map(kept),
    untoldKiosks: async () => {
      // By the index of those alone: joined, the store reads through all decisions.
      const notYet = query.selectFrom('told').select('decision').where('at', 'is', null);
      const found = query.selectFrom('decision').select('kiosk').distinct().where('id', 'in', notYet);
      return (await found.execute()).map(({ kiosk }) => kiosk);
    },
    told: async (decision, at, trouble) => {
      await query
        .insertInto('told')
        .values({ decision, at, trouble })
        .onConflict((on) => on.column('decision').doUpdateSet({ at, trouble }))
        .execute();
    },
  };
}
