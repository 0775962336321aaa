import type { Db } from './open.ts';

/** Noted with the sealing of plain rows until their old bytes are gone from the file. */
const SCRUB = 'template-scrub';

/** Notes, in the transaction that seals plain rows, that their old bytes are still to be wiped. */
export function scrubDue(db: Db): void {
  db.prepare("insert or replace into fact (key, value) values (?, 'due')").run(SCRUB);
}

/**
 * Wipes what sealing left: old bytes stay in free pages and in the write-ahead log, so the file is vacuumed and the log
 * cut off; again at the next start should that have been interrupted. Does nothing when nothing is due.
 */
export function scrub(db: Db): void {
  if (db.prepare('select 1 from fact where key = ?').get(SCRUB) === undefined) return;
  db.exec('vacuum');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.prepare('delete from fact where key = ?').run(SCRUB);
}
