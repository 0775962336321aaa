import type { Calendar } from './calendar.ts';
import type { ClassRecords } from './class-records.ts';
import { type Counting, countedRecords } from './counted.ts';
import { boundsOf, type LocalMonth } from './day.ts';
import type { TraineeId } from './ids.ts';
import type { Lesson } from './lesson.ts';
import { type Month, type MonthFigures, monthFigures, monthState, reportId, type Sha256 } from './month.ts';
import { policyOn } from './policy.ts';
import type { LessonRecord } from './record.ts';

/** A stored record with its place in the store: ids rise with time, and `replaces` names the record that it corrects. */
export interface NumberedRecord {
  readonly id: number;
  readonly replaces: number | null;
  readonly record: LessonRecord;
}

/** All that a month's figures rest on beside its records: frozen with them when the month is closed. */
export interface MonthInputs extends Counting {
  readonly classCode: string;
  readonly month: LocalMonth;
}

/** A month settled from its stored records. */
export interface SettledMonth extends ClassRecords {
  readonly figures: Month;
}

/**
 * Stored records of whole lessons as a class's records: those in force by date, number and order of the close;
 * the history with all of the close first, then the corrections, each oldest first. It is the order of `replay`.
 */
export function recordsInOrder(stored: readonly NumberedRecord[]): ClassRecords {
  const byId = [...stored].sort((a, b) => a.id - b.id);
  const closes = byId.filter(({ replaces }) => replaces === null).sort(byLesson);
  const inForce = new Map(closes.map((each) => [each.id, each]));
  const rootOf = new Map(closes.map(({ id }) => [id, id]));
  const corrections = byId.filter(({ replaces }) => replaces !== null);
  for (const each of corrections) {
    const root = rootOf.get(each.replaces ?? each.id);
    if (root === undefined) continue;
    rootOf.set(each.id, root);
    inForce.set(root, each);
  }
  const recordOf = ({ record }: NumberedRecord): LessonRecord => record;
  return { records: [...inForce.values()].map(recordOf), history: [...closes, ...corrections].map(recordOf) };
}

function byLesson(a: NumberedRecord, b: NumberedRecord): number {
  if (a.record.date !== b.record.date) return a.record.date < b.record.date ? -1 : 1;
  return a.record.no - b.record.no || a.id - b.id;
}

/**
 * Settles one month of a class from its stored records, all of the month's and no others.
 * @param replaces the report id that a re-opened month had before
 * @throws ZaikeError `calendar-missing`.
 */
export function settleMonth(
  inputs: MonthInputs,
  stored: readonly NumberedRecord[],
  { calendar, sha256 }: { readonly calendar: Pick<Calendar, 'isWorkday'>; readonly sha256: Sha256 },
  replaces: string | null = null,
): SettledMonth {
  const { month } = inputs;
  const { records, history } = countedRecords(inputs, recordsInOrder(stored));
  const figures = monthFigures(month, inputs, records, calendar);
  return { records, history, figures: { ...figures, reportId: reportId(figures, inputs, history, sha256, replaces) } };
}

/** What keeps a month from being closed. */
export type Obstacle =
  /** Lessons of the month are still to be held. */
  | { readonly kind: 'toCome'; readonly lessons: number }
  /** There is nothing to close: no lesson was recorded. */
  | { readonly kind: 'nothingHeld' }
  | { readonly kind: 'pending'; readonly lessons: number; readonly settledBy: 'institution' | 'center' }
  /** `escalated`: how many of these disputes are the center's to answer. */
  | { readonly kind: 'disputed'; readonly trainees: readonly TraineeId[]; readonly escalated: number }
  /** Corrections that wait for the second person's signature. */
  | { readonly kind: 'unsigned'; readonly corrections: number };

/** What people have still to answer about lessons of a month. */
export interface Unanswered {
  /** Trainees whose dispute is open. */
  readonly disputes: readonly TraineeId[];
  /** How many of the open disputes wait for the center. */
  readonly escalated: number;
  /** How many corrections wait for their second signature. */
  readonly unsigned: number;
}

/** All that keeps a month from being closed, at once. `held`: how many lessons of it have records. */
export function obstaclesOf(
  figures: MonthFigures,
  { policies, month }: Pick<MonthInputs, 'policies' | 'month'>,
  toCome: readonly Pick<Lesson, 'date' | 'no'>[],
  held: number,
  { disputes, escalated, unsigned }: Unanswered,
): readonly Obstacle[] {
  const policy = policyOn(policies, boundsOf(month).to);
  const settled = monthState(figures, [], policy);
  return [
    ...(toCome.length > 0 ? [{ kind: 'toCome', lessons: toCome.length } as const] : []),
    ...(toCome.length === 0 && held === 0 ? [{ kind: 'nothingHeld' } as const] : []),
    ...(settled.kind === 'pending' ? [settled] : []),
    ...(disputes.length > 0 ? [{ kind: 'disputed', trainees: disputes, escalated } as const] : []),
    ...(unsigned > 0 ? [{ kind: 'unsigned', corrections: unsigned } as const] : []),
  ];
}
