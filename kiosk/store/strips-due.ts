import { type ClassCode, classCode } from '../../core/domain/ids.ts';
import type { LocalDate } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/** Which lesson of which class. */
export interface LessonDue {
  readonly code: ClassCode;
  readonly date: LocalDate;
  readonly no: number;
}

/** Closed lessons whose strips are still to be told. */
export interface StripsDue {
  /** Notes one, unless no center is there; called in the transaction that closes it. */
  note(lesson: LessonDue): void;
  /** The latest. */
  next(): LessonDue | null;
  /** Runs `tell` and takes the lesson away, both or neither. */
  settle(lesson: LessonDue, tell: () => void): void;
}

interface Row {
  readonly class: string;
  readonly date: string;
  readonly no: number;
}

/** The table `stripsDue`. */
export function stripsDue(db: Db): StripsDue {
  const note = db.prepare(
    'insert or ignore into stripsDue (class, date, no) select ?, ?, ? where (select open from centerLink)',
  );
  const next = db.prepare<[], Row>('select class, date, no from stripsDue order by date desc, no desc, class limit 1');
  const drop = db.prepare('delete from stripsDue where class = ? and date = ? and no = ?');
  const settle = db.transaction(({ code, date, no }: LessonDue, tell: () => void) => {
    tell();
    drop.run(code, date, no);
  });
  return {
    note: ({ code, date, no }) => {
      note.run(code, date, no);
    },
    next: () => {
      const row = next.get();
      return row === undefined ? null : { code: classCode(row.class), date: row.date as LocalDate, no: row.no };
    },
    settle: (lesson, tell) => settle(lesson, tell),
  };
}
