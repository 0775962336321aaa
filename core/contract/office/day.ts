import * as z from 'zod/mini';
import { parseDate } from '../../domain/day.ts';
import type { ClassCode, TraineeId } from '../../domain/ids.ts';
import type { LocalDate } from '../../domain/units.ts';
import { branded, cameraIdSchema, instantSchema } from '../live.ts';
import { countersignSchema } from './actor.ts';

const text = z.string().check(z.maxLength(500));
const count = z.int().check(z.nonnegative());
const id = z.int().check(z.positive());
const spanSchema = z.strictObject({ from: instantSchema, to: instantSchema });
export const classCodeSchema = branded<ClassCode, string>(z.string().check(z.minLength(1), z.maxLength(100)));
export const traineeIdSchema = branded<TraineeId, string>(z.string().check(z.minLength(1), z.maxLength(64)));
export const dateSchema = branded<LocalDate, string>(
  z.string().check(z.refine((value) => parseDate(value) !== null, '日期要写成 2026-10-08 这样')),
);

export const outcomeSchema = z.enum([
  'present',
  'late',
  'leftEarly',
  'absent',
  'personalLeave',
  'sickLeave',
  'pending',
]);
/** What a record may be corrected to. */
export const settledOutcomeSchema = z.enum(['present', 'late', 'leftEarly', 'absent', 'personalLeave', 'sickLeave']);

/** Where a lesson stands: before check-in opens, until its last window ends, waiting to be closed, closed. */
export const lessonStateSchema = z.enum(['toCome', 'running', 'ended', 'closed']);

/** How many of a lesson's roster stand how. */
const countsSchema = z.strictObject({
  due: count,
  here: count,
  late: count,
  missing: count,
  pending: count,
  leave: count,
  /** Unidentified people: in view now while the lesson runs, else those who stayed long enough to count. */
  unidentified: count,
});

export const dayLessonSchema = z.strictObject({
  class: classCodeSchema,
  className: text,
  date: dateSchema,
  no: id,
  course: z.nullable(text),
  teacher: z.nullable(text),
  room: z.nullable(text),
  from: instantSchema,
  to: instantSchema,
  state: lessonStateSchema,
  /** Whether it runs for so long that whoever is missing is to be looked for (rules §2: ten minutes). */
  rollCall: z.boolean(),
  counts: countsSchema,
});

export const daySchema = z.strictObject({
  date: dateSchema,
  now: instantSchema,
  lessons: z.readonly(z.array(dayLessonSchema)),
  /** What waits for somebody, of all days. */
  waiting: z.strictObject({ toSettle: count, corrections: count, disputes: count }),
});

/** How a trainee stands: the record's outcome once closed; before that as the wall says it. */
export const standingSchema = z.enum([
  'expected',
  'here',
  'missing',
  ...(['present', 'late', 'leftEarly', 'absent', 'personalLeave', 'sickLeave', 'pending'] as const),
]);

export const stripPartSchema = z.strictObject({
  from: instantSchema,
  to: instantSchema,
  state: z.enum(['seen', 'notSeen', 'unobserved', 'toCome']),
});

/** A sighting that a mark rests on, with what proves it. */
export const openingSchema = z.strictObject({
  window: z.enum(['arrival', 'inside', 'middle', 'departure', 'last']),
  at: instantSchema,
  camera: cameraIdSchema,
  proof: z.nullable(
    z.strictObject({
      similarity: z.number(),
      runnerUp: z.nullable(z.strictObject({ name: text, similarity: z.number() })),
      model: text,
      liveness: z.enum(['live', 'spoof', 'unsure', 'unchecked']),
      clock: z.enum(['synchronised', 'unverified', 'stepped']),
      run: count,
      decodeTime: count,
    }),
  ),
});

/** One record of a chain: that of the close, then each correction. */
export const recordStepSchema = z.strictObject({
  id,
  outcome: outcomeSchema,
  closedAt: instantSchema,
  correction: z.nullable(z.strictObject({ why: text, by: text, countersignedBy: text })),
});

export const lineSchema = z.strictObject({
  trainee: traineeIdSchema,
  name: text,
  maskedId: text,
  standing: standingSchema,
  /** Why, in one sentence. */
  why: text,
  strip: z.readonly(z.array(stripPartSchema)),
  /** Empty before anything was seen. */
  openings: z.readonly(z.array(openingSchema)),
  /** The record in force; null before the lesson closed. */
  record: z.nullable(id),
  history: z.readonly(z.array(recordStepSchema)),
  /** Whether a correction waits for its second signature. */
  correctionAsked: z.boolean(),
  /** Its open dispute, if any. */
  dispute: z.nullable(id),
});

export const lessonViewSchema = z.strictObject({
  lesson: dayLessonSchema,
  windows: z.strictObject({ arrival: spanSchema, middle: z.nullable(spanSchema), departure: spanSchema }),
  cameras: z.readonly(z.array(z.strictObject({ id: cameraIdSchema, name: text }))),
  /** Stretches that no (or not every) room camera observed, as far as they reach into the lesson. */
  unobserved: z.readonly(z.array(spanSchema)),
  /** Unidentified people, each stay by itself. */
  strangers: z.readonly(z.array(z.strictObject({ camera: cameraIdSchema, from: instantSchema, to: instantSchema }))),
  lines: z.readonly(z.array(lineSchema)),
});

export const rangeSchema = z
  .strictObject({ first: id, last: id })
  .check(z.refine(({ first, last }) => first <= last, '起始课时不能晚于结束课时'));
const reason = z.string().check(z.trim(), z.minLength(2, '请写明原因，至少 2 个字'), z.maxLength(500));

