import { join } from 'node:path';
import type { Accounts } from '../core/accounts/accounts.ts';
import { createJobs, type Jobs } from '../core/accounts/jobs.ts';
import type { Actor, Role } from '../core/contract/office/actor.ts';
import { MEDIA_TYPE } from '../core/domain/file-kind.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import { jobRoutes } from '../core/web/jobs.ts';
import { approvalNow } from './approvals.ts';
import { isHere } from './classes.ts';
import { officeAccounts } from './desk/accounts.ts';
import { type Attachments, attachments } from './desk/attachments/attachments.ts';
import { type CameraDeskOptions, cameraDesk } from './desk/cameras/cameras.ts';
import { type CenterDeskOptions, centerDesk } from './desk/center/center.ts';
import { type DecidedPorts, decidedList } from './desk/center/decided.ts';
import { classOffice } from './desk/classes/class-office.ts';
import type { Classes } from './desk/classes/classes.ts';
import { type DayDesk, dayDesk } from './desk/day/desk.ts';
import type { ProofFiles } from './desk/day/leave.ts';
import type { DayPorts } from './desk/day/ports.ts';
import type { Months } from './desk/months/months.ts';
import { paperOffice } from './desk/papers/paper-office.ts';
import { PAPER_SLOT, papers } from './desk/papers/papers.ts';
import type { FacesSeen } from './desk/review/faces-seen.ts';
import { type ReviewOptions, reviewDesk } from './desk/review/review.ts';
import { createVisits } from './desk/review/visits.ts';
import type { PhotoIntake } from './desk/roster/ports.ts';
import { type MonthSliceOptions, monthSlice } from './desk-months.ts';
import { type EnrolmentDesk, routesOfEnrolment } from './enrolment-routes.ts';
import { digestOf } from './evidence/digest.ts';
import { officeAccountRoutes } from './http/office/accounts.ts';
import { cameraRoutes } from './http/office/cameras.ts';
import { centerRoutes } from './http/office/center.ts';
import { classRoutes } from './http/office/classes.ts';
import { dayRoutes } from './http/office/day.ts';
import { decidedRoutes } from './http/office/decided.ts';
import type { Office } from './http/office/office.ts';
import { paperRoutes } from './http/office/papers.ts';
import { reviewRoutes } from './http/office/review.ts';
import { transferRoutes } from './http/office/transfers.ts';
import type { DayViewing } from './http/office/viewing.ts';
import { openRoster } from './open-roster.ts';
import { type OwnIdentity, openTransfers } from './open-transfers.ts';
import { absences } from './store/absences.ts';
import { accounts as accountTables } from './store/accounts.ts';
import { attachments as attachmentTable } from './store/attachments.ts';
import { audit as auditTable } from './store/audit.ts';
import { centerDecisions } from './store/center-decisions.ts';
import { disputes } from './store/disputes.ts';
import { monthReports } from './store/months.ts';
import type { Db } from './store/open.ts';
import { outbox } from './store/outbox.ts';
import { records } from './store/records.ts';
import { reviews } from './store/reviews.ts';

export interface DeskOptions {
  readonly institution: string;
  readonly db: Db;
  /** The kiosk's data folder: what people attach lies under `office`. */
  readonly dataDir: string;
  readonly classes: Classes;
  /** Takes in the photos that come with a roster; left out: rosters alone are imported. */
  readonly intake?: PhotoIntake;
  /** The evidence journal. */
  readonly journal?: MonthSliceOptions['journal'];
  readonly clock: Clock;
  readonly log: Log;
  /** The cameras; without them the office has no pages for them. */
  readonly cameras?: Pick<CameraDeskOptions, 'keeper' | 'world' | 'placement' | 'live'>;
  /** The classroom's day and its video; left out where there is no classroom. */
  readonly day?: { readonly ports: Omit<DayPorts, 'months'>; readonly viewing: DayViewing };
  /** The link to the center; without it the office has no page for it. */
  readonly center?: Pick<CenterDeskOptions, 'center' | 'url' | 'clockState'>;
  /** Enrolled faces; without them the office has no pages for them. */
  readonly enrolment?: EnrolmentDesk;
  /** Who was recognised lately; without it there is no on-site review. */
  readonly seen?: Pick<FacesSeen, 'of'>;
  /** This kiosk among those of its institution; without it, or without enrolled faces, nothing is carried between them. */
  readonly self?: OwnIdentity;
}

/** The office's work, composed: what the pages call, over the store, vision and evidence. */
export interface Desk extends Office, AsyncDisposable {
  readonly audit: ReturnType<typeof auditTable>;
  readonly accounts: Accounts<Actor>;
  readonly jobs: Jobs;
  readonly day: DayDesk | null;
  readonly months: Months;
}

