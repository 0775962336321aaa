import type { Absence, Decision } from '../../core/domain/entry.ts';
import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';
import { outbox } from './outbox.ts';

/** The append-only announcements that the classroom will be off. */
export interface Absences {
  add(absence: Omit<Absence, 'id' | 'withdrawn'>): Absence;
  /** Takes one back. @throws when it was taken back before. */
  withdraw(id: number, decision: Decision): void;
  find(id: number): Absence | null;
  /** Those that end after `since`, withdrawn ones too, in the order of their beginning. */
  list(since: EpochMs): Absence[];
}

interface Row {
  readonly id: number;
  readonly fromAt: number;
  readonly toAt: number;
  readonly why: string;
  readonly enteredBy: string;
  readonly enteredAt: number;
  readonly withdrawnWhy: string | null;
  readonly withdrawnBy: string | null;
  readonly withdrawnAt: number | null;
}

const SELECT = `select absence.*, withdrawal.why as withdrawnWhy, withdrawal.enteredBy as withdrawnBy, withdrawal.enteredAt as withdrawnAt
  from absence left join absenceWithdrawal as withdrawal on withdrawal.absence = absence.id`;

/** The tables `absence`, `absenceWithdrawal`, and their rows in `outbox`. */
export function absences(db: Db): Absences {
  const insert = db.prepare('insert into absence (fromAt, toAt, why, enteredBy, enteredAt) values (?, ?, ?, ?, ?)');
  const withdraw = db.prepare('insert into absenceWithdrawal (absence, why, enteredBy, enteredAt) values (?, ?, ?, ?)');
  const find = db.prepare<[number], Row>(`${SELECT} where absence.id = ?`);
  const list = db.prepare<[number], Row>(`${SELECT} where absence.toAt > ? order by absence.fromAt, absence.id`);
  const told = outbox(db);
  const tell = (id: number, at: EpochMs): Absence => {
    const row = find.get(id);
    if (row === undefined) throw new RangeError(`expected an absence with the id ${id}, found none`);
    const absence = absenceOf(row);
    told.put('announced-absence', absence, at);
    return absence;
  };
  const add = db.transaction(({ from, to, why, by, enteredAt }: Omit<Absence, 'id' | 'withdrawn'>) =>
    tell(Number(insert.run(from, to, why, by, enteredAt).lastInsertRowid), enteredAt),
  );
  return {
    add: (absence) => add(absence),
    withdraw: db.transaction((id: number, { why, by, at }: Decision) => {
      withdraw.run(id, why, by, at);
      tell(id, at);
    }),
    find: (id) => {
      const row = find.get(id);
      return row === undefined ? null : absenceOf(row);
    },
    list: (since) => list.all(since).map(absenceOf),
  };
}

function absenceOf(row: Row): Absence {
  const { withdrawnBy: by, withdrawnAt: at, withdrawnWhy: why } = row;
  return {
    id: row.id,
    from: epochMs(row.fromAt),
    to: epochMs(row.toAt),
    why: row.why,
    by: row.enteredBy,
    enteredAt: epochMs(row.enteredAt),
    withdrawn: by === null || at === null || why === null ? null : { by, at: epochMs(at), why },
  };
}
