import type { JournalFact } from '../../../core/domain/evidence.ts';
import type { Log } from '../../../core/platform/log.ts';
import type { Journalling, ReportKeeper, ToJournal } from './ports.ts';

/** Tells the evidence journal of closed months; what fails is told at the next change, or the next start. */
export interface MonthJournal {
  /** Tells all that is not told yet, in order; resolves when done or failed. */
  tell(): Promise<void>;
}

/** The journal's notes about months, in the order in which they happened. */
export function monthJournal(
  reports: Pick<ReportKeeper, 'unjournalled' | 'noteJournalled'>,
  journal: Journalling,
  log: Log,
): MonthJournal {
  let last = Promise.resolve();
  const tellAll = async (): Promise<void> => {
    try {
      for (const due of reports.unjournalled()) {
        const { seq } = await journal(factOf(due));
        reports.noteJournalled(due.subject, due.row, seq);
      }
    } catch (error) {
      log.error('a closed month was not journalled; it is tried again', { error });
    }
  };
  return {
    tell: () => {
      last = last.then(tellAll);
      return last;
    },
  };
}

function factOf({ subject, report, sha256, by }: ToJournal): JournalFact {
  const { reportId, month, countersignedBy, reopened } = report;
  const second = subject === 'reopened' ? (reopened?.countersignedBy ?? '') : countersignedBy;
  const detail =
    subject === 'scan'
      ? `signed scan of ${reportId}`
      : `${reportId}, countersigned by ${second}${subject === 'reopened' ? `: ${reopened?.why ?? ''}` : ''}`;
  return { kind: 'note', about: `month ${month} of ${report.class}: ${subject}`.slice(0, 200), sha256, by, detail };
}
