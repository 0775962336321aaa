import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Codes by which an inspector proves at a kiosk who they are; of the code itself only a hash. */
export const visitsStep = (): Migration => ({
  up: async (db: Kysely<unknown>) => {
    const { schema } = db;
    await schema
      .createTable('visit')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('kiosk', 'text', (c) => c.notNull().references('kiosk.id'))
      .addColumn('code', 'text', (c) => c.notNull())
      .addColumn('user', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('issuedAt', 'bigint', (c) => c.notNull())
      .addColumn('expiresAt', 'bigint', (c) => c.notNull())
      .addColumn('usedAt', 'bigint')
      .execute();
    await schema.createIndex('visit_code').on('visit').columns(['kiosk', 'code']).execute();
    await schema.createIndex('visit_user').on('visit').columns(['user', 'issuedAt']).execute();
  },
});
