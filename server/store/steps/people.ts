import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { StoreKind } from '../kind.ts';
import { neverChanged } from '../never-changed.ts';

/** Accounts, sessions, the audit. */
export const peopleStep = (kind: StoreKind): Migration => ({
  up: async (db: Kysely<unknown>) => {
    const { schema } = db;
    await schema
      .createTable('account')
      .addColumn('user', 'text', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('institution', 'text')
      .addColumn('password', 'text', (c) => c.notNull())
      .addColumn('active', 'integer', (c) => c.notNull())
      .addColumn('createdAt', 'bigint', (c) => c.notNull())
      .addColumn('lastSeenAt', 'bigint')
      .execute();
    await schema
      .createTable('session')
      .addColumn('token', 'text', (c) => c.primaryKey())
      .addColumn('user', 'text', (c) => c.notNull().references('account.user'))
      .addColumn('createdAt', 'bigint', (c) => c.notNull())
      .addColumn('seenAt', 'bigint', (c) => c.notNull())
      .execute();
    await schema
      .createTable('audit')
      .addColumn('id', 'integer', (c) =>
        (kind === 'postgres' ? c.generatedAlwaysAsIdentity() : c.autoIncrement()).primaryKey(),
      )
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('user', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('detail', 'text', (c) => c.notNull())
      .execute();
    await schema.createIndex('audit_subject').on('audit').columns(['subject', 'id']).execute();
    await neverChanged(db, kind, ['audit']);
  },
});
