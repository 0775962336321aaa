import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { StoreKind } from '../kind.ts';
import { neverChanged } from '../never-changed.ts';

/** What the center decides, and what it enters of a class for the subsidy. */
export const casesStep = (kind: StoreKind): Migration => ({
  up: async (db: Kysely<unknown>) => {
    const { schema } = db;
    await schema
      .createTable('decision')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('kiosk', 'text', (c) => c.notNull().references('kiosk.id'))
      .addColumn('class', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .execute();
    await schema.createIndex('decision_class').on('decision').columns(['kiosk', 'class', 'kind']).execute();
    await schema
      .createTable('told')
      .addColumn('decision', 'text', (c) => c.primaryKey().references('decision.id'))
      .addColumn('at', 'bigint')
      .addColumn('trouble', 'text', (c) => c.notNull())
      .execute();
    await schema
      .createTable('subsidyEntry')
      .addColumn('kiosk', 'text', (c) => c.notNull().references('kiosk.id'))
      .addColumn('class', 'text', (c) => c.notNull())
      .addColumn('revision', 'integer', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('by', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('subsidy_entry_key', ['kiosk', 'class', 'revision'])
      .execute();
    await neverChanged(db, kind, ['decision', 'subsidyEntry']);
  },
});
