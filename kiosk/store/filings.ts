import type { Told } from '../../core/contract/center/items.ts';
import type { FiledContent } from '../../core/domain/filed-content.ts';
import { type ClassCode, classCode } from '../../core/domain/ids.ts';
import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';
import { outbox } from './outbox.ts';

/** A class as it is to be told now. */
export interface FilingNow {
  readonly by: string;
  readonly hash: string;
  readonly filing: Told<'filing'>['filing'];
  /** What of it the rules count; null with a class that was removed. */
  readonly content: FiledContent | null;
  /** Null with a class that was removed. */
  readonly timetable: {
    readonly hash: string;
    readonly body: Omit<Told<'timetable'>, 'class' | 'revision' | 'at'>;
  } | null;
}

/** A revision of a class's filing that the center was told. */
export interface ToldRevision {
  readonly revision: number;
  readonly hash: string;
  /** 0: not known any more. */
  readonly at: EpochMs;
  /** Null: not known what was in it. */
  readonly content: FiledContent | null;
}

/** Which classes the center has not been told as they are now. */
export interface Filings {
  /** Those that may have changed since they were told. */
  due(): ClassCode[];
  /** Looks at every class again; `again`: tells it even unchanged. */
  lookAtAll(again?: boolean): void;
  /** Tells what differs from what was told last, under the next revision; the class is then no longer due. */
  tell(code: ClassCode, now: FilingNow, at: EpochMs): void;
  /** The revision that was told with this hash, the last of several; null: none was. */
  revision(code: ClassCode, hash: string): ToldRevision | null;
}

interface ToldRow {
  readonly revision: number;
  readonly hash: string;
  readonly timetableRevision: number;
  readonly timetableHash: string;
}

const NEVER: ToldRow = { revision: 0, hash: '', timetableRevision: 0, timetableHash: '' };

/** The tables `filingDue`, `filingTold`, and their rows in `outbox`. */
export function filings(db: Db): Filings {
  const due = db.prepare<[], string>('select class from filingDue order by class').pluck();
  const done = db.prepare('delete from filingDue where class = ?');
  const all = db.prepare(
    'insert or ignore into filingDue (class) select code from class union select class from filingTold',
  );
  const forget = db.prepare("update filingTold set hash = '', timetableHash = ''");
  const last = db.prepare<[string], ToldRow>('select * from filingTold where class = ?');
  const keep = db.prepare(
    `insert or replace into filingTold (class, revision, hash, timetableRevision, timetableHash)
     values (:code, :revision, :hash, :timetableRevision, :timetableHash)`,
  );
  const keepRevision = db.prepare(
    'insert into filingRevision (class, revision, hash, at, content) values (?, ?, ?, ?, ?)',
  );
  const forgetContent = db.prepare('update filingRevision set content = null where class = ?');
  const ofHash = db.prepare<[string, string], Omit<ToldRevision, 'content'> & { readonly content: string | null }>(
    'select revision, hash, at, content from filingRevision where class = ? and hash = ? order by revision desc limit 1',
  );
  const told = outbox(db);
  return {
    due: () => due.all().map(classCode),
    lookAtAll: (again = false) => {
      if (again) forget.run();
      all.run();
    },
    tell: db.transaction((code: ClassCode, { by, hash, filing, content, timetable }: FilingNow, at: EpochMs) => {
      const next = { ...(last.get(code) ?? NEVER) };
      if (hash !== next.hash) {
        next.revision += 1;
        next.hash = hash;
        told.put('filing', { class: code, revision: next.revision, at, by, hash, filing }, at);
        keepRevision.run(code, next.revision, hash, at, content && JSON.stringify(content));
        if (content === null) forgetContent.run(code);
      }
      if (timetable !== null && timetable.hash !== next.timetableHash) {
        next.timetableRevision += 1;
        next.timetableHash = timetable.hash;
        told.put('timetable', { class: code, revision: next.timetableRevision, at, ...timetable.body }, at);
      }
      const { revision, timetableRevision, timetableHash } = next;
      keep.run({ code, revision, hash, timetableRevision, timetableHash });
      done.run(code);
    }),
    revision: (code, hash) => {
      const row = ofHash.get(code, hash);
      if (row === undefined) return null;
      const { content } = row;
      return { ...row, at: epochMs(row.at), content: content === null ? null : (JSON.parse(content) as FiledContent) };
    },
  };
}
