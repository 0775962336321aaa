import type { CorrectionDecision, CorrectionRequest } from '../../core/domain/entry.ts';
import type { ClassLesson } from '../../core/domain/evidence.ts';
import { type ClassCode, classCode, traineeId } from '../../core/domain/ids.ts';
import { type Correction, correct, type LessonRecord } from '../../core/domain/record.ts';
import { type EpochMs, epochMs, type LocalDate } from '../../core/domain/units.ts';
import type { StoredSighting } from './observations.ts';
import type { Db } from './open.ts';
import { outbox } from './outbox.ts';
import type { Records } from './records.ts';

/** A correcting record that the journal has not told yet. */
export interface CorrectionDue extends ClassLesson {
  readonly id: number;
  readonly replaces: number;
  readonly record: LessonRecord<StoredSighting>;
}

/** Corrections asked for and decided. */
export interface Corrections {
  add(request: Omit<CorrectionRequest, 'id' | 'decision'>): number;
  /**
   * The second person's signature: the new record, the decision and the note for the journal, in one transaction.
   * @throws ZaikeError `second-person-missing`; when it was decided before, or the record was corrected otherwise meanwhile.
   */
  sign(request: number, decision: Omit<CorrectionDecision, 'record'>): number;
  refuse(request: number, decision: Omit<CorrectionDecision, 'record'>): void;
  find(id: number): CorrectionRequest | null;
  /** Those of a class that wait for the second person, oldest first. */
  open(code: ClassCode): CorrectionRequest[];
  /** Those about lessons of these days, decided ones too, oldest first. */
  list(code: ClassCode, from: LocalDate, to: LocalDate): CorrectionRequest[];
  /** Records that the journal is still to tell, oldest first. */
  toJournal(): CorrectionDue[];
  journalled(record: number, at: EpochMs): void;
  /** Runs `work` in one transaction: all of it or nothing. */
  together<Result>(work: () => Result): Result;
}

interface Row {
  readonly id: number;
  readonly class: string;
  readonly trainee: string;
  readonly date: string;
  readonly no: number;
  readonly replaces: number;
  readonly outcome: Correction['to'];
  readonly why: string;
  readonly requestedBy: string;
  readonly requestedAt: number;
  readonly record: number | null;
  readonly decidedWhy: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
}

interface DueRow {
  readonly id: number;
  readonly class: string;
  readonly date: string;
  readonly no: number;
  readonly replaces: number;
  readonly body: string;
}

const SELECT = `select request.*, decision.record, decision.why as decidedWhy, decision.decidedBy, decision.decidedAt
  from correctionRequest as request left join correctionDecision as decision on decision.request = request.id`;

/** The tables `correctionRequest`, `correctionDecision`, `correctionToJournal`; new records go through `records`; and their rows in `outbox`. */
export function corrections(db: Db, records: Pick<Records, 'history' | 'correct'>): Corrections {
  const insert = db.prepare(
    `insert into correctionRequest (class, trainee, date, no, replaces, outcome, why, requestedBy, requestedAt)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const decide = db.prepare(
    'insert into correctionDecision (request, record, why, decidedBy, decidedAt) values (?, ?, ?, ?, ?)',
  );
  const owe = db.prepare('insert into correctionToJournal (record) values (?)');
  const journalled = db.prepare('update correctionToJournal set journalledAt = ? where record = ?');
  const due = db.prepare<[], DueRow>(
    `select record.id, record.class, record.date, record.no, record.replaces, record.body
     from correctionToJournal join record on record.id = correctionToJournal.record
     where journalledAt is null order by record.id`,
  );
  const find = db.prepare<[number], Row>(`${SELECT} where request.id = ?`);
  const open = db.prepare<[string], Row>(
    `${SELECT} where request.class = ? and decision.request is null order by request.id`,
  );
  const list = db.prepare<[string, string, string], Row>(
    `${SELECT} where request.class = ? and request.date between ? and ? order by request.id`,
  );
  const found = (id: number): CorrectionRequest | null => {
    const row = find.get(id);
    return row === undefined ? null : requestOf(row);
  };
  const told = outbox(db);
  const tell = (id: number, at: EpochMs): void => {
    const request = found(id);
    if (request !== null) told.put('correction', request, at);
  };
  const add = db.transaction((request: Omit<CorrectionRequest, 'id' | 'decision'>): number => {
    const { class: code, trainee, date, no, replaces, to, why, by, requestedAt } = request;
    const id = Number(insert.run(code, trainee, date, no, replaces, to, why, by, requestedAt).lastInsertRowid);
    tell(id, requestedAt);
    return id;
  });
  const sign = db.transaction((id: number, { by, at, why }: Omit<CorrectionDecision, 'record'>): number => {
    const request = found(id);
    if (request === null) throw new RangeError(`expected a correction request, got ${id}`);
    const { class: code, trainee, date, no, replaces, to } = request;
    const before = records.history(code, trainee, date, no).find((stored) => stored.id === replaces);
    if (before === undefined) throw new RangeError(`expected the record ${replaces} of ${trainee}, ${date}#${no}`);
    const correction = { to, why: request.why, by: request.by, countersignedBy: by, at };
    const record = records.correct(code, replaces, correct(before.record, correction), at);
    decide.run(id, record, why, by, at);
    owe.run(record);
    tell(id, at);
    return record;
  });
  return {
    add: (request) => add(request),
    sign: (request, decision) => sign(request, decision),
    refuse: db.transaction((request: number, { by, at, why }: Omit<CorrectionDecision, 'record'>) => {
      decide.run(request, null, why, by, at);
      tell(request, at);
    }),
    find: found,
    open: (code) => open.all(code).map(requestOf),
    list: (code, from, to) => list.all(code, from, to).map(requestOf),
    toJournal: () =>
      due.all().map((row) => ({
        id: row.id,
        class: classCode(row.class),
        date: row.date as LocalDate,
        no: row.no,
        replaces: row.replaces,
        record: JSON.parse(row.body) as LessonRecord<StoredSighting>,
      })),
    journalled: (record, at) => {
      journalled.run(at, record);
    },
    together: (work) => db.transaction(work)(),
  };
}

function requestOf(row: Row): CorrectionRequest {
  const { decidedBy: by, decidedAt: at, decidedWhy: why } = row;
  return {
    id: row.id,
    class: classCode(row.class),
    trainee: traineeId(row.trainee),
    date: row.date as LocalDate,
    no: row.no,
    replaces: row.replaces,
    to: row.outcome,
    why: row.why,
    by: row.requestedBy,
    requestedAt: epochMs(row.requestedAt),
    decision: by === null || at === null || why === null ? null : { by, at: epochMs(at), why, record: row.record },
  };
}
