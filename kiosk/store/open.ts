import Database from 'better-sqlite3';
import { ZaikeError } from '../../core/domain/errors.ts';
import { migrations } from './migrations.ts';

/** The kiosk's one database file; each room of the store takes it and adds its own statements. */
export type Db = Database.Database;

/**
 * Opens (and creates or upgrades) the database: WAL, `synchronous=FULL` (a committed record survives a
 * power cut), foreign keys on. Each migration runs in a transaction of its own and is noted.
 * @param file path, or `:memory:`.
 * @throws ZaikeError `store-newer` when the file was written by a later version, `store-unusable` when it cannot be opened.
 */
export function openDatabase(file: string): Db & Disposable {
  let db: Db;
  try {
    db = new Database(file);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('busy_timeout = 5000');
  } catch (error) {
    throw unusable(file, error);
  }
  try {
    migrate(db, file);
  } catch (error) {
    db.close();
    throw error instanceof ZaikeError ? error : unusable(file, error);
  }
  return Object.assign(db, { [Symbol.dispose]: () => db.close() });
}

function migrate(db: Db, file: string): void {
  db.exec('create table if not exists migration (version integer primary key, name text not null) strict');
  const done = new Set(db.prepare('select version from migration').pluck().all() as number[]);
  const newest = Math.max(...migrations.map(({ version }) => version));
  const unknown = [...done].filter((version) => version > newest);
  if (unknown.length > 0) {
    throw new ZaikeError(
      `${file} was written by a newer version (schema ${unknown.join(', ')}; this one knows up to ${newest}): start that version`,
      {
        code: 'store-newer',
        retry: false,
      },
    );
  }
  for (const { version, name, sql } of migrations) {
    if (done.has(version)) continue;
    db.transaction(() => {
      db.exec(sql);
      db.prepare('insert into migration (version, name) values (?, ?)').run(version, name);
    })();
  }
}

function unusable(file: string, cause: unknown): ZaikeError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const full = /disk (is )?full|ENOSPC|SQLITE_FULL/i.test(why);
  return new ZaikeError(
    full
      ? `${file}: the disk is full: free some space on it, nothing was changed`
      : `${file}: expected a database that can be written, got: ${why}. Check the folder and its permissions`,
    { code: full ? 'disk-full' : 'store-unusable', retry: true, facts: { file } },
    { cause },
  );
}
