import { ZaikeError } from '../../core/domain/errors.ts';
import type { ClassCode } from '../../core/domain/ids.ts';
import type { LessonRecord } from '../../core/domain/record.ts';
import { type EpochMs, epochMs, type LocalDate } from '../../core/domain/units.ts';
import type { StoredSighting } from './observations.ts';
import type { Db } from './open.ts';
import { outbox } from './outbox.ts';

/** A record with its place in the store. */
export interface StoredRecord {
  readonly id: number;
  readonly record: LessonRecord<StoredSighting>;
  readonly closedAt: EpochMs;
  /** The record that this one corrects; null for the record of the close. */
  readonly replaces: number | null;
}

/** The append-only records of lessons; the database itself refuses to change or delete one. */
export interface Records {
  isClosed(code: ClassCode, date: LocalDate, no: number): boolean;
  /**
   * Keeps the records of a lesson's close, all or none, and a row for the center in the same transaction.
   * @returns the ids in order. @throws when one of the lessons was closed before.
   */
  close(code: ClassCode, records: readonly LessonRecord<StoredSighting>[], closedAt: EpochMs): number[];
  /** Keeps a correcting record beside the one it replaces. @throws when that one is not there or was replaced already. */
  correct(code: ClassCode, replaces: number, record: LessonRecord<StoredSighting>, at: EpochMs): number;
  /** One record with its class; null when there is none of this id. */
  find(id: number): (StoredRecord & { readonly class: ClassCode }) | null;
  /** The records in force (each the newest of its chain), by date, number, then as they were closed. */
  inForce(code: ClassCode, from: LocalDate, to: LocalDate): StoredRecord[];
  /** Every record of a trainee's lesson, the first close first. */
  history(code: ClassCode, trainee: string, date: LocalDate, no: number): StoredRecord[];
  /** A trainee's records in force, by date and number. */
  ofTrainee(code: ClassCode, trainee: string): StoredRecord[];
  /** A lesson's records as it closed, whatever corrected them since. */
  atClose(code: ClassCode, date: LocalDate, no: number): StoredRecord[];
  /** Those in force that a person is to settle: pending, or absent with unidentified people in the room. */
  toSettle(code: ClassCode): StoredRecord[];
}

interface Row {
  readonly id: number;
  readonly body: string;
  readonly closedAt: number;
  readonly replaces: number | null;
}

/** The table `record`, and its rows in `outbox`. */
export function records(db: Db): Records {
  const isClosed = db
    .prepare('select 1 from record where class = ? and date = ? and no = ? and replaces is null limit 1')
    .pluck();
  const insert = db.prepare(
    'insert into record (class, trainee, date, no, body, closedAt, replaces) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const told = outbox(db);
  const find = db.prepare<[number], Row & { readonly class: string }>(
    'select id, class, body, closedAt, replaces from record where id = ?',
  );
  const inForce = db.prepare<[string, string, string], Row>(
    `select id, body, closedAt, replaces from record where class = ? and date between ? and ?
     and not exists (select 1 from record as newer where newer.replaces = record.id) order by date, no, id`,
  );
  const history = db.prepare<[string, string, string, number], Row>(
    'select id, body, closedAt, replaces from record where class = ? and trainee = ? and date = ? and no = ? order by id',
  );
  const ofTrainee = db.prepare<[string, string], Row>(
    `select id, body, closedAt, replaces from record where class = ? and trainee = ?
     and not exists (select 1 from record as newer where newer.replaces = record.id) order by date, no`,
  );
  const atClose = db.prepare<[string, string, number], Row>(
    'select id, body, closedAt, replaces from record where class = ? and date = ? and no = ? and replaces is null order by id',
  );
  const toSettle = db.prepare<[string], Row>(
    `select id, body, closedAt, replaces from record indexed by record_to_settle where class = ?
     and (body ->> '$.outcome' = 'pending'
       or (body ->> '$.outcome' = 'absent' and instr(body -> '$.notes', '"unidentified-present"') > 0))
     and not exists (select 1 from record as newer where newer.replaces = record.id) order by date, no, id`,
  );
  const put = (code: ClassCode, record: LessonRecord<StoredSighting>, at: EpochMs, replaces: number | null): number => {
    const body = JSON.stringify(record);
    const id = keepRow(() => insert.run(code, record.trainee, record.date, record.no, body, at, replaces));
    told.put('record', { id, class: code, record, closedAt: at, replaces }, at);
    return id;
  };
  const close = db.transaction((code: ClassCode, all: readonly LessonRecord<StoredSighting>[], at: EpochMs) =>
    all.map((record) => put(code, record, at, null)),
  );
  const correct = db.transaction(put);
  return {
    isClosed: (code, date, no) => isClosed.get(code, date, no) !== undefined,
    close: (code, all, at) => close(code, all, at),
    correct: (code, replaces, record, at) => correct(code, record, at, replaces),
    find: (id) => {
      const row = find.get(id);
      return row === undefined ? null : { ...stored(row), class: row.class as ClassCode };
    },
    inForce: (code, from, to) => inForce.all(code, from, to).map(stored),
    history: (code, trainee, date, no) => history.all(code, trainee, date, no).map(stored),
    ofTrainee: (code, trainee) => ofTrainee.all(code, trainee).map(stored),
    atClose: (code, date, no) => atClose.all(code, date, no).map(stored),
    toSettle: (code) => toSettle.all(code).map(stored),
  };
}

/** Runs an insert and returns the new row. @throws ZaikeError `month-closed` where the month of the record is closed. */
export function keepRow(insert: () => { readonly lastInsertRowid: number | bigint }): number {
  try {
    return Number(insert().lastInsertRowid);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('month-closed')) throw error;
    throw new ZaikeError(
      '这个月已经关账，记录不能再改：请管理员先在“月考勤”里重新打开',
      { code: 'month-closed', retry: false },
      { cause: error },
    );
  }
}

function stored({ id, body, closedAt, replaces }: Row): StoredRecord {
  return { id, record: JSON.parse(body) as LessonRecord<StoredSighting>, closedAt: epochMs(closedAt), replaces };
}
