import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/** One message for the center, in the order of its id. */
export interface OutboxRow {
  readonly id: number;
  readonly kind: string;
  /** Parsed JSON. */
  readonly body: unknown;
  readonly createdAt: EpochMs;
}

/** The outbox as the uplink empties it, in order. */
export interface OutboxDelivery {
  /**
   * A center that is met says what it has: everything up to `acknowledged`. What it lacks waits again; where rows that
   * it lacks are gone, and at the first center, a baseline is put behind what waits.
   */
  meet(acknowledged: number, at: EpochMs): void;
  /** Rows after an id, oldest first. */
  after(id: number, limit: number): OutboxRow[];
  /** Rows up to `id` are about to be sent. */
  sending(id: number): void;
  /** The center has everything up to `id`. Rows acknowledged before `forget` go. */
  acknowledge(id: number, at: EpochMs, forget: EpochMs): void;
  /** How many wait, and since when. */
  waiting(): { readonly count: number; readonly since: EpochMs | null };
}

interface Row {
  readonly id: number;
  readonly kind: string;
  readonly body: string;
  readonly createdAt: number;
}

interface Link {
  readonly open: number;
  readonly forgotten: number;
  readonly complete: number;
  readonly sent: number;
}

/**
 * The tables `outbox` and `centerLink`.
 * @param baseline puts all that there is into the outbox, at an instant; called inside a transaction.
 */
export function outboxDelivery(db: Db, baseline: (at: EpochMs) => void): OutboxDelivery {
  const after = db.prepare<[number, number], Row>(
    'select id, kind, body, createdAt from outbox where id > ? order by id limit ?',
  );
  const link = db.prepare<[], Link>('select open, forgotten, complete, sent from centerLink');
  const acknowledge = db.prepare('update outbox set acknowledgedAt = ? where acknowledgedAt is null and id <= ?');
  const again = db.prepare('update outbox set acknowledgedAt = null where acknowledgedAt is not null and id > ?');
  const old = db.prepare<[number], number | null>('select max(id) from outbox where acknowledgedAt < ?').pluck();
  const forget = db.prepare('delete from outbox where id <= ?');
  const forgot = db.prepare('update centerLink set forgotten = max(forgotten, ?)');
  const newest = db.prepare<[], number | null>('select max(id) from outbox').pluck();
  const sending = db.prepare('update centerLink set sent = max(sent, ?)');
  const waiting = db.prepare<[], { count: number; since: number | null }>(
    'select count(*) as count, min(createdAt) as since from outbox where acknowledgedAt is null',
  );
  const open = db.prepare('update centerLink set open = 1, complete = ?');
  const raise = db.prepare("insert into outbox (id, kind, body, createdAt) values (?, 'none', '{}', 0)");
  const drop = db.prepare('delete from outbox where id = ?');
  const move = db.prepare('update outbox set id = id + ? where id > ?');

  /**
   * The center has more than was ever sent from here: this database came back from a backup. What was not sent yet
   * goes on after the center's ids, else it would be taken for what the center has.
   */
  const continueAfter = (acknowledged: number, sent: number): void => {
    const last = Math.max(newest.get() ?? 0, acknowledged);
    move.run(last - sent, sent);
    const next = Math.max(newest.get() ?? 0, last) + 1;
    raise.run(next);
    drop.run(next);
    forgot.run(acknowledged);
    sending.run(acknowledged);
  };

  const meet = db.transaction((acknowledged: number, at: EpochMs) => {
    const { sent } = link.get() ?? { sent: 0 };
    if (acknowledged > sent) continueAfter(acknowledged, sent);
    again.run(acknowledged);
    acknowledge.run(at, acknowledged);
    const known = link.get();
    // Rows that the center lacks are gone, and those that are left do not begin with a baseline.
    const lacks = known === undefined || (acknowledged < known.forgotten && known.complete < known.forgotten);
    if (known?.open === 1 && !lacks) return;
    open.run(Math.max(newest.get() ?? 0, known?.forgotten ?? 0));
    baseline(at);
  });
  return {
    meet: (acknowledged, at) => meet(acknowledged, at),
    after: (id, limit) =>
      after.all(id, limit).map((row) => ({
        ...row,
        body: JSON.parse(row.body) as unknown,
        createdAt: epochMs(row.createdAt),
      })),
    sending: (id) => {
      sending.run(id);
    },
    acknowledge: db.transaction((id: number, at: EpochMs, before: EpochMs) => {
      acknowledge.run(at, id);
      const last = old.get(before) ?? null;
      if (last === null) return;
      forget.run(last);
      forgot.run(last);
    }),
    waiting: () => {
      const { count, since } = waiting.get() ?? { count: 0, since: null };
      return { count, since: since === null ? null : epochMs(since) };
    },
  };
}
