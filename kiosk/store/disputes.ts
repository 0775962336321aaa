import type { Dispute, DisputeAnswer } from '../../core/domain/entry.ts';
import { type ClassCode, classCode, type TraineeId, traineeId } from '../../core/domain/ids.ts';
import { type EpochMs, epochMs, type LocalDate } from '../../core/domain/units.ts';
import type { Db } from './open.ts';
import { outbox } from './outbox.ts';

/** The append-only disputes and their answers. */
export interface Disputes {
  add(dispute: Omit<Dispute, 'id' | 'answer'>): number;
  /** Answers a dispute. @throws when it was answered before. */
  answer(dispute: number, answer: DisputeAnswer): void;
  find(id: number): Dispute | null;
  /** A class's disputes about lessons of these days, oldest first. */
  list(code: ClassCode, from: LocalDate, to: LocalDate): Dispute[];
  /** Those of a class that wait for an answer, oldest first. */
  open(code: ClassCode): Dispute[];
  /** A trainee's own, newest first. */
  ofTrainee(code: ClassCode, trainee: TraineeId): Dispute[];
}

interface Row {
  readonly id: number;
  readonly class: string;
  readonly trainee: string;
  readonly date: string;
  readonly no: number;
  readonly text: string;
  readonly raisedAt: number;
  readonly answerText: string | null;
  readonly upheld: number | null;
  readonly answeredBy: string | null;
  readonly answeredAt: number | null;
}

const SELECT = `select dispute.*, answer.text as answerText, answer.upheld, answer.enteredBy as answeredBy, answer.enteredAt as answeredAt
  from dispute left join disputeAnswer as answer on answer.dispute = dispute.id`;

/** The tables `dispute`, `disputeAnswer`, and their rows in `outbox`. */
export function disputes(db: Db): Disputes {
  const insert = db.prepare('insert into dispute (class, trainee, date, no, text, raisedAt) values (?, ?, ?, ?, ?, ?)');
  const answer = db.prepare(
    'insert into disputeAnswer (dispute, text, upheld, enteredBy, enteredAt) values (?, ?, ?, ?, ?)',
  );
  const find = db.prepare<[number], Row>(`${SELECT} where dispute.id = ?`);
  const list = db.prepare<[string, string, string], Row>(
    `${SELECT} where class = ? and date between ? and ? order by dispute.id`,
  );
  const open = db.prepare<[string], Row>(`${SELECT} where class = ? and answer.dispute is null order by dispute.id`);
  const own = db.prepare<[string, string], Row>(`${SELECT} where class = ? and trainee = ? order by dispute.id desc`);
  const told = outbox(db);
  const found = (id: number): Dispute | null => {
    const row = find.get(id);
    return row === undefined ? null : disputeOf(row);
  };
  const tell = (id: number, at: EpochMs): void => {
    const dispute = found(id);
    if (dispute !== null) told.put('dispute', dispute, at);
  };
  const add = db.transaction(({ class: code, trainee, date, no, text, raisedAt }: Omit<Dispute, 'id' | 'answer'>) => {
    const id = Number(insert.run(code, trainee, date, no, text, raisedAt).lastInsertRowid);
    tell(id, raisedAt);
    return id;
  });
  return {
    add: (dispute) => add(dispute),
    answer: db.transaction((dispute: number, { text, upheld, by, at }: DisputeAnswer) => {
      answer.run(dispute, text, upheld ? 1 : 0, by, at);
      tell(dispute, at);
    }),
    find: found,
    list: (code, from, to) => list.all(code, from, to).map(disputeOf),
    open: (code) => open.all(code).map(disputeOf),
    ofTrainee: (code, trainee) => own.all(code, trainee).map(disputeOf),
  };
}

function disputeOf(row: Row): Dispute {
  const { answerText: text, answeredBy: by, answeredAt: at } = row;
  return {
    id: row.id,
    class: classCode(row.class),
    trainee: traineeId(row.trainee),
    date: row.date as LocalDate,
    no: row.no,
    text: row.text,
    raisedAt: epochMs(row.raisedAt),
    answer:
      text === null || by === null || at === null ? null : { text, upheld: row.upheld === 1, by, at: epochMs(at) },
  };
}
