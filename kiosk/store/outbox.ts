import type { EpochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/** What waits to be told to the center; read and acknowledged by the uplink, in order. */
export interface Outbox {
  /** Keeps one message. `body` must be JSON. */
  put(kind: string, body: unknown, at: EpochMs): void;
}

/** The table `outbox`. */
export function outbox(db: Db): Outbox {
  const insert = db.prepare('insert into outbox (kind, body, createdAt) values (?, ?, ?)');
  return {
    put: (kind, body, at) => {
      insert.run(kind, JSON.stringify(body), at);
    },
  };
}
