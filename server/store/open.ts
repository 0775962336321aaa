import Database from 'better-sqlite3';
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { StoreKind } from './kind.ts';
import { migrationsFor } from './migrations.ts';
import type { CenterTables } from './tables.ts';
import { together, type Write } from './together.ts';

/** The center's database: one file, or PostgreSQL when several hubs share it. */
export interface CenterDb extends AsyncDisposable {
  readonly kind: StoreKind;
  readonly query: Kysely<CenterTables>;
  /** For what kiosks deliver: of many at the same time, one commit. */
  readonly write: Write<CenterTables>;
}

/** bigint, which pg hands out as text: milliseconds and counts stay far below 2^53. */
const BIGINT = 20;

/** Of one hub. */
const MOST_CONNECTIONS = 10;

/**
 * Opens the database and brings its tables up to date; several hubs may do so at once.
 * @param where a file (or `:memory:`), or `postgres://…`
 * @throws ZaikeError `store-unusable` when it cannot be opened or was written by a later version.
 */
export async function openCenterDb(where: string): Promise<CenterDb> {
  const kind: StoreKind = /^postgres(ql)?:\/\//.test(where) ? 'postgres' : 'sqlite';
  const query = new Kysely<CenterTables>({ dialect: kind === 'postgres' ? postgres(where) : sqlite(where) });
  const steps = migrationsFor(kind);
  const migrator = new Migrator({ db: query, provider: { getMigrations: () => Promise.resolve({ ...steps }) } });
  try {
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error instanceof Error ? error : new Error('a migration failed', { cause: error });
  } catch (cause) {
    await query.destroy().catch(() => undefined);
    const why = cause instanceof Error ? cause.message : 'unknown';
    throw new ZaikeError(
      `the center's database (${shown(where)}) cannot be used: ${why}`,
      {
        code: 'store-unusable',
        retry: true,
      },
      { cause },
    );
  }
  // PostgreSQL commits those of its connections together by itself.
  const write: Write<CenterTables> =
    kind === 'sqlite' ? together(query) : (work) => query.transaction().execute((db) => work(db));
  return { kind, query, write, [Symbol.asyncDispose]: () => query.destroy() };
}

function sqlite(file: string): SqliteDialect {
  return new SqliteDialect({
    database: () => {
      const db = new Database(file);
      for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'busy_timeout = 5000'])
        db.pragma(pragma);
      return Promise.resolve(db);
    },
  });
}

function postgres(connectionString: string): PostgresDialect {
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === BIGINT ? Number : (pg.types.getTypeParser as (o: number, f?: string) => unknown)(oid, format),
  };
  const pool = new pg.Pool({ connectionString, max: MOST_CONNECTIONS, types });
  // An idle connection that the server ended (its restart, a failover): the pool makes another for the next query.
  pool.on('error', () => undefined);
  return new PostgresDialect({ pool });
}

/** Without the password. */
function shown(where: string): string {
  return where.replace(/\/\/[^@/]*@/, '//…@');
}
