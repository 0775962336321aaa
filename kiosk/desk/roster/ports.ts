import type { ClassCode, TraineeId } from '../../../core/domain/ids.ts';
import type { EpochMs, LocalDate } from '../../../core/domain/units.ts';

/** Somebody whose photos are to be taken in; the trainee need not be in the store yet. */
export interface IntakePerson {
  readonly trainee: TraineeId;
  readonly name: string;
  /** The day of the signed consent; null: photos are examined, never embedded. */
  readonly consentOn: LocalDate | null;
  readonly photos: readonly { readonly name: string; readonly read: () => Promise<Uint8Array> }[];
}

/** Photos examined (and embedded where consent is), nothing written yet. */
export interface PreparedPhotos {
  readonly embedded: number;
  /** What is to be said of photos and people, for the secretary (zh-CN). */
  readonly remarks: readonly { readonly name: string; readonly path: string; readonly what: string }[];
  /** Writes all of it; called inside the transaction that writes the roster, so it is synchronous. */
  write(): void;
  /** Lets go of what was prepared, when nothing is written. */
  discard(): Promise<void>;
  /** After the transaction: what follows of what was written (templates, the gallery). */
  written(): Promise<void>;
}

/** Takes photos in: the enrolment's part of the office satisfies it. */
export interface PhotoIntake {
  /** Consents in force. */
  consents(trainees: readonly TraineeId[]): ReadonlyMap<TraineeId, LocalDate>;
  /** Examines photos one by one; ends with the signal's reason when it is aborted, and has let go of everything then. */
  prepare(
    people: readonly IntakePerson[],
    by: string,
    ports: { readonly signal: AbortSignal; readonly onPhoto: (done: number) => void },
  ): Promise<PreparedPhotos>;
}

/** Who imported what: kiosk/store/roster-imports satisfies it. */
export interface ImportLog {
  opened(entry: { readonly id: string; readonly code: ClassCode; readonly by: string; readonly at: EpochMs }): void;
  ended(id: string, how: 'done' | 'cancelled' | 'expired', detail: unknown, at: EpochMs): void;
  /** Marks what an earlier run of the kiosk left open. */
  interrupted(at: EpochMs): void;
}
