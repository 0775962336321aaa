import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** With the items in the index, it is told without reading any body which days changed. */
export const factDaysStep = (): Migration => ({
  up: async ({ schema }: Kysely<unknown>) => {
    await schema.dropIndex('fact_kiosk_class').execute();
    await schema
      .createIndex('fact_kiosk_class')
      .on('fact')
      .columns(['kiosk', 'class', 'kind', 'day', 'item'])
      .execute();
  },
});
