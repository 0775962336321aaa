import { type Kysely, sql } from 'kysely';
import type { StoreKind } from './kind.ts';

/** The database itself refuses to change or delete rows of these tables. */
export async function neverChanged(db: Kysely<unknown>, kind: StoreKind, tables: readonly string[]): Promise<void> {
  if (kind === 'postgres') {
    await sql`create or replace function append_only() returns trigger language plpgsql as
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
