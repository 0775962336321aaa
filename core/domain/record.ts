import { ZaikeError } from './errors.ts';
import type { TraineeId } from './ids.ts';
import type { Seen, SeenSighting } from './seen.ts';
import type { EpochMs, LocalDate } from './units.ts';

/** 出勤, 迟到, 早退, 旷课, 事假, 病假, 待核. */
export type Outcome = 'present' | 'late' | 'leftEarly' | 'absent' | 'personalLeave' | 'sickLeave' | 'pending';

/** What a record says beside its outcome. A record's notes stand in this (alphabetical) order, each once. */
export const NOTES = [
  'arrival-unobserved',
  'breaks-only',
  'departure-unobserved',
  'left',
  'left-early',
  'manual',
  'mid-gap',
  'not-approved',
  'off-site',
  'too-late',
  'unidentified-present',
  'unsure',
] as const;
export type Note = (typeof NOTES)[number];

/** The closed, append-only result of one trainee's lesson. */
export interface LessonRecord<S extends SeenSighting = SeenSighting> {
  readonly trainee: TraineeId;
  readonly date: LocalDate;
  readonly no: number;
  readonly outcome: Outcome;
  readonly notes: readonly Note[];
  /** Whether the lesson is in 应到; not before the center approved the class, nor off-site without its decision. */
  readonly due: boolean;
  /** The sightings that the mark rests on. */
  readonly seen: Seen<S>;
  /** What made this record out of an earlier one; null for the record of the close. */
  readonly correction: Correction | null;
}

/**
 * A person's decision over a record; the record itself stays as it is and visible, because the institution
 * answers for its papers 「对其申请补贴证明材料的全面性、真实性负责」.
 */
export interface Correction {
  /** A correction settles: there is no correcting to pending. */
  readonly to: Exclude<Outcome, 'pending'>;
  readonly why: string;
  readonly by: string;
  /** A second person. */
  readonly countersignedBy: string;
  /** What the record said before. */
  readonly before: Outcome;
  /** When it was entered; null where that is not told. */
  readonly at: EpochMs | null;
}

/** Whether an outcome is 实到: late and left early count as attended. */
export function isAttended(outcome: Outcome): boolean {
  return outcome === 'present' || outcome === 'late' || outcome === 'leftEarly';
}

/** Notes in their fixed order, each once. */
export function orderedNotes(notes: readonly Note[]): readonly Note[] {
  return notes.length < 2 ? notes : NOTES.filter((note) => notes.includes(note));
}

/**
 * The new record that a correction makes; the old one is not touched. The notes that told of the old
 * outcome go; whether the lesson is due is not a correction's matter.
 * @throws ZaikeError `second-person-missing` when nobody else countersigned; blanks around a name make no other person.
 */
export function correct<S extends SeenSighting>(
  record: LessonRecord<S>,
  correction: Omit<Correction, 'before'>,
): LessonRecord<S> {
  const [by, countersignedBy] = [correction.by.trim(), correction.countersignedBy.trim()];
  if (by === '' || countersignedBy === '' || countersignedBy === by)
    throw new ZaikeError('更正需要另一人复核签字：更正人和复核人都要写明，复核人不能与更正人相同', {
      code: 'second-person-missing',
      retry: false,
      facts: { trainee: record.trainee, date: record.date, no: record.no },
    });
  return {
    ...record,
    outcome: correction.to,
    notes: record.notes.filter((note) => note === 'not-approved' || note === 'off-site'),
    correction: { ...correction, by, countersignedBy, before: record.outcome },
  };
}
