import type { TraineeId } from './ids.ts';
import type { Lesson } from './lesson.ts';
import type { EpochMs, LocalDate } from './units.ts';

/** Lessons of a day by their numbers, both ends included. */
export interface LessonRange {
  readonly first: number;
  readonly last: number;
}

/**
 * 事假 or 病假, entered by the institution with its proof. It stays in 应到 and is not 实到: the notice asks
 * for 「学员个人出勤率原则上不得低于90%」 and knows no exception for leave.
 */
export interface Leave {
  readonly trainee: TraineeId;
  readonly kind: 'personal' | 'sick';
  readonly from: LocalDate;
  /** The last day, included. */
  readonly to: LocalDate;
  /** Of each of these days only these lessons; null: whole days. */
  readonly lessons: LessonRange | null;
  /** When it was entered; null where that is not told. */
  readonly enteredAt: EpochMs | null;
}

/** Whether a range holds a lesson's number. */
export function inRange(range: LessonRange | null, no: number): boolean {
  return range === null || (range.first <= no && no <= range.last);
}

/** Whether a leave covers a lesson. */
export function covers({ from, to, lessons }: Leave, lesson: Pick<Lesson, 'date' | 'no'>): boolean {
  return from <= lesson.date && lesson.date <= to && inRange(lessons, lesson.no);
}

/** The leave that covers a lesson: of several the first entered in the list. */
export function leaveFor(leaves: readonly Leave[], lesson: Pick<Lesson, 'date' | 'no'>): Leave | undefined {
  return leaves.find((leave) => covers(leave, lesson));
}
