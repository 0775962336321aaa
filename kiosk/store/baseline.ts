import { type ClassCode, classCode } from '../../core/domain/ids.ts';
import type { Month } from '../../core/domain/month.ts';
import { type EpochMs, type LocalDate, minutes, plus } from '../../core/domain/units.ts';
import { absences } from './absences.ts';
import { corrections } from './corrections.ts';
import { disputes } from './disputes.ts';
import { leaveEntries } from './leave.ts';
import { monthReports, scanTold } from './months.ts';
import { observations } from './observations.ts';
import type { Db } from './open.ts';
import { type Outbox, outbox } from './outbox.ts';

/** Older gaps are told by the marks that they left pending. */
const GAP_DAYS = 35;
const [FIRST, LAST] = ['0000-01-01', '9999-12-31'] as [LocalDate, LocalDate];

/**
 * Puts what the store itself can tell into the outbox, for a center that has none of it: records, seals, leave,
 * corrections, disputes, months, absences, the gaps of the last weeks. Called inside a transaction.
 */
export function putBaseline(db: Db, now: EpochMs): void {
  const told = outbox(db);
  // As text, never parsed: a course may have 75 000 records.
  db.prepare(
    `insert into outbox (kind, body, createdAt)
     select 'record', json_object('v', 1, 'id', id, 'class', class, 'record', json(body), 'closedAt', closedAt,
       'replaces', replaces), closedAt from record
       where id not in (select record from foreignRecord) order by id`,
  ).run();
  putSeals(db, told);
  const codes = db.prepare<[], string>('select code from class order by code').pluck();
  for (const code of codes.all()) putClass(db, told, classCode(code));
  for (const absence of absences(db).list(now)) told.put('announced-absence', absence, absence.enteredAt);
  for (const { kind: _, ...gap } of observations(db).gaps(plus(now, minutes(-GAP_DAYS * 24 * 60)), now))
    told.put('gap', { ...gap, detail: gap.detail.slice(0, 2000) }, gap.to ?? gap.from);
}

interface SealedFile {
  readonly class: string;
  readonly date: string;
  readonly no: number;
  readonly seq: number;
  readonly toAt: number;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The seal of each closed lesson; what was added to its folder later (corrections) has its own entries. */
function putSeals(db: Db, told: Outbox): void {
  const files = db
    .prepare<[], SealedFile>(
      `select class, date, no, seq, toAt, path, bytes, sha256 from evidenceLesson join evidenceFile using (class, date, no)
       where camera is null and path not like '%/correction-%' order by seq, path`,
    )
    .all();
  for (const [seq, of] of Map.groupBy(files, (file) => file.seq)) {
    const [{ class: code, date, no, toAt }] = of as [SealedFile];
    const kept = of.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }));
    told.put('lesson-sealed', { class: code, date, no, seq, files: kept }, toAt as EpochMs);
  }
}

function putClass(db: Db, told: Outbox, code: ClassCode): void {
  for (const leave of leaveEntries(db).list(code, FIRST, LAST)) told.put('leave', leave, leave.enteredAt);
  const asked = corrections(db, { history: () => [], correct: () => 0 });
  for (const request of asked.list(code, FIRST, LAST)) told.put('correction', request, request.requestedAt);
  for (const dispute of disputes(db).list(code, FIRST, LAST)) told.put('dispute', dispute, dispute.raisedAt);
  putMonths(db, told, code);
}

function putMonths(db: Db, told: Outbox, code: ClassCode): void {
  const reports = monthReports(db);
  for (const { id, scans, reopened, ...report } of reports.of(code)) {
    const { class: of, month, reportId } = report;
    const { figures } = JSON.parse(reports.frozen(id).body) as { figures: Month };
    told.put('month-closed', { ...report, figures }, report.closedAt);
    for (const scan of scans) told.put('month-scan', scanTold({ class: of, month, reportId }, scan), scan.addedAt);
    if (reopened !== null) told.put('month-reopened', { class: of, month, reportId, ...reopened }, reopened.at);
  }
}
