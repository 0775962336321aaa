import * as z from 'zod/mini';
import { instantSchema } from '../live.ts';
import { countersignSchema } from '../web/person.ts';
import {
  classCodeSchema,
  dateSchema,
  idSchema as id,
  outcomeSchema,
  rangeSchema,
  reasonSchema as reason,
  settledOutcomeSchema,
  textSchema as text,
  traineeIdSchema,
} from './day-fields.ts';

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

export type LeaveBody = z.infer<typeof leaveBodySchema>;
export type LeaveView = z.infer<typeof leaveSchema>;
export type ManualBody = z.infer<typeof manualBodySchema>;
export type ManualView = z.infer<typeof manualSchema>;
export type CorrectionBody = z.infer<typeof correctionBodySchema>;
export type CorrectionView = z.infer<typeof correctionSchema>;
