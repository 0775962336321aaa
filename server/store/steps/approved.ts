import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { StoreKind } from '../kind.ts';
import { neverChanged } from '../never-changed.ts';

/** What of a filing counted when it was approved: what is changed later is told apart by it. */
export const approvedStep = (kind: StoreKind): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('approvedFiling')
      .addColumn('kiosk', 'text', (c) => c.notNull().references('kiosk.id'))
      .addColumn('class', 'text', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('revision', 'integer', (c) => c.notNull())
      .addColumn('content', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('approved_filing_key', ['kiosk', 'class', 'hash'])
      .execute();
    await neverChanged(db, kind, ['approvedFiling']);
  },
});
