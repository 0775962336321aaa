import * as z from 'zod/mini';
import { cameraIdSchema, instantSchema } from '../live.ts';
import {
  classCodeSchema,
  countSchema as count,
  dateSchema,
  idSchema as id,
  outcomeSchema,
  spanSchema,
  textSchema as text,
  traineeIdSchema,
} from './day-fields.ts';

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
  /** Unidentified people: in view now while the lesson runs, else the most at once of those who stayed long enough to count. */
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

/** A lesson of a class of this kiosk that is held in another room. */
export const elsewhereLessonSchema = z.strictObject({
  class: classCodeSchema,
  className: text,
  no: id,
  course: z.nullable(text),
  room: z.nullable(text),
  from: instantSchema,
  to: instantSchema,
  /** Whether its records came from that room's kiosk. */
  recorded: z.boolean(),
});

export const daySchema = z.strictObject({
  date: dateSchema,
  now: instantSchema,
  lessons: z.readonly(z.array(dayLessonSchema)),
  elsewhere: z.readonly(z.array(elsewhereLessonSchema)),
  /** Why nobody can be recognised until somebody acts, and what to do (zh-CN); null on other days than today. */
  visionTrouble: z.nullable(z.string()),
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
  /** Unidentified people, each stay by itself, the longest ones of the lesson. */
  strangers: z.readonly(
    z.array(
      z.strictObject({
        ...{ camera: cameraIdSchema, from: instantSchema, to: instantSchema },
        /** Whether it is long enough to count (rules §2). */
        long: z.boolean(),
      }),
    ),
  ),
  lines: z.readonly(z.array(lineSchema)),
});

/** What of a camera's video there is of a span. */
export const clipPlanSchema = z.strictObject({
  parts: z.readonly(z.array(z.strictObject({ id: z.string(), from: instantSchema, to: instantSchema }))),
  gaps: z.readonly(z.array(z.strictObject({ from: instantSchema, to: instantSchema, why: z.string() }))),
});

export type Day = z.infer<typeof daySchema>;
export type ElsewhereLesson = z.infer<typeof elsewhereLessonSchema>;
export type DayLesson = z.infer<typeof dayLessonSchema>;
export type LessonView = z.infer<typeof lessonViewSchema>;
export type Line = z.infer<typeof lineSchema>;
export type Standing = z.infer<typeof standingSchema>;
export type OpeningView = z.infer<typeof openingSchema>;
export type ClipPlan = z.infer<typeof clipPlanSchema>;
