import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What lasts is in the audit when it begins, and the end beside it; which process of the center wrote it, and until when that was there. */
export const watchesStep = (): Migration => ({
  up: async (db: Kysely<unknown>) => {
    const { schema } = db;
    await schema
      .createTable('run')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('startedAt', 'bigint', (c) => c.notNull())
      .addColumn('seenAt', 'bigint', (c) => c.notNull())
      .execute();
    await schema
      .alterTable('audit')
      .addColumn('run', 'text', (c) => c.references('run.id'))
      .execute();
    await schema.alterTable('audit').addColumn('closes', 'integer').execute();
    // Of what has begun there is one end.
    await schema.createIndex('audit_closes').unique().on('audit').column('closes').execute();
  },
});
