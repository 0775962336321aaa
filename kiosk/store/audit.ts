import type { AuditEntry, AuditLine } from '../../core/contract/web/audit.ts';
import type { Db } from './open.ts';

/** Which lines are wanted; undefined: all. */
export interface AuditQuery {
  readonly user?: string | undefined;
  readonly subject?: string | undefined;
  /** Lines older than this id. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Who did what; the database itself refuses to change or delete a line. */
export interface Audit {
  write(line: AuditEntry): void;
  /** Newest first. */
  read(query: AuditQuery): AuditLine[];
}

/** The table `audit`. */
export function audit(db: Db): Audit {
  const write = db.prepare(
    'insert into audit (at, user, name, role, action, subject, detail) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const read = db.prepare<[number, string | null, string | null, string | null, string | null, number], AuditLine>(
    `select * from audit where id < ? and (? is null or user = ?) and (? is null or subject = ?) order by id desc limit ?`,
  );
  return {
    write: ({ at, user, name, role, action, subject, detail }) => {
      write.run(at, user, name, role, action, subject, detail);
    },
    read: ({ user = null, subject = null, before = Number.MAX_SAFE_INTEGER, limit }) =>
      read.all(before, user, user, subject, subject, limit),
  };
}
