import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Files that a kiosk gave on request, and of which class they are. */
export const shownStep = (): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('shown')
      .addColumn('sha256', 'text', (c) => c.notNull())
      .addColumn('kiosk', 'text', (c) => c.notNull().references('kiosk.id'))
      .addColumn('class', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('type', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('shown_key', ['kiosk', 'class', 'sha256'])
      .execute();
  },
});