export const leaveBodySchema = z.strictObject({
  class: classCodeSchema,
  trainee: traineeIdSchema,
  kind: z.enum(['personal', 'sick']),
  from: dateSchema,
  to: dateSchema,
  lessons: z.nullable(rangeSchema),
  why: reason,
  countersign: z.optional(countersignSchema),
});

export const decisionSchema = z.strictObject({ by: text, at: instantSchema, why: text });

export const leaveSchema = z.strictObject({
  id,
  class: classCodeSchema,
  trainee: traineeIdSchema,
  name: text,
  kind: z.enum(['personal', 'sick']),
  from: dateSchema,
  to: dateSchema,
  lessons: z.nullable(rangeSchema),
  why: text,
  /** The hash of the proof; null: not handed in yet. */
  proof: z.nullable(text),
  by: text,
  enteredAt: instantSchema,
  withdrawn: z.nullable(decisionSchema),
});

export const strokesSchema = z
  .array(z.array(z.int().check(z.minimum(0), z.maximum(1000))).check(z.maxLength(8000)))
  .check(z.maxLength(400));

export const manualBodySchema = z.strictObject({
  class: classCodeSchema,
  trainee: traineeIdSchema,
  date: dateSchema,
  lessons: rangeSchema,
  signature: strokesSchema,
  countersign: z.optional(countersignSchema),
});

export const manualSchema = z.strictObject({
  id,
  class: classCodeSchema,
  trainee: traineeIdSchema,
  name: text,
  date: dateSchema,
  lessons: rangeSchema,
  teacher: text,
  /** The `d` of an SVG path on a field of 1000 × 500. */
  signature: z.string(),
  at: z.enum(['screen', 'office']),
  enteredAt: instantSchema,
  withdrawn: z.nullable(decisionSchema),
});

export const correctionBodySchema = z.strictObject({
  class: classCodeSchema,
  trainee: traineeIdSchema,
  date: dateSchema,
  no: id,
  to: settledOutcomeSchema,
  why: reason,
  /** Left out: it waits for a second person. */
  countersign: z.optional(countersignSchema),
});

export const whyBodySchema = z.strictObject({ why: reason });

export const correctionSchema = z.strictObject({
  id,
  class: classCodeSchema,
  trainee: traineeIdSchema,
  name: text,
  date: dateSchema,
  no: id,
  before: outcomeSchema,
  to: settledOutcomeSchema,
  why: text,
  by: text,
  requestedAt: instantSchema,
});

/** A lesson of a trainee that somebody is to settle. */
export const toSettleSchema = z.strictObject({
  class: classCodeSchema,
  date: dateSchema,
  no: id,
  trainee: traineeIdSchema,
  name: text,
  record: id,
  outcome: outcomeSchema,
  why: text,
  /** Unidentified people were in the room: these head the list. */
  strangers: z.boolean(),
  correctionAsked: z.boolean(),
});

export const settleSchema = z.strictObject({
  items: z.readonly(z.array(toSettleSchema)),
  /** Months with pending lessons, and who settles them (above the policy's 5 %: the center). */
  months: z.readonly(
    z.array(
      z.strictObject({
        class: classCodeSchema,
        month: z.string(),
        pending: count,
        due: count,
        settledBy: z.enum(['institution', 'center']),
      }),
    ),
  ),
  corrections: z.readonly(z.array(correctionSchema)),
});

export const disputeSchema = z.strictObject({
  id,
  class: classCodeSchema,
  trainee: traineeIdSchema,
  name: text,
  date: dateSchema,
  no: id,
  text,
  raisedAt: instantSchema,
  /** The last day for an answer; null where the year's official calendar is not known. */
  until: z.nullable(dateSchema),
  overdue: z.boolean(),
  state: z.enum(['open', 'answered', 'upheld']),
  outcome: z.nullable(outcomeSchema),
  why: text,
  answer: z.nullable(z.strictObject({ text, by: text, at: instantSchema })),
});
export const disputesSchema = z.readonly(z.array(disputeSchema));

export const answerBodySchema = z.strictObject({
  text: reason,
  /** An answer in the trainee's favour carries the correction, with the second person's signature. */
  correction: z.nullable(z.strictObject({ to: settledOutcomeSchema, countersign: countersignSchema })),
});

/** What of a camera's video there is of a span. */
export const clipPlanSchema = z.strictObject({
  parts: z.readonly(z.array(z.strictObject({ id: z.string(), from: instantSchema, to: instantSchema }))),
  gaps: z.readonly(z.array(z.strictObject({ from: instantSchema, to: instantSchema, why: z.string() }))),
});

export type Day = z.infer<typeof daySchema>;
export type DayLesson = z.infer<typeof dayLessonSchema>;
export type LessonView = z.infer<typeof lessonViewSchema>;
export type Line = z.infer<typeof lineSchema>;
export type Standing = z.infer<typeof standingSchema>;
export type OpeningView = z.infer<typeof openingSchema>;
export type LeaveBody = z.infer<typeof leaveBodySchema>;
export type LeaveView = z.infer<typeof leaveSchema>;
export type ManualBody = z.infer<typeof manualBodySchema>;
export type ManualView = z.infer<typeof manualSchema>;
export type CorrectionBody = z.infer<typeof correctionBodySchema>;
export type CorrectionView = z.infer<typeof correctionSchema>;
export type SettleView = z.infer<typeof settleSchema>;
export type ToSettle = z.infer<typeof toSettleSchema>;
export type DisputeView = z.infer<typeof disputeSchema>;
export type AnswerBody = z.infer<typeof answerBodySchema>;
export type ClipPlan = z.infer<typeof clipPlanSchema>;
