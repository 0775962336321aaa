import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export type StoreKind = 'sqlite' | 'postgres';

/** The first tables. `bigint` holds milliseconds; SQLite takes it as integer. */
const first = (kind: StoreKind): Migration => ({
  up: async (db: Kysely<unknown>) => {
    const { schema } = db;
    await schema
      .createTable('kiosk')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('key', 'text', (c) => c.notNull().unique())
      .addColumn('institution', 'text', (c) => c.notNull())
      .addColumn('room', 'text', (c) => c.notNull())
      .addColumn('pairedAt', 'bigint', (c) => c.notNull())
      .addColumn('pairedBy', 'text', (c) => c.notNull())
      .addColumn('unpairedAt', 'bigint')
      .addColumn('lastSeenAt', 'bigint')
      .addColumn('software', 'text', (c) => c.notNull())
      .addColumn('contract', 'integer', (c) => c.notNull())
      .addColumn('acknowledged', 'bigint', (c) => c.notNull())
      .addColumn('handled', 'bigint', (c) => c.notNull())
      .addColumn('links', 'bigint', (c) => c.notNull())
      .execute();
    await schema
      .createTable('offer')
      .addColumn('code', 'text', (c) => c.primaryKey())
      .addColumn('key', 'text', (c) => c.notNull().unique())
      .addColumn('expiresAt', 'bigint', (c) => c.notNull())
      .execute();
    await schema
      .createTable('item')
      .addColumn('kiosk', 'text', (c) => c.notNull().references('kiosk.id'))
      .addColumn('id', 'bigint', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('createdAt', 'bigint', (c) => c.notNull())
      .addColumn('receivedAt', 'bigint', (c) => c.notNull())
      .addColumn('fault', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('item_key', ['kiosk', 'id'])
      .execute();
    await schema.createIndex('item_kind').on('item').columns(['kind', 'kiosk', 'id']).execute();
    await schema
      .createTable('head')
      .addColumn('kiosk', 'text', (c) => c.notNull().references('kiosk.id'))
      .addColumn('size', 'bigint', (c) => c.notNull())
      .addColumn('root', 'text', (c) => c.notNull())
      .addColumn('note', 'text', (c) => c.notNull())
      .addColumn('receivedAt', 'bigint', (c) => c.notNull())
      .addColumn('proven', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('head_key', ['kiosk', 'size'])
      .execute();
    await schema
      .createTable('alert')
      .addColumn('id', 'integer', (c) =>
        (kind === 'postgres' ? c.generatedAlwaysAsIdentity() : c.autoIncrement()).primaryKey(),
      )
      .addColumn('kiosk', 'text', (c) => c.notNull().references('kiosk.id'))
      .addColumn('camera', 'text', (c) => c.notNull())
      .addColumn('code', 'text', (c) => c.notNull())
      .addColumn('message', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('endedAt', 'bigint')
      .addColumn('seenBy', 'text')
      .addColumn('seenAt', 'bigint')
      .addColumn('note', 'text')
      .execute();
    await schema
      .createIndex('alert_open')
      .unique()
      .on('alert')
      .columns(['kiosk', 'code', 'camera'])
      .where(sql.ref('endedAt'), 'is', null)
      .execute();
    await neverChanged(db, kind, ['item', 'head']);
  },
});

/** All steps, by name in order. */
export function migrationsFor(kind: StoreKind): Readonly<Record<string, Migration>> {
  return { '001-first': first(kind) };
}

/** The database itself refuses to change or delete rows of these tables. */
async function neverChanged(db: Kysely<unknown>, kind: StoreKind, tables: readonly string[]): Promise<void> {
  if (kind === 'postgres') {
    await sql`create function append_only() returns trigger language plpgsql as
      $$ begin raise exception '% is append-only', tg_table_name; end $$`.execute(db);
    for (const table of tables)
      await sql`create trigger ${sql.raw(`${table}_append_only`)} before update or delete on ${sql.table(table)}
        for each row execute function append_only()`.execute(db);
    for (const table of tables)
      await sql`create trigger ${sql.raw(`${table}_never_emptied`)} before truncate on ${sql.table(table)}
        for each statement execute function append_only()`.execute(db);
    return;
  }
  for (const table of tables)
    for (const what of ['update', 'delete'])
      await sql`create trigger ${sql.raw(`${table}_no_${what}`)} before ${sql.raw(what)} on ${sql.table(table)}
        begin select raise(abort, ${sql.lit(`${table} is append-only`)}); end`.execute(db);
}
