import type { FileKind } from '../../core/domain/file-kind.ts';
import type { ClassCode } from '../../core/domain/ids.ts';
import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/** A file attached to a class. */
export interface StoredAttachment {
  readonly id: number;
  readonly class: ClassCode;
  /** What it is attached to: `paper/idCard/t-0123456789`, `month/2026-10/annex6`. */
  readonly slot: string;
  readonly sha256: string;
  readonly kind: FileKind;
  readonly bytes: number;
  /** What the file was called; only ever shown. */
  readonly name: string;
  readonly by: string;
  readonly at: EpochMs;
}

/** A file by its hash, as it lies on the disk. */
export type StoredBlob = Pick<StoredAttachment, 'sha256' | 'kind'>;

/** Why a paper is not needed. */
export interface StoredWaiver {
  readonly place: string;
  readonly why: string;
  readonly by: string;
  readonly at: EpochMs;
}

interface Row extends Omit<StoredAttachment, 'class' | 'by' | 'at'> {
  readonly class: string;
  readonly addedBy: string;
  readonly addedAt: number;
}

interface WaiverRow {
  readonly place: string;
  readonly why: string;
  readonly enteredBy: string;
  readonly enteredAt: number;
}

/** The tables `attachment` and `paperWaiver`. What is removed stays in the table, and its file on the disk. */
export function attachments(db: Db) {
  const columns = 'id, class, slot, sha256, kind, bytes, name, addedBy, addedAt';
  const insert = db.prepare(
    'insert into attachment (class, slot, sha256, kind, bytes, name, addedBy, addedAt) values (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const one = db.prepare<[number], Row>(`select ${columns} from attachment where id = ? and removedAt is null`);
  // Slots are cut at '/': a prefix is a range of the index, never a pattern.
  const below = db.prepare<[string, string, string, string], Row>(
    `select ${columns} from attachment where class = ? and (slot = ? or slot between ? and ?) and removedAt is null order by id`,
  );
  const remove = db.prepare('update attachment set removedBy = ?, removedAt = ? where id = ? and removedAt is null');
  const blobs = db.prepare<[string, string, string, string], StoredBlob>(
    `delete from attachment where class = ? and (slot = ? or slot between ? and ?) returning sha256, kind`,
  );
  const isNamed = db.prepare('select 1 from attachment where sha256 = ? and kind = ?');
  const dropWaivers = db.prepare('delete from paperWaiver where class = ?');
  const revision = db
    .prepare<[string, string], string>(
      `select (select coalesce(max(id), 0) || '.' || count(removedAt) from attachment where class = ?) || '.'
         || (select count(*) || '.' || coalesce(max(enteredAt), 0) from paperWaiver where class = ?)`,
    )
    .pluck();
  const waive = db.prepare(
    'insert or replace into paperWaiver (class, place, why, enteredBy, enteredAt) values (?, ?, ?, ?, ?)',
  );
  const unwaive = db.prepare('delete from paperWaiver where class = ? and place = ?');
  const waivers = db.prepare<[string], WaiverRow>('select * from paperWaiver where class = ? order by place');
  return {
    add: ({ class: code, slot, sha256, kind, bytes, name, by, at }: Omit<StoredAttachment, 'id'>): number =>
      Number(insert.run(code, slot, sha256, kind, bytes, name, by, at).lastInsertRowid),
    get: (id: number): StoredAttachment | null => {
      const row = one.get(id);
      return row ? stored(row) : null;
    },
    /** In the slot itself and in those below it, oldest first. */
    list: (code: ClassCode, slot: string): StoredAttachment[] =>
      below.all(code, slot, `${slot}/`, `${slot}/\u{10ffff}`).map(stored),
    remove: (id: number, by: string, at: EpochMs): boolean => remove.run(by, at, id).changes > 0,
    /**
     * Deletes the rows of a slot and those below it, and the class's waivers, in one transaction with `first`, which may
     * throw. Only of a draft that goes. @returns the files that no other row names, removed rows included.
     */
    drop: db.transaction((code: ClassCode, slot: string, first: () => void): StoredBlob[] => {
      first();
      const dropped = blobs.all(code, slot, `${slot}/`, `${slot}/\u{10ffff}`);
      dropWaivers.run(code);
      const orphans = dropped.filter(({ sha256, kind }) => isNamed.get(sha256, kind) === undefined);
      return [...new Map(orphans.map((each) => [`${each.sha256}.${each.kind}`, each])).values()];
    }),
    /** Changes whenever an attachment or a waiver of the class does. */
    revision: (code: ClassCode): string => revision.get(code, code) ?? '',
    waive: (code: ClassCode, { place, why, by, at }: StoredWaiver): void => {
      waive.run(code, place, why, by, at);
    },
    unwaive: (code: ClassCode, place: string): boolean => unwaive.run(code, place).changes > 0,
    waivers: (code: ClassCode): StoredWaiver[] =>
      waivers.all(code).map(({ place, why, enteredBy, enteredAt }) => ({
        place,
        why,
        by: enteredBy,
        at: epochMs(enteredAt),
      })),
  };
}

function stored({ class: code, addedBy, addedAt, ...row }: Row): StoredAttachment {
  return { ...row, class: code as ClassCode, by: addedBy, at: epochMs(addedAt) };
}
