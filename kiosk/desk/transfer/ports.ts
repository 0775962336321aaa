import type { Jobs } from '../../../core/accounts/jobs.ts';
import type { CarriedRecord } from '../../../core/contract/transfer.ts';
import type { Sha256 } from '../../../core/domain/bytes.ts';
import type { NoteKey, VerifySignature } from '../../../core/domain/checkpoint.ts';
import type { Decision, LeaveEntry } from '../../../core/domain/entry.ts';
import type { JournalFact } from '../../../core/domain/evidence.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import type { Lesson } from '../../../core/domain/lesson.ts';
import type { ProvenSighting } from '../../../core/domain/opening.ts';
import type { LessonRecord } from '../../../core/domain/record.ts';
import type { EpochMs, LocalDate, Span } from '../../../core/domain/units.ts';
import type { Log } from '../../../core/platform/log.ts';
import type { Classes } from '../classes/classes.ts';
import type { Transfers } from '../enrolment/transfer.ts';

/** A file that went out, or came in, as it is kept. */
export interface TransferFile {
  readonly id: number;
  readonly direction: 'out' | 'in';
  readonly what: 'class' | 'records';
  readonly class: string;
  readonly month: string | null;
  /** The verifier key of the kiosk that made it. */
  readonly kiosk: string;
  readonly sequence: number;
  readonly exportedAt: EpochMs;
  readonly room: string;
  readonly sha256: string;
  /** The class's version that was exported, or that the import made. */
  readonly version: number | null;
  readonly detail: string;
  readonly by: string;
  readonly at: EpochMs;
}

/** Files, known kiosks and what came from where: kiosk/store/transfers satisfies it. */
export interface TransferKeeper {
  together<T>(work: () => T): T;
  knownKiosk(key: string): { readonly key: string; readonly room: string } | null;
  addKnownKiosk(kiosk: {
    readonly key: string;
    readonly room: string;
    readonly confirmedBy: string;
    readonly confirmedAt: EpochMs;
  }): void;
  nextSequence(key: string): number;
  addFile(file: Omit<TransferFile, 'id'>): number;
  /** Newest first. */
  files(code: ClassCode): readonly TransferFile[];
  unjournalled(): readonly TransferFile[];
  noteJournalled(file: number, seq: number): void;
  leaveOrigin(leave: number): { readonly kiosk: string; readonly id: number } | null;
  foreignLeave(kiosk: string, theirs: number): number | null;
  addForeignLeave(leave: number, kiosk: string, theirs: number): void;
}

/** Leave as entered: kiosk/store/leave satisfies it. */
export interface LeaveKeeper {
  list(code: ClassCode, from: LocalDate, to: LocalDate): readonly LeaveEntry[];
  find(id: number): LeaveEntry | null;
  add(leave: Omit<LeaveEntry, 'id' | 'withdrawn' | 'proof'>): number;
  withdraw(leave: number, decision: Decision): void;
}

/** Records of here and of elsewhere: kiosk/store/foreign-records satisfies it. */
export interface RecordKeeper {
  own(code: ClassCode, from: LocalDate, to: LocalDate): readonly CarriedRecord[];
  ownLessons(code: ClassCode): readonly { readonly date: LocalDate; readonly no: number }[];
  isOwn(code: ClassCode, date: LocalDate, no: number): boolean;
  lesson(code: ClassCode, date: LocalDate, no: number): { readonly kiosk: string; readonly room: string } | null;
  record(kiosk: string, theirs: number): { readonly record: LessonRecord<ProvenSighting> } | null;
  add(code: ClassCode, kiosk: string, record: CarriedRecord): void;
  putLesson(lesson: {
    readonly class: string;
    readonly date: LocalDate;
    readonly no: number;
    readonly kiosk: string;
    readonly room: string;
    readonly file: number;
    readonly facts: {
      readonly cameras: readonly string[];
      readonly coverage: readonly (Span & { readonly camera: string })[];
      readonly evidence: { readonly seq: number; readonly manifest: string | null } | null;
    };
  }): void;
}

/** The kiosk itself, as others see it. */
export interface Self {
  /** Signs what it says; its public half is its identity. */
  readonly key: NoteKey & { sign(text: string): Uint8Array };
  /** The room that it watches; null: not configured. */
  readonly room: string | null;
}

/** What a lesson's evidence is on this kiosk. */
export interface OwnEvidence {
  /** The journal entry that closed the lesson, and the hash of its manifest; null: not sealed. */
  lesson(
    code: ClassCode,
    date: LocalDate,
    no: number,
  ): { readonly seq: number; readonly manifest: string | null } | null;
  /** Signs the journal's head as it is now. */
  head(): Promise<string | null>;
}

/** What carrying files between kiosks works with. */
export interface TransferPorts {
  readonly institution: string;
  readonly self: Self;
  readonly classes: Classes;
  /** Whether a lesson is held in this kiosk's room. */
  readonly isHere: (lesson: Lesson) => boolean;
  readonly leave: LeaveKeeper;
  readonly enrolment: Transfers;
  /** The model of the pack in use; null while vision does not run. */
  readonly model: () => string | null;
  readonly keeper: TransferKeeper;
  readonly records: RecordKeeper;
  readonly coverage: (from: EpochMs, to: EpochMs) => readonly (Span & { readonly camera: string })[];
  readonly evidence: OwnEvidence;
  readonly isMonthClosed: (code: ClassCode, month: string) => boolean;
  readonly sha256: Sha256;
  readonly verify: VerifySignature;
  readonly now: () => EpochMs;
  /** Told when something came in that changes a class's file. */
  readonly changed: () => void;
}

/** What the office around them gives. */
export interface TransferDeskPorts extends TransferPorts {
  readonly jobs: Jobs;
  readonly audit: (
    actor: { readonly user: string; readonly name: string; readonly role: string },
    line: { readonly action: string; readonly subject: string; readonly detail: string },
  ) => void;
  /** Null: there is no journal here; what is to be told waits. */
  readonly journal: ((fact: JournalFact) => Promise<{ readonly seq: number }>) | null;
  /** A folder of this alone: emptied at the start. */
  readonly folder: string;
  readonly log: Log;
}
