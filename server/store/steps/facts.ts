import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What holds now of what kiosks delivered. */
export const factsStep = (): Migration => ({
  up: async (db: Kysely<unknown>) => {
    const { schema } = db;
    await schema
      .createTable('fact')
      .addColumn('kiosk', 'text', (c) => c.notNull().references('kiosk.id'))
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('class', 'text', (c) => c.notNull())
      .addColumn('day', 'text', (c) => c.notNull())
      .addColumn('item', 'bigint', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('fact_key', ['kiosk', 'kind', 'key'])
      .execute();
    await schema.createIndex('fact_class').on('fact').columns(['kind', 'class', 'day']).execute();
    await schema.createIndex('fact_kiosk_class').on('fact').columns(['kiosk', 'class', 'kind', 'day']).execute();
  },
});
