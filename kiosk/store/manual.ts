import type { Decision, ManualEntry } from '../../core/domain/entry.ts';
import { type ClassCode, classCode, traineeId } from '../../core/domain/ids.ts';
import type { Strokes } from '../../core/domain/signature.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/** The append-only check-ins without a face. */
export interface ManualEntries {
  add(entry: Omit<ManualEntry, 'id' | 'withdrawn'>): number;
  /** Takes a check-in back. @throws when it was withdrawn before. */
  withdraw(manual: number, decision: Decision): void;
  /** A class's check-ins of the days, withdrawn ones too, in the order of entry. */
  list(code: ClassCode, from: LocalDate, to: LocalDate): ManualEntry[];
  find(id: number): ManualEntry | null;
}

interface Row {
  readonly id: number;
  readonly class: string;
  readonly trainee: string;
  readonly date: string;
  readonly firstNo: number;
  readonly lastNo: number;
  readonly teacher: string;
  readonly signature: string;
  readonly place: ManualEntry['at'];
  readonly enteredBy: string;
  readonly enteredAt: number;
  readonly withdrawnWhy: string | null;
  readonly withdrawnBy: string | null;
  readonly withdrawnAt: number | null;
}

const SELECT = `select entry.*, withdrawal.why as withdrawnWhy, withdrawal.enteredBy as withdrawnBy, withdrawal.enteredAt as withdrawnAt
  from manualEntry as entry left join manualWithdrawal as withdrawal on withdrawal.manual = entry.id`;

/** The tables `manualEntry`, `manualWithdrawal`. */
export function manualEntries(db: Db): ManualEntries {
  const insert = db.prepare(
    `insert into manualEntry (class, trainee, date, firstNo, lastNo, teacher, signature, place, enteredBy, enteredAt)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const withdraw = db.prepare('insert into manualWithdrawal (manual, why, enteredBy, enteredAt) values (?, ?, ?, ?)');
  const list = db.prepare<[string, string, string], Row>(
    `${SELECT} where entry.class = ? and entry.date between ? and ? order by entry.id`,
  );
  const find = db.prepare<[number], Row>(`${SELECT} where entry.id = ?`);
  return {
    add: ({ class: code, trainee, date, lessons, teacher, signature, at, by, enteredAt }) => {
      const { first, last } = lessons;
      const drawn = JSON.stringify(signature);
      return Number(insert.run(code, trainee, date, first, last, teacher, drawn, at, by, enteredAt).lastInsertRowid);
    },
    withdraw: (manual, { why, by, at }) => {
      withdraw.run(manual, why, by, at);
    },
    list: (code, from, to) => list.all(code, from, to).map(entryOf),
    find: (id) => {
      const row = find.get(id);
      return row === undefined ? null : entryOf(row);
    },
  };
}

function entryOf(row: Row): ManualEntry {
  const { withdrawnBy: by, withdrawnAt: at, withdrawnWhy: why } = row;
  return {
    id: row.id,
    class: classCode(row.class),
    trainee: traineeId(row.trainee),
    date: row.date as LocalDate,
    lessons: { first: row.firstNo, last: row.lastNo },
    teacher: row.teacher,
    signature: JSON.parse(row.signature) as Strokes,
    at: row.place,
    by: row.enteredBy,
    enteredAt: epochMs(row.enteredAt),
    withdrawn: by === null || at === null || why === null ? null : { by, at: epochMs(at), why },
  };
}
