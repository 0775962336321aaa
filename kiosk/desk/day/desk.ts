import type { Actor as SignedIn } from '../../../core/contract/office/actor.ts';
import type { Day, LessonView } from '../../../core/contract/office/day.ts';
import type {
  CorrectionBody,
  LeaveBody,
  LeaveView,
  ManualBody,
  ManualView,
} from '../../../core/contract/office/day-entries.ts';
import type { AnswerBody, DisputeView, SettleView } from '../../../core/contract/office/day-waiting.ts';
import type { OwnRecord } from '../../../core/contract/screen-own.ts';
import type { Countersign } from '../../../core/contract/web/person.ts';
import { addDays, dateAt } from '../../../core/domain/day.ts';
import type { ClassCode, TraineeId } from '../../../core/domain/ids.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { type Corrected, correctRecord, refuseCorrection, signCorrection } from './corrections.ts';
import { answerDispute, disputeList, type Objection, raiseDispute } from './disputes.ts';
import { classOf, lessonOf, refuse } from './fault.ts';
import { journalOfCorrections } from './journal.ts';
import {
  type Entered,
  enterLeave,
  leaveList,
  type Proof,
  type ProofFiles,
  proofOf,
  proveLeave,
  withdrawLeave,
} from './leave.ts';
import { lessonView } from './lines.ts';
import { checkInAtScreen, checkInByHand, manualList, withdrawCheckIn } from './manual.ts';
import { dayView } from './overview.ts';
import { findTrainee, ownRecord } from './own.ts';
import type { DayPorts } from './ports.ts';
import { settleView } from './settle.ts';

/** Checks a second person's signature: kiosk/desk/accounts satisfies it. */
export interface Countersigners {
  countersigner(actor: SignedIn, signature: Countersign): Promise<SignedIn>;
}

/** The day's work as routes and the check-in screen call it. */
export interface DayDesk {
  day(date: LocalDate | null): Day;
  lesson(code: ClassCode, date: LocalDate, no: number): LessonView;
  leave(from: LocalDate, to: LocalDate): readonly LeaveView[];
  enterLeave(body: LeaveBody, actor: SignedIn): Promise<Entered>;
  withdrawLeave(id: number, actor: SignedIn, why: string): void;
  proveLeave(id: number, name: string, bytes: AsyncIterable<Uint8Array>, actor: SignedIn): Promise<void>;
  proof(id: number): Promise<Proof>;
  manual(date: LocalDate): readonly ManualView[];
  enterManual(body: ManualBody, actor: SignedIn): Promise<Entered>;
  withdrawManual(id: number, actor: SignedIn, why: string): void;
  correct(body: CorrectionBody, actor: SignedIn): Promise<Corrected>;
  sign(id: number, actor: SignedIn): Promise<void>;
  refuse(id: number, actor: SignedIn, why: string): void;
  settle(): SettleView;
  disputes(): readonly DisputeView[];
  answer(id: number, body: AnswerBody, actor: SignedIn): Promise<void>;
  /** Checks in at the touch screen: the lesson whose windows are open now. */
  checkIn(idNumber: string, signature: ManualBody['signature'], teacher: SignedIn): { name: string; lesson: number };
  /** Whose ID number this is; null: nobody's on this kiosk. */
  whoHas(idNumber: string): TraineeId | null;
  own(trainee: TraineeId): OwnRecord;
  raise(objection: Omit<Objection, 'class'>): void;
  /** Tells the journal what it is owed; call it at the start and every minute. */
  flush(): Promise<number>;
}

/** How far back answered disputes are listed. */
const ANSWERED_DAYS = 60;

/** Composes the day's work. */
export function dayDesk(ports: DayPorts, accounts: Countersigners, proofs: ProofFiles): DayDesk {
  const journal = journalOfCorrections(ports);
  const today = (): LocalDate => dateAt(ports.now());
  const second = (actor: SignedIn, signature: Countersign | undefined): Promise<SignedIn | null> =>
    signature === undefined ? Promise.resolve(null) : accounts.countersigner(actor, signature);
  const self = (trainee: TraineeId) => {
    const found = findTrainee(ports, ({ id }) => id === trainee);
    if (found === null) throw refuse('no-such-trainee', '您不在学员名单里');
    return found;
  };
  return {
    day: (date) => dayView(ports, date ?? today()),
    lesson: (code, date, no) => {
      const of = classOf(ports, code);
      return lessonView(ports, of, lessonOf(of, date, no));
    },
    leave: (from, to) => leaveList(ports, from, to),
    enterLeave: async ({ countersign, ...body }, actor) => {
      const entered = enterLeave(ports, body, actor, await second(actor, countersign));
      await journal.flush();
      return entered;
    },
    withdrawLeave: (id, actor, why) => withdrawLeave(ports, id, actor, why),
    proveLeave: (id, name, bytes, actor) => proveLeave(ports, proofs, { id, name, bytes }, actor),
    proof: (id) => proofOf(ports, proofs, id),
    manual: (date) => manualList(ports, date),
    enterManual: async ({ countersign, ...body }, actor) => {
      const entered = checkInByHand(ports, body, 'office', actor, await second(actor, countersign));
      await journal.flush();
      return entered;
    },
    withdrawManual: (id, actor, why) => withdrawCheckIn(ports, id, actor, why),
    correct: async ({ countersign, ...body }, actor) => {
      const corrected = correctRecord(ports, body, actor, await second(actor, countersign));
      await journal.flush();
      return corrected;
    },
    sign: async (id, actor) => {
      signCorrection(ports, id, actor);
      await journal.flush();
    },
    refuse: (id, actor, why) => refuseCorrection(ports, id, actor, why),
    settle: () => settleView(ports),
    disputes: () => disputeList(ports, addDays(today(), -ANSWERED_DAYS), today()),
    answer: async (id, { text, correction }, actor) => {
      answerDispute(ports, id, { text, correction }, actor, await second(actor, correction?.countersign));
      await journal.flush();
    },
    checkIn: (idNumber, signature, teacher) => checkInAtScreen(ports, idNumber, signature, teacher),
    whoHas: (idNumber) => findTrainee(ports, ({ person }) => person.idNumber === idNumber)?.trainee.id ?? null,
    own: (trainee) => ownRecord(ports, self(trainee).code, trainee),
    raise: (objection) => {
      raiseDispute(ports, { ...objection, class: self(objection.trainee).code });
    },
    flush: () => journal.flush(),
  };
}
