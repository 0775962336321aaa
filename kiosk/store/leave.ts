import type { Decision, LeaveEntry } from '../../core/domain/entry.ts';
import { type ClassCode, classCode, traineeId } from '../../core/domain/ids.ts';
import { type EpochMs, epochMs, type LocalDate } from '../../core/domain/units.ts';
import type { Db } from './open.ts';
import { outbox } from './outbox.ts';

/** The append-only leave entries. */
export interface LeaveEntries {
  /** Keeps a leave; returns its id. */
  add(leave: Omit<LeaveEntry, 'id' | 'withdrawn' | 'proof'>): number;
  /** Attaches a proof; the last one attached is the one shown. */
  addProof(leave: number, sha256: string, decision: Omit<Decision, 'why'>): void;
  /** Takes a leave back. @throws when it was withdrawn before. */
  withdraw(leave: number, decision: Decision): void;
  /** A class's leave that reaches into the days, withdrawn ones too, in the order of entry. */
  list(code: ClassCode, from: LocalDate, to: LocalDate): LeaveEntry[];
  find(id: number): LeaveEntry | null;
}

interface Row {
  readonly id: number;
  readonly class: string;
  readonly trainee: string;
  readonly kind: LeaveEntry['kind'];
  readonly fromDate: string;
  readonly toDate: string;
  readonly firstNo: number | null;
  readonly lastNo: number | null;
  readonly why: string;
  readonly enteredBy: string;
  readonly enteredAt: number;
  readonly sha256: string | null;
  readonly withdrawnWhy: string | null;
  readonly withdrawnBy: string | null;
  readonly withdrawnAt: number | null;
}

const SELECT = `select entry.*, withdrawal.why as withdrawnWhy, withdrawal.enteredBy as withdrawnBy, withdrawal.enteredAt as withdrawnAt,
  (select sha256 from leaveProof where leave = entry.id order by rowid desc limit 1) as sha256
  from leaveEntry as entry left join leaveWithdrawal as withdrawal on withdrawal.leave = entry.id`;

/** The tables `leaveEntry`, `leaveProof`, `leaveWithdrawal`. */
export function leaveEntries(db: Db): LeaveEntries {
  const insert = db.prepare(
    `insert into leaveEntry (class, trainee, kind, fromDate, toDate, firstNo, lastNo, why, enteredBy, enteredAt)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const prove = db.prepare('insert into leaveProof (leave, sha256, enteredBy, enteredAt) values (?, ?, ?, ?)');
  const withdraw = db.prepare('insert into leaveWithdrawal (leave, why, enteredBy, enteredAt) values (?, ?, ?, ?)');
  const list = db.prepare<[string, string, string], Row>(
    `${SELECT} where entry.class = ? and entry.toDate >= ? and entry.fromDate <= ? order by entry.id`,
  );
  const find = db.prepare<[number], Row>(`${SELECT} where entry.id = ?`);
  const told = outbox(db);
  const found = (id: number): LeaveEntry | null => {
    const row = find.get(id);
    return row === undefined ? null : entryOf(row);
  };
  const tell = (id: number, at: EpochMs): void => {
    const leave = found(id);
    if (leave !== null) told.put('leave', leave, at);
  };
  const add = db.transaction((leave: Omit<LeaveEntry, 'id' | 'withdrawn' | 'proof'>): number => {
    const { class: code, trainee, kind, from, to, lessons, why, by, enteredAt } = leave;
    const range = [lessons?.first ?? null, lessons?.last ?? null];
    const id = Number(insert.run(code, trainee, kind, from, to, ...range, why, by, enteredAt).lastInsertRowid);
    tell(id, enteredAt);
    return id;
  });
  return {
    add: (leave) => add(leave),
    addProof: db.transaction((leave: number, sha256: string, { by, at }: Omit<Decision, 'why'>) => {
      prove.run(leave, sha256, by, at);
      tell(leave, at);
    }),
    withdraw: db.transaction((leave: number, { why, by, at }: Decision) => {
      withdraw.run(leave, why, by, at);
      tell(leave, at);
    }),
    list: (code, from, to) => list.all(code, from, to).map(entryOf),
    find: found,
  };
}

function entryOf(row: Row): LeaveEntry {
  const { firstNo: first, lastNo: last, withdrawnBy: by, withdrawnAt: at, withdrawnWhy: why } = row;
  return {
    id: row.id,
    class: classCode(row.class),
    trainee: traineeId(row.trainee),
    kind: row.kind,
    from: row.fromDate as LocalDate,
    to: row.toDate as LocalDate,
    lessons: first === null || last === null ? null : { first, last },
    why: row.why,
    proof: row.sha256,
    by: row.enteredBy,
    enteredAt: epochMs(row.enteredAt),
    withdrawn: by === null || at === null || why === null ? null : { by, at: epochMs(at), why },
  };
}
