import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Alerts name the class that they touch, and who signed as the second. */
export const alertsStep = (): Migration => ({
  up: async (db: Kysely<unknown>) => {
    const { schema } = db;
    await schema
      .alterTable('alert')
      .addColumn('class', 'text', (c) => c.notNull().defaultTo(''))
      .execute();
    await schema.alterTable('alert').addColumn('countersignedBy', 'text').execute();
    await schema.dropIndex('alert_open').execute();
    await schema
      .createIndex('alert_open')
      .unique()
      .on('alert')
      .columns(['kiosk', 'code', 'camera', 'class'])
      .where(sql.ref('endedAt'), 'is', null)
      .execute();
  },
});
