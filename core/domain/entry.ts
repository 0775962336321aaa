import type { ClassLesson, Digest } from './evidence.ts';
import type { ClassCode, TraineeId } from './ids.ts';
import type { Leave, LessonRange } from './leave.ts';
import type { Correction } from './record.ts';
import type { Strokes } from './signature.ts';
import type { EpochMs, LocalDate, Span } from './units.ts';

/** Who decided something, when and why. */
export interface Decision {
  readonly by: string;
  readonly at: EpochMs;
  readonly why: string;
}

/** A leave as the institution entered it; it is withdrawn, never deleted. */
export interface LeaveEntry extends Leave {
  readonly id: number;
  readonly class: ClassCode;
  readonly why: string;
  /** The hash under which its proof (假条, 病历) is kept; null: not handed in yet. */
  readonly proof: Digest | null;
  readonly by: string;
  readonly enteredAt: EpochMs;
  readonly withdrawn: Decision | null;
}

/** A check-in without a face: ID number, teacher, signature. */
export interface ManualEntry {
  readonly id: number;
  readonly class: ClassCode;
  readonly trainee: TraineeId;
  readonly date: LocalDate;
  readonly lessons: LessonRange;
  /** The teacher who vouches. */
  readonly teacher: string;
  /** The trainee's own hand. */
  readonly signature: Strokes;
  /** Where it was entered: on the touch screen in the room, or in the office. */
  readonly at: 'screen' | 'office';
  readonly by: string;
  readonly enteredAt: EpochMs;
  readonly withdrawn: Decision | null;
}

/** A trainee's objection to a mark. `lesson` may still run. */
export interface Dispute extends ClassLesson {
  readonly id: number;
  readonly trainee: TraineeId;
  readonly text: string;
  readonly raisedAt: EpochMs;
  readonly answer: DisputeAnswer | null;
}

export interface DisputeAnswer {
  readonly text: string;
  /** Whether the trainee was right; then the mark is corrected. */
  readonly upheld: boolean;
  readonly by: string;
  readonly at: EpochMs;
}

/** A correction that waits for its second person, or what became of it. */
export interface CorrectionRequest extends ClassLesson {
  readonly id: number;
  readonly trainee: TraineeId;
  /** The record in force when it was asked for. */
  readonly replaces: number;
  readonly to: Correction['to'];
  readonly why: string;
  readonly by: string;
  readonly requestedAt: EpochMs;
  readonly decision: CorrectionDecision | null;
}

/** The second person's word; `record`: the new record, null when it was refused. */
export interface CorrectionDecision extends Decision {
  readonly record: number | null;
}

/** That the classroom will be off for a while (noon power-off, holidays), said beforehand; it is withdrawn, never deleted. */
export interface Absence extends Span {
  readonly id: number;
  readonly why: string;
  readonly by: string;
  readonly enteredAt: EpochMs;
  readonly withdrawn: Decision | null;
}
