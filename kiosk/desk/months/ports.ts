import type { Calendar } from '../../../core/domain/calendar.ts';
import type { ClassFile } from '../../../core/domain/class-file.ts';
import type { JournalFact } from '../../../core/domain/evidence.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import type { NumberedRecord, Unanswered } from '../../../core/domain/month-report.ts';
import type { CenterDecision, PendingShare } from '../../../core/domain/pending-share.ts';
import type { Timetable } from '../../../core/domain/timetable.ts';
import type { EpochMs, LocalDate } from '../../../core/domain/units.ts';

/** The classes of the kiosk: kiosk/desk/classes satisfies it. */
export interface MonthClasses {
  list(): readonly ClassCode[];
  /** The same object as long as nothing of the class changes. @throws ZaikeError `no-such-class`. */
  file(code: ClassCode): ClassFile;
  calendar(code: ClassCode): Calendar;
  timetable(code: ClassCode): Timetable;
}

/** The stored records: kiosk/store/month-records satisfies it. */
export interface RecordReading {
  lean(code: ClassCode, from: LocalDate, to: LocalDate): readonly NumberedRecord[];
  /** The newest record of a class: as long as it stays, nothing was added. */
  newest(code: ClassCode): number;
  stamps(code: ClassCode): readonly { readonly month: string; readonly records: number; readonly last: number }[];
  hashes(code: ClassCode, from: LocalDate, to: LocalDate): readonly (readonly [id: number, sha256: string])[];
}

/** A signed scan of a closed month. */
export interface ScanOfMonth {
  readonly id: number;
  readonly sha256: string;
  readonly kind: string;
  readonly bytes: number;
  readonly name: string;
  readonly addedAt: EpochMs;
  readonly addedBy: string;
  /** Its number among the attachments, which keep the file. */
  readonly attachment: number;
}

export interface ReportOfMonth {
  readonly id: number;
  readonly class: string;
  readonly month: string;
  readonly reportId: string;
  readonly replaces: string | null;
  readonly sha256: string;
  readonly closedAt: EpochMs;
  readonly closedBy: string;
  readonly countersignedBy: string;
  readonly reopened: Reopening | null;
  readonly scans: readonly ScanOfMonth[];
}

export interface Reopening {
  readonly why: string;
  readonly at: EpochMs;
  readonly by: string;
  readonly countersignedBy: string;
}

/** What a closed month leaves to be journalled. */
export interface ToJournal {
  readonly subject: 'closed' | 'reopened' | 'scan';
  readonly row: number;
  readonly report: ReportOfMonth;
  readonly sha256: string;
  readonly by: string;
}

/** Where closed months are kept: kiosk/store/months satisfies it. */
export interface ReportKeeper {
  of(code: ClassCode): readonly ReportOfMonth[];
  latest(code: ClassCode, month: string): ReportOfMonth | null;
  byReportId(reportId: string): ReportOfMonth | null;
  frozen(report: number): { readonly body: string; readonly records: string };
  close(
    report: Pick<
      ReportOfMonth,
      'class' | 'month' | 'reportId' | 'replaces' | 'closedAt' | 'closedBy' | 'countersignedBy'
    > & {
      readonly body: string;
      readonly records: string;
      readonly figures: unknown;
    },
  ): ReportOfMonth;
  reopen(report: number, reopening: Reopening): void;
  addScan(report: number, scan: Omit<ScanOfMonth, 'id'>): void;
  unjournalled(): readonly ToJournal[];
  noteJournalled(subject: ToJournal['subject'], row: number, seq: number): void;
}

/** How much of a month was pending, who settles it, and by which decision of the center (null: none yet). */
export interface PendingMonth extends PendingShare {
  readonly decision: CenterDecision | null;
}

/** What people have still to answer about lessons of these days. */
export type Answering = (code: ClassCode, from: LocalDate, to: LocalDate) => Unanswered;

/** Resolves once the fact is in the evidence journal. */
export type Journalling = (fact: JournalFact) => Promise<{ readonly seq: number }>;

/** Two people who sign: who does it, and who countersigns. */
export interface Signatures {
  readonly by: string;
  readonly countersignedBy: string;
  readonly at: EpochMs;
}
