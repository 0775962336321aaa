import type { AuditEntry, AuditLine } from '../../core/contract/web/audit.ts';
import type { CenterDb } from './open.ts';
import type { Run } from './runs.ts';

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
  write(line: AuditEntry): Promise<void>;
  /** Of what lasts: written when it begins, so that it is known whatever happens to this process. @returns what `end` needs. */
  begin(line: AuditEntry): Promise<number>;
  /** It has ended: a line of its own, shown with the one that it ends. A second one is passed over. */
  end(begun: number, line: AuditEntry): Promise<void>;
  /** Newest first; what lasted is one line. */
  read(query: AuditQuery): Promise<AuditLine[]>;
}

/** The table `audit`, as `run` writes it. */
export function audit({ query, write }: Pick<CenterDb, 'query' | 'write'>, run: Pick<Run, 'id' | 'alive'>): Audit {
  return {
    write: async (line) => {
      await write((db) => db.insertInto('audit').values(line).execute());
    },
    begin: async (line) => {
      const row = { ...line, run: run.id };
      return (await write((db) => db.insertInto('audit').values(row).returning('id').executeTakeFirstOrThrow())).id;
    },
    end: async (closes, line) => {
      const ending = { ...line, closes };
      await write((db) =>
        db
          .insertInto('audit')
          .values(ending)
          .onConflict((on) => on.column('closes').doNothing())
          .execute(),
      );
    },
    read: async ({ user, subject, before, limit }) => {
      let lines = query
        .selectFrom('audit')
        .leftJoin('audit as ending', 'ending.closes', 'audit.id')
        .leftJoin('run', 'run.id', 'audit.run')
        .selectAll('audit')
        .select(['ending.at as endedAt', 'run.seenAt as seenAt'])
        .where('audit.closes', 'is', null)
        .orderBy('audit.id', 'desc')
        .limit(limit);
      if (user !== undefined) lines = lines.where('audit.user', '=', user);
      if (subject !== undefined) lines = lines.where('audit.subject', '=', subject);
      if (before !== undefined) lines = lines.where('audit.id', '<', before);
      return (await lines.execute()).map(({ closes: _, run: by, endedAt, seenAt, ...line }): AuditLine => {
        if (by === null || seenAt === null) return line;
        if (endedAt !== null) return { ...line, lasting: { state: 'ended', at: endedAt } };
        const at = Math.max(seenAt, line.at);
        return { ...line, lasting: { state: run.alive(by, seenAt) ? 'running' : 'lost', at } };
      });
    },
  };
}
