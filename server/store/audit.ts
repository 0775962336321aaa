import type { AuditLine } from '../../core/contract/web/audit.ts';
import type { CenterDb } from './open.ts';

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
  write(line: Omit<AuditLine, 'id'>): Promise<void>;
  /** Newest first. */
  read(query: AuditQuery): Promise<AuditLine[]>;
}

/** The table `audit`. */
export function audit({ query, write }: Pick<CenterDb, 'query' | 'write'>): Audit {
  return {
    write: async (line) => {
      await write((db) => db.insertInto('audit').values(line).execute());
    },
    read: ({ user, subject, before, limit }) => {
      let lines = query.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit);
      if (user !== undefined) lines = lines.where('user', '=', user);
      if (subject !== undefined) lines = lines.where('subject', '=', subject);
      if (before !== undefined) lines = lines.where('id', '<', before);
      return lines.execute();
    },
  };
}
