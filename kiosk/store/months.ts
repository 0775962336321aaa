import { createHash } from 'node:crypto';
import type { Told } from '../../core/contract/center/items.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { FileKind } from '../../core/domain/file-kind.ts';
import type { ClassCode } from '../../core/domain/ids.ts';
import type { Month } from '../../core/domain/month.ts';
import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';
import { outbox } from './outbox.ts';

/** A signed scan of a closed month. */
export interface MonthScan {
  readonly id: number;
  readonly sha256: string;
  readonly kind: FileKind;
  readonly bytes: number;
  readonly name: string;
  readonly addedAt: EpochMs;
  readonly addedBy: string;
  /** Its number among the attachments, which keep the file. */
  readonly attachment: number;
}

/** A month as it was closed once. */
export interface MonthReport {
  readonly id: number;
  readonly class: string;
  readonly month: string;
  readonly reportId: string;
  /** The report id of the same month before it was re-opened. */
  readonly replaces: string | null;
  /** Of `body`. */
  readonly sha256: string;
  readonly closedAt: EpochMs;
  readonly closedBy: string;
  readonly countersignedBy: string;
  readonly reopened: {
    readonly why: string;
    readonly at: EpochMs;
    readonly by: string;
    readonly countersignedBy: string;
  } | null;
  readonly scans: readonly MonthScan[];
}

/** What is frozen: two texts of JSON. */
export interface Frozen {
  readonly body: string;
  /** `[[id, sha256], …]` of the records under it. */
  readonly records: string;
}

export interface NewReport extends Frozen, Pick<MonthReport, 'class' | 'month' | 'reportId' | 'replaces'> {
  readonly closedAt: EpochMs;
  readonly closedBy: string;
  readonly countersignedBy: string;
  /** What the center is told beside ids, hash and names. */
  readonly figures: Month;
}

/** What the evidence journal has not been told yet. */
export interface Unjournalled {
  readonly subject: 'closed' | 'reopened' | 'scan';
  readonly row: number;
  readonly report: MonthReport;
  /** The hash to keep: of the frozen text, or of the scan. */
  readonly sha256: string;
  readonly by: string;
}

/** Closed months; the database refuses to change or delete one, and records under one. */
export interface MonthReports {
  /** All reports of a class's months, oldest first. */
  of(code: ClassCode): MonthReport[];
  /** The newest report of a month. */
  latest(code: ClassCode, month: string): MonthReport | null;
  byReportId(reportId: string): MonthReport | null;
  frozen(report: number): Frozen;
  isClosed(code: ClassCode, month: string): boolean;
  /** Keeps a closed month, and a row for the center in the same transaction. @throws ZaikeError `month-closed`. */
  close(report: NewReport): MonthReport;
  /** @throws ZaikeError `month-open` when it was re-opened already. */
  reopen(report: number, reopening: NonNullable<MonthReport['reopened']>): void;
  /** Keeps that a signed scan belongs to a report, and a row for the center. */
  addScan(report: number, scan: Omit<MonthScan, 'id'>): void;
  unjournalled(): Unjournalled[];
  noteJournalled(subject: Unjournalled['subject'], row: number, seq: number): void;
}

interface ReportRow {
  readonly id: number;
  readonly class: string;
  readonly month: string;
  readonly reportId: string;
  readonly replaces: string | null;
  readonly sha256: string;
  readonly closedAt: number;
  readonly closedBy: string;
  readonly countersignedBy: string;
  readonly why: string | null;
  readonly reopenedAt: number | null;
  readonly reopenedBy: string | null;
  readonly reopeningSignedBy: string | null;
}

const COLUMNS = `r.id, r.class, r.month, r.reportId, r.replaces, r.sha256, r.closedAt, r.closedBy, r.countersignedBy,
  o.why, o.reopenedAt, o.reopenedBy, o.countersignedBy as reopeningSignedBy`;
const FROM = 'from monthReport as r left join monthReopening as o on o.report = r.id';

