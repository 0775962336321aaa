import type { Decision } from '../core/contract/center/decisions.ts';
import { ZaikeError } from '../core/domain/errors.ts';
import type { JournalFact } from '../core/domain/evidence.ts';
import type { FilingEvent } from '../core/domain/filing.ts';
import type { ClassCode } from '../core/domain/ids.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { DecidePorts } from './commands/decide.ts';
import type { Classes } from './desk/classes/classes.ts';
import { answerDispute } from './desk/day/disputes.ts';
import type { DayPorts } from './desk/day/ports.ts';
import type { KioskEnrolment } from './enrolment.ts';
import { centerDecisions } from './store/center-decisions.ts';
import { filings } from './store/filings.ts';
import { monthDecisions } from './store/month-decisions.ts';
import { monthReports } from './store/months.ts';
import type { Db } from './store/open.ts';

export interface DecideOptions {
  readonly db: Db;
  readonly classes: Classes;
  readonly day: Omit<DayPorts, 'months'>;
  readonly enrolment: Pick<KioskEnrolment, 'decided'> & {
    readonly gallery: Pick<KioskEnrolment['gallery'], 'refresh'>;
  };
  readonly journal: (fact: JournalFact) => Promise<unknown>;
  readonly clock: Clock;
}

/** The center's decisions over the kiosk's classes, months and disputes. */
export function decidePorts({ db, classes, day, enrolment, journal, clock }: DecideOptions): DecidePorts {
  const months = monthDecisions(db);
  const told = filings(db);
  return {
    kept: centerDecisions(db),
    hasClass: (code) => classes.has(code),
    wasTold: (code, hash) => told.revision(code, hash) !== null,
    file: (code, event) => fileEvent(classes, code, event),
    settle: (code, month, event) => months.add(code, month, event),
    answer: (decision) => answer({ ...day, months: settledByCenter(db, decision.id) }, decision),
    enrol: (decision) => enrolment.decided(decision),
    changed: () => {
      day.changed();
      enrolment.gallery.refresh();
    },
    journal,
    now: () => clock.now(),
  };
}

function fileEvent(classes: Classes, code: ClassCode, event: FilingEvent): void {
  const { version } = classes.kept(code);
  const saved = classes.fileEvent(code, event, { version, by: 'center', at: event.at });
  if (saved.kind === 'saved') return;
  throw new ZaikeError('班级资料现在不能按这个决定更新：请机构核对班级资料后再下达', {
    code: 'class-not-saved',
    retry: true,
    facts: { class: code },
  });
}

/** The center settles what is pending itself, above the institution's share too. */
function settledByCenter(db: Db, paper: string): DayPorts['months'] {
  const closed = monthReports(db);
  const decision = { paper, confirmed: true };
  return {
    isClosed: (code, month) => closed.isClosed(code, month),
    pending: () => ({ closed: 0, left: 0, due: 0, settledBy: 'center', decision }),
  };
}

function answer(day: DayPorts, decision: Extract<Decision, { kind: 'dispute-answered' }>): void {
  const { dispute, class: code, text, to, by, countersignedBy } = decision;
  if (day.disputes.find(dispute)?.class !== code)
    throw new ZaikeError('教室电脑上没有这条异议', { code: 'no-such-dispute', retry: false });
  if (to !== null && (countersignedBy === null || countersignedBy === by))
    throw new ZaikeError('更正考勤要由中心的另一人复核', { code: 'second-person-missing', retry: false });
  const signed = (name: string, user: string) => ({ user, name: `市中心 ${name}` });
  const second = countersignedBy === null ? null : signed(countersignedBy, 'center-2');
  answerDispute(
    day,
    dispute,
    { text, correction: to === null ? null : { to } },
    signed(by, 'center'),
    second,
    'center',
  );
}
