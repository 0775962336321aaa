import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How far checkpoints were proven, apart from how far everything else was acted on: what was, was both until now. */
export const provingStep = (): Migration => ({
  up: async (db: Kysely<{ kiosk: { handled: number; proven: number } }>) => {
    await db.schema
      .alterTable('kiosk')
      .addColumn('proven', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    await db
      .updateTable('kiosk')
      .set((row) => ({ proven: row.ref('handled') }))
      .execute();
  },
});
