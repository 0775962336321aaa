import { createHash } from 'node:crypto';
import type { AuditEntry } from '../core/contract/web/audit.ts';
import { type ClassCode, classCode, type TraineeId } from '../core/domain/ids.ts';
import type { Lesson } from '../core/domain/lesson.ts';
import type { Unanswered } from '../core/domain/month-report.ts';
import { decisionOf } from '../core/domain/pending-share.ts';
import type { LocalDate } from '../core/domain/units.ts';
import type { Picture } from '../core/forms/sheet.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import { createClients } from './desk/api/clients.ts';
import { apiClasses, apiMonth, monthCsv } from './desk/api/read.ts';
import { standingOf } from './desk/day/disputes.ts';
import { createForms } from './desk/forms/forms.ts';
import { decisions } from './desk/months/decisions.ts';
import { monthJournal } from './desk/months/journal.ts';
import { createMonths, type Months } from './desk/months/months.ts';
import { monthOffice, type ScanKeeping } from './desk/months/office.ts';
import type { Journalling, MonthClasses } from './desk/months/ports.ts';
import { apiClientRoutes } from './http/office/api-clients.ts';
import { apiRouter } from './http/office/api-v1.ts';
import { formRoutes } from './http/office/forms.ts';
import { type Countersigning, monthRoutes } from './http/office/months.ts';
import type { Office } from './http/office/office.ts';
import { apiClients } from './store/api-clients.ts';
import { corrections } from './store/corrections.ts';
import { disputes } from './store/disputes.ts';
import { foreignRecords } from './store/foreign-records.ts';
import { monthDecisions } from './store/month-decisions.ts';
import { monthRecords } from './store/month-records.ts';
import { monthReports } from './store/months.ts';
import { observations } from './store/observations.ts';
import type { Db } from './store/open.ts';
import { outbox } from './store/outbox.ts';
import { records } from './store/records.ts';

export interface MonthSliceOptions {
  readonly db: Db;
  readonly classes: MonthClasses;
  readonly accounts: Countersigning;
  readonly audit: { write(line: AuditEntry): void };
  readonly attachments: ScanKeeping;
  /** The evidence journal. Without one, what is to be journalled waits. */
  readonly journal?: Journalling | undefined;
  /** Somebody's photo for 附件2; without it the place stays empty. */
  readonly photo?: ((trainee: TraineeId) => Promise<Picture | null>) | undefined;
  /** Whether a lesson is held in this kiosk's room; left out: all are. */
  readonly isHere?: ((lesson: Lesson) => boolean) | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Months, forms and the interface for other systems. */
export interface MonthSlice extends Required<Pick<Office, 'routes' | 'open'>> {
  readonly months: Months;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Composes what the office knows of months over the store. */
export function monthSlice(options: MonthSliceOptions): MonthSlice {
  const {
    db,
    classes,
    accounts,
    audit,
    attachments,
    journal,
    photo = () => Promise.resolve(null),
    clock,
    log,
  } = options;
  const reading = monthRecords(db);
  const reports = monthReports(db);
  const decided = monthDecisions(db);
  const observed = observations(db);
  const kept = records(db);
  const telling = journal === undefined ? null : monthJournal(reports, journal, log);
  void telling?.tell();
  const months = createMonths({
    ...{ classes, reports, sha256, records: reading },
    unanswered: unansweredIn(options),
    decision: (code, month) => decisionOf(decided.of(code, month)),
    forms: (code, month) => forms.toFreeze(code, month),
    changed: () => void telling?.tell(),
  });
  months.warm().catch((error: unknown) => log.error('months were not settled ahead', { error }));
  const office = monthOffice({
    ...{ months, classes },
    reading: {
      history: (code, trainee, date, no) => kept.history(code, trainee, date, no),
      coverage: (from, to) => observed.coverage(from, to),
    },
    scans: attachments,
    decisions: decisions(months, decided),
    elsewhere: { ...foreignRecords(db), isHere: options.isHere ?? (() => true) },
    now: () => clock.now(),
  });
  const forms = createForms({ classes, records: reading, months, sha256, photo });
  const clients = createClients({
    keeper: apiClients(db),
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
  });
  const api = {
    admit: (...asked: Parameters<typeof clients.admit>) => clients.admit(...asked),
    classes: () => apiClasses(classes, months),
    month: (code: string, month: string, people: boolean) => apiMonth(office.view(classCode(code), month), people),
    csv: monthCsv,
  };
  return {
    months,
    routes: [...monthRoutes(office, accounts), ...formRoutes(forms), ...apiClientRoutes(clients)],
    open: [{ path: '/v1', router: apiRouter({ api, audit, clock, log }) }],
  };
}

/** Open disputes and unsigned corrections about lessons of some days. */
function unansweredIn({
  db,
  classes,
  clock,
}: Pick<MonthSliceOptions, 'db' | 'classes' | 'clock'>): (
  code: ClassCode,
  from: LocalDate,
  to: LocalDate,
) => Unanswered {
  const [disputed, correcting, told] = [disputes(db), corrections(db, records(db)), outbox(db)];
  const ports = { now: () => clock.now(), hasCenter: () => told.isOpen() };
  return (code, from, to) => {
    const within = ({ date }: { readonly date: LocalDate }): boolean => from <= date && date <= to;
    const open = disputed.open(code).filter(within);
    const of = { file: classes.file(code), calendar: classes.calendar(code) };
    const escalated = open.filter((each) => standingOf(ports, of, each).state === 'escalated').length;
    return {
      disputes: [...new Set(open.map(({ trainee }) => trainee))],
      escalated,
      unsigned: correcting.open(code).filter(within).length,
    };
  };
}
