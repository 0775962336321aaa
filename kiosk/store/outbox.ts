import type { ItemKind, Told } from '../../core/contract/center/items.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/**
 * What is to be told to the center, written in the transaction of what it tells of. Closed while no center is there:
 * then nothing is written, and the baseline tells a center that comes later (decision 102).
 */
export interface Outbox {
  /** Keeps one message, unless the outbox is closed. */
  put<Kind extends ItemKind>(kind: Kind, body: Told<Kind>, at: EpochMs): void;
  /** The same for what a lesson's later item makes worthless: one that was never sent yet is replaced, not followed. */
  renew(kind: 'strips', body: Told<'strips'>, at: EpochMs): void;
  isOpen(): boolean;
  /** No center is configured: what waits goes, and nothing more is written until one is met. */
  close(): void;
}

/** The tables `outbox` and `centerLink`. */
export function outbox(db: Db): Outbox {
  const insert = db.prepare(
    'insert into outbox (kind, body, createdAt) select ?, ?, ? where (select open from centerLink)',
  );
  const renew = db.prepare(
    `update outbox set body = @body, createdAt = @at where id =
       (select max(id) from outbox where kind = @kind and id > (select sent from centerLink)
          and body ->> '$.class' = @class and body ->> '$.date' = @date and body ->> '$.no' = @no)`,
  );
  const isOpen = db.prepare<[], number>('select open from centerLink').pluck();
  const forget = db.prepare(
    `update centerLink set open = 0, complete = -1, forgotten = max(forgotten, (select coalesce(max(id), 0) from outbox))`,
  );
  const drop = db.prepare('delete from outbox');
  const close = db.transaction(() => {
    forget.run();
    drop.run();
  });
  const put: Outbox['put'] = (kind, body, at) => {
    // A checkpoint is versioned by its own note.
    insert.run(kind, JSON.stringify(kind === 'checkpoint' ? body : { v: 1, ...body }), at);
  };
  return {
    put,
    renew: (kind, body, at) => {
      const { class: code, date, no } = body;
      const told = { kind, body: JSON.stringify({ v: 1, ...body }), at, class: code, date, no };
      if (renew.run(told).changes === 0) put(kind, body, at);
    },
    isOpen: () => isOpen.get() === 1,
    close: () => {
      if (isOpen.get() === 1) close();
    },
  };
}