/** Opens the office. Every slice adds its routes here. */
export function openDesk(options: DeskOptions): Desk {
  const { institution, db, dataDir, classes, journal, clock, log, cameras, enrolment, day, center, self, seen } =
    options;
  const known = officeAccounts(accountTables(db), clock);
  const audit = auditTable(db);
  const jobs = createJobs(log);
  const now = () => clock.now();
  const attached = attachments(join(dataDir, 'office', 'attachments'), attachmentTable(db));
  const checklists = papers(attachmentTable(db));
  const countersigner = known.countersigner.bind(known);
  const [kept, closedMonths] = [records(db), monthReports(db)];
  const ofClasses = classOffice({
    ...{ classes, papers: checklists, institution, now, countersigner, approvalOf: approvalNow(db, classes) },
    dropPapers: (code, first) => attached.drop(code, PAPER_SLOT, first),
    isRecorded: (...lesson) => kept.isClosed(...lesson),
    isMonthClosed: (...month) => closedMonths.isClosed(...month),
  });
  const ofPapers = paperOffice({ classes, papers: checklists, attachments: attached, now });
  const intake = options.intake ?? enrolment?.rosterIntake ?? null;
  const ofRoster = openRoster({ db, dataDir, classes, jobs, intake, clock, log });
  const ofMonths = monthSlice({
    ...{ db, classes, accounts: known, audit, attachments: attached, journal, clock, log },
    photo: enrolment === undefined ? undefined : (trainee) => enrolment.formPhoto(trainee),
    isHere: self && ((lesson) => isHere(lesson, self.room)),
  });
  const days =
    day === undefined ? null : dayDesk({ ...day.ports, months: ofMonths.months }, known, proofFiles(attached));
  const ofTransfers =
    self === undefined || enrolment === undefined
      ? null
      : openTransfers({
          ...{ institution, self, db, dataDir, classes, enrolment, jobs, audit, clock, log },
          journal: journal ?? null,
        });
  const told = outbox(db);
  const decided: DecidedPorts = {
    ...{ classes, decisions: centerDecisions(db), disputes: disputes(db), reviews: reviews(db), now },
    approvalOf: approvalNow(db, classes),
    hasCenter: () => told.isOpen(),
  };
  return {
    institution,
    accounts: known,
    audit,
    jobs,
    day: days,
    months: ofMonths.months,
    routes: [
      ...officeAccountRoutes(known, audit),
      ...jobRoutes<Actor, Role>(jobs, { look: 'viewer', change: 'teacher' }),
      ...classRoutes(ofClasses),
      ...paperRoutes(ofPapers),
      ...(enrolment === undefined ? [] : routesOfEnrolment(enrolment, { jobs, now, countersigner })),
      ...(enrolment === undefined || seen === undefined || journal === undefined
        ? []
        : reviewRoutes(
            reviewDesk({
              ...{ classes, reviews: reviews(db), seen, journal, now },
              hasTemplate: (trainee) => enrolment.hasTemplate(trainee),
              photoOf: (trainee) => enrolment.photoOf(trainee),
              gallery: () => enrolment.galleryHash(),
              ...reviewers({ db, center: center?.center, clock, countersigner }),
              sha256: digestOf,
            }),
          )),
      ...ofMonths.routes,
      ...(cameras === undefined ? [] : cameraRoutes(cameraDesk({ ...cameras, jobs, clock }))),
      ...ofRoster.routes,
      ...(center === undefined ? [] : centerRoutes(centerDesk({ ...center, absences: absences(db), now }))),
      ...(center === undefined ? [] : decidedRoutes((code) => decidedList(decided, code))),
      ...(ofTransfers === null ? [] : transferRoutes(ofTransfers)),
      ...(days === null || day === undefined ? [] : dayRoutes(days, day.viewing)),
    ],
    open: ofMonths.open,
    [Symbol.asyncDispose]: async () => {
      await jobs[Symbol.asyncDispose]();
      await ofRoster[Symbol.asyncDispose]();
      await ofTransfers?.[Symbol.asyncDispose]();
    },
  };
}

/** Proofs of leave among the office's attachments. */
function proofFiles(attached: Attachments): ProofFiles {
  return {
    keep: async (bytes, what) => (await attached.add(bytes, what)).sha256,
    newest: async (code, slot) => {
      const last = attached.list(code, slot).at(-1);
      if (last === undefined) return null;
      return { path: await attached.path(last), type: MEDIA_TYPE[last.kind], name: last.name };
    },
  };
}

/** Who may review on site, and what the center said of it. */
function reviewers({
  db,
  center,
  clock,
  countersigner,
}: {
  readonly db: Db;
  readonly center: CenterDeskOptions['center'] | undefined;
  readonly clock: Clock;
  readonly countersigner: ReviewOptions['countersigner'];
}): Pick<ReviewOptions, 'visits' | 'center' | 'decided' | 'countersigner'> {
  const decisions = centerDecisions(db);
  return {
    countersigner,
    visits: createVisits({
      ask: (code) => center?.inspector(code) ?? Promise.resolve(null),
      monotonic: () => clock.monotonic(),
    }),
    center: () => {
      const kind = center?.status().kind ?? 'off';
      return kind === 'off' ? 'none' : kind === 'connected' ? 'linked' : 'down';
    },
    decided: (code) =>
      new Map(decisions.of(code, 'review-decided').map(({ review, confirmed }) => [review, confirmed] as const)),
  };
}
