import type { Calendar } from '../../../core/domain/calendar.ts';
import type { ClassFile } from '../../../core/domain/class-file.ts';
import type { LocalMonth } from '../../../core/domain/day.ts';
import type {
  CorrectionRequest,
  Decision,
  Dispute,
  DisputeAnswer,
  LeaveEntry,
  ManualEntry,
} from '../../../core/domain/entry.ts';
import type { ClassLesson } from '../../../core/domain/evidence.ts';
import type { CameraId, ClassCode, TraineeId } from '../../../core/domain/ids.ts';
import type { Lesson } from '../../../core/domain/lesson.ts';
import type { ProvenSighting } from '../../../core/domain/opening.ts';
import type { CenterDecision, PendingShare } from '../../../core/domain/pending-share.ts';
import type { LessonRecord } from '../../../core/domain/record.ts';
import type { DurationMs, EpochMs, LocalDate, Span } from '../../../core/domain/units.ts';

/** A class with the lessons of this kiosk's room, after all changes. */
export interface DayClass {
  readonly file: ClassFile;
  readonly lessons: readonly Lesson[];
  /** Its lessons in other rooms, whose records come from the kiosks there; left out: none. */
  readonly elsewhere?: readonly Lesson[];
  readonly calendar: Calendar;
}

/** The classes that this kiosk serves. */
export interface DayClasses {
  list(): readonly DayClass[];
}

/** What was kept of the cameras; both ends of the range belong to it. */
export interface DayObserved {
  sightings(from: EpochMs, to: EpochMs): readonly ProvenSighting[];
  coverage(from: EpochMs, to: EpochMs): readonly CameraSpan[];
  unidentified(from: EpochMs, to: EpochMs): readonly CameraSpan[];
}

export interface CameraSpan extends Span {
  readonly camera: CameraId;
}

/** A record with its place in the store. */
export interface DayRecord {
  readonly id: number;
  readonly record: LessonRecord<ProvenSighting>;
  readonly closedAt: EpochMs;
  readonly replaces: number | null;
}

export interface DayRecords {
  isClosed(code: ClassCode, date: LocalDate, no: number): boolean;
  inForce(code: ClassCode, from: LocalDate, to: LocalDate): readonly DayRecord[];
  history(code: ClassCode, trainee: TraineeId, date: LocalDate, no: number): readonly DayRecord[];
  /** Those in force of one trainee, by date and number. */
  ofTrainee(code: ClassCode, trainee: TraineeId): readonly DayRecord[];
  /** Those in force that are pending, or absent with unidentified people in the room. */
  toSettle(code: ClassCode): readonly DayRecord[];
}

export interface LeaveEntries {
  add(leave: Omit<LeaveEntry, 'id' | 'withdrawn' | 'proof'>): number;
  addProof(leave: number, sha256: string, decision: Omit<Decision, 'why'>): void;
  withdraw(leave: number, decision: Decision): void;
  list(code: ClassCode, from: LocalDate, to: LocalDate): readonly LeaveEntry[];
  find(id: number): LeaveEntry | null;
}

export interface ManualEntries {
  add(entry: Omit<ManualEntry, 'id' | 'withdrawn'>): number;
  withdraw(manual: number, decision: Decision): void;
  list(code: ClassCode, from: LocalDate, to: LocalDate): readonly ManualEntry[];
  find(id: number): ManualEntry | null;
}

export interface DisputeEntries {
  add(dispute: Omit<Dispute, 'id' | 'answer'>): number;
  answer(dispute: number, answer: DisputeAnswer): void;
  find(id: number): Dispute | null;
  open(code: ClassCode): readonly Dispute[];
  list(code: ClassCode, from: LocalDate, to: LocalDate): readonly Dispute[];
  ofTrainee(code: ClassCode, trainee: TraineeId): readonly Dispute[];
}

/** A correcting record that the journal has not told yet. */
export interface CorrectionDue extends ClassLesson {
  readonly id: number;
  readonly replaces: number;
  readonly record: LessonRecord<ProvenSighting>;
}

export interface CorrectionEntries {
  add(request: Omit<CorrectionRequest, 'id' | 'decision'>): number;
  sign(request: number, decision: Decision): number;
  refuse(request: number, decision: Decision): void;
  find(id: number): CorrectionRequest | null;
  open(code: ClassCode): readonly CorrectionRequest[];
  list(code: ClassCode, from: LocalDate, to: LocalDate): readonly CorrectionRequest[];
  toJournal(): readonly CorrectionDue[];
  journalled(record: number, at: EpochMs): void;
  together<Result>(work: () => Result): Result;
}

/** Where corrections are made provable. */
export interface CorrectionJournal {
  /** Whether the lesson's evidence is sealed: a correction stands beside it. */
  isSealed(lesson: ClassLesson): boolean;
  correct(due: CorrectionDue): Promise<unknown>;
}

/** Where the months of the day's lessons stand. */
export interface DayMonths {
  /** Closed figures stay: what would bear upon them is refused when it is entered. */
  isClosed(code: ClassCode, month: LocalMonth): boolean;
  /** How much was pending, and who settles it by which decision of the center. */
  pending(
    code: ClassCode,
    month: LocalMonth,
  ): PendingShare & { readonly decision: Pick<CenterDecision, 'paper' | 'confirmed'> | null };
}

/** What the day works with; kiosk/desk.ts gives it from the store, the evidence and the classes. */
export interface DayPorts {
  readonly now: () => EpochMs;
  readonly classes: DayClasses;
  readonly observed: DayObserved;
  readonly records: DayRecords;
  readonly leave: LeaveEntries;
  readonly manual: ManualEntries;
  readonly disputes: DisputeEntries;
  readonly corrections: CorrectionEntries;
  readonly months: DayMonths;
  readonly journal: CorrectionJournal;
  /** Whether there is a center that answers what was not answered in time. */
  readonly hasCenter: () => boolean;
  readonly cameraName: (camera: CameraId) => string;
  /** Unidentified faces in view now. */
  readonly strangersNow: () => number;
  /** Why nobody can be recognised until somebody acts, and what to do (zh-CN); null: as it should be, or about to. */
  readonly visionTrouble: () => string | null;
  /** A trainee who stays in view is noted this often. */
  readonly sightingEvery: DurationMs;
  /** Told when something was entered that changes a class's file. */
  readonly changed: () => void;
  readonly warn: (message: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** Who does something: a signed-in person. */
export interface Actor {
  readonly user: string;
  readonly name: string;
}

/** How a person is written down: `张三（zhang）`; the user's name alone where that is all there is. */
export function signedAs({ user, name }: Actor): string {
  return name === '' || name === user ? user : `${name}（${user}）`;
}

/** Whether something was signed by this person, whatever they were called then. */
export function isSignedBy(signed: string, { user }: Actor): boolean {
  return signed === user || signed.endsWith(`（${user}）`);
}
