import type { ClassCode } from '../../core/domain/ids.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/** How an import ended. */
export type ImportEnd = 'done' | 'cancelled' | 'expired' | 'interrupted';

/** An import of a roster as kept. */
export interface StoredImport {
  readonly id: string;
  readonly class: string;
  readonly openedBy: string;
  readonly openedAt: number;
  readonly ended: ImportEnd | null;
  readonly endedAt: number | null;
  /** JSON of what it did; null: nothing. */
  readonly detail: string | null;
}

/** The table `rosterImport`. */
export function rosterImports(db: Db) {
  const open = db.prepare('insert into rosterImport (id, class, openedBy, openedAt) values (?, ?, ?, ?)');
  const end = db.prepare('update rosterImport set ended = ?, endedAt = ?, detail = ? where id = ? and ended is null');
  const interrupt = db.prepare("update rosterImport set ended = 'interrupted', endedAt = ? where ended is null");
  const ofClass = db.prepare<[string], StoredImport>(
    'select * from rosterImport where class = ? order by openedAt, rowid',
  );
  return {
    opened: ({ id, code, by, at }: { id: string; code: ClassCode; by: string; at: EpochMs }): void => {
      open.run(id, code, by, at);
    },
    ended: (id: string, how: ImportEnd, detail: unknown, at: EpochMs): void => {
      end.run(how, at, detail === null ? null : JSON.stringify(detail), id);
    },
    interrupted: (at: EpochMs): void => {
      interrupt.run(at);
    },
    /** The imports of a class, oldest first. */
    ofClass: (code: ClassCode): StoredImport[] => ofClass.all(code),
  };
}
