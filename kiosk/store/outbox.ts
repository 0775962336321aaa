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

/** What waits to be told to the center; written in the transaction of what it tells of, read and acknowledged by the uplink, in order. */
export interface Outbox {
  /** Keeps one message. `body` must be JSON. */
  put(kind: string, body: unknown, at: EpochMs): void;
  /** Rows after an id, oldest first. */
  after(id: number, limit: number): OutboxRow[];
  /** The newest id that the center has; 0: none. */
  acknowledged(): number;
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

/** The table `outbox`. */
export function outbox(db: Db): Outbox {
  const insert = db.prepare('insert into outbox (kind, body, createdAt) values (?, ?, ?)');
  const after = db.prepare<[number, number], Row>(
    'select id, kind, body, createdAt from outbox where id > ? order by id limit ?',
  );
  const acknowledged = db
    .prepare<[], number | null>('select max(id) from outbox where acknowledgedAt is not null')
    .pluck();
  const acknowledge = db.prepare('update outbox set acknowledgedAt = ? where acknowledgedAt is null and id <= ?');
  // The newest acknowledged row stays: it says how far the center had come.
  const forget = db.prepare(
    'delete from outbox where acknowledgedAt < ? and id < (select max(id) from outbox where acknowledgedAt is not null)',
  );
  const waiting = db.prepare<[], { count: number; since: number | null }>(
    'select count(*) as count, min(createdAt) as since from outbox where acknowledgedAt is null',
  );
  return {
    put: (kind, body, at) => {
      insert.run(kind, JSON.stringify(body), at);
    },
    after: (id, limit) =>
      after.all(id, limit).map((row) => ({
        ...row,
        body: JSON.parse(row.body) as unknown,
        createdAt: epochMs(row.createdAt),
      })),
    acknowledged: () => acknowledged.get() ?? 0,
    acknowledge: db.transaction((id: number, at: EpochMs, before: EpochMs) => {
      acknowledge.run(at, id);
      forget.run(before);
    }),
    waiting: () => {
      const { count, since } = waiting.get() ?? { count: 0, since: null };
      return { count, since: since === null ? null : epochMs(since) };
    },
  };
}