/** The tables `monthReport`, `monthReopening`, `monthScan`, `monthJournalled`, and their rows in `outbox`. */
export function monthReports(db: Db): MonthReports {
  const ofClass = db.prepare<[string], ReportRow>(`select ${COLUMNS} ${FROM} where r.class = ? order by r.id`);
  const latest = db.prepare<[string, string], ReportRow>(
    `select ${COLUMNS} ${FROM} where r.class = ? and r.month = ? order by r.id desc limit 1`,
  );
  const byId = db.prepare<[number], ReportRow>(`select ${COLUMNS} ${FROM} where r.id = ?`);
  const byReportId = db.prepare<[string], ReportRow>(`select ${COLUMNS} ${FROM} where r.reportId = ?`);
  const frozen = db.prepare<[number], Frozen>('select body, records from monthReport where id = ?');
  const scans = db.prepare<[number], MonthScan>(
    'select id, sha256, kind, bytes, name, addedAt, addedBy, attachment from monthScan where report = ? order by id',
  );
  const insert = db.prepare(
    `insert into monthReport (class, month, reportId, replaces, sha256, closedAt, closedBy, countersignedBy, body, records)
     values (:class, :month, :reportId, :replaces, :sha256, :closedAt, :closedBy, :countersignedBy, :body, :records)`,
  );
  const insertReopening = db.prepare(
    'insert into monthReopening (report, why, reopenedAt, reopenedBy, countersignedBy) values (?, ?, ?, ?, ?)',
  );
  const insertScan = db.prepare(
    `insert into monthScan (report, sha256, kind, bytes, name, addedAt, addedBy, attachment)
     values (:report, :sha256, :kind, :bytes, :name, :addedAt, :addedBy, :attachment)`,
  );
  const told = outbox(db);
  const waiting = db.prepare<
    [],
    { subject: Unjournalled['subject']; row: number; report: number; sha256: string; by: string }
  >(
    `select * from (
       select 'closed' as subject, id as row, id as report, sha256, closedBy as by, closedAt as at from monthReport
       union all select 'reopened', o.report, o.report, r.sha256, o.reopenedBy, o.reopenedAt
         from monthReopening as o join monthReport as r on r.id = o.report
       union all select 'scan', id, report, sha256, addedBy, addedAt from monthScan
     ) as fact where not exists (select 1 from monthJournalled as j where j.subject = fact.subject and j.row = fact.row)
     order by at, report`,
  );
  const note = db.prepare('insert or ignore into monthJournalled (subject, row, seq) values (?, ?, ?)');

  const report = (row: ReportRow): MonthReport => {
    const { why, reopenedAt, reopenedBy, reopeningSignedBy, ...rest } = row;
    return {
      ...rest,
      closedAt: epochMs(row.closedAt),
      reopened:
        why === null || reopenedAt === null || reopenedBy === null || reopeningSignedBy === null
          ? null
          : { why, at: epochMs(reopenedAt), by: reopenedBy, countersignedBy: reopeningSignedBy },
      scans: scans.all(row.id),
    };
  };
  const required = (id: number): MonthReport => {
    const row = byId.get(id);
    if (row === undefined) throw new RangeError(`expected a month report with the id ${id}, found none`);
    return report(row);
  };
  const latestOf = (code: ClassCode, month: string): MonthReport | null => {
    const row = latest.get(code, month);
    return row === undefined ? null : report(row);
  };
  const isClosed = (code: ClassCode, month: string): boolean => latest.get(code, month)?.why === null;

  const close = db.transaction(({ figures, ...kept }: NewReport): MonthReport => {
    if (isClosed(kept.class as ClassCode, kept.month)) throw closed(kept.month);
    const sha256 = createHash('sha256').update(kept.body).digest('hex');
    const id = Number(insert.run({ ...kept, sha256 }).lastInsertRowid);
    const { body: _, records: __, ...rest } = kept;
    told.put('month-closed', { ...rest, sha256, figures }, kept.closedAt);
    return required(id);
  });
  const reopen = db.transaction(
    (id: number, { why, at, by, countersignedBy }: NonNullable<MonthReport['reopened']>) => {
      const { class: code, month, reportId, reopened } = required(id);
      if (reopened !== null) throw new ZaikeError(`${month} 已经重新打开了`, { code: 'month-open', retry: false });
      insertReopening.run(id, why, at, by, countersignedBy);
      told.put('month-reopened', { class: code, month, reportId, why, at, by, countersignedBy }, at);
    },
  );
  const addScan = db.transaction((id: number, scan: Omit<MonthScan, 'id'>) => {
    const { class: code, month, reportId } = required(id);
    insertScan.run({ ...scan, report: id });
    told.put('month-scan', scanTold({ class: code, month, reportId }, scan), scan.addedAt);
  });

  return {
    of: (code) => ofClass.all(code).map(report),
    latest: latestOf,
    byReportId: (id) => {
      const row = byReportId.get(id);
      return row === undefined ? null : report(row);
    },
    frozen: (id) => {
      const row = frozen.get(id);
      if (row === undefined) throw new RangeError(`expected a month report with the id ${id}, found none`);
      return row;
    },
    isClosed,
    close: (kept) => close(kept),
    reopen: (id, reopening) => reopen(id, reopening),
    addScan: (id, scan) => addScan(id, scan),
    unjournalled: () => waiting.all().map(({ report: id, ...fact }) => ({ ...fact, report: required(id) })),
    noteJournalled: (subject, row, seq) => {
      note.run(subject, row, seq);
    },
  };
}

function closed(month: string): ZaikeError {
  return new ZaikeError(`${month} 已经关账`, { code: 'month-closed', retry: false, facts: { month } });
}

/** A scan as the center is told of it: its name may be a person's, and stays here. */
export function scanTold(
  report: Pick<MonthReport, 'class' | 'month' | 'reportId'>,
  { sha256, kind, bytes, addedAt, addedBy }: Omit<MonthScan, 'id'>,
): Told<'month-scan'> {
  return { ...report, sha256, kind, bytes, addedAt, addedBy };
}
