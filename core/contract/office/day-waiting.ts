import * as z from 'zod/mini';
import { instantSchema } from '../live.ts';
import { countersignSchema } from '../web/person.ts';
import { correctionSchema } from './day-entries.ts';
import {
  classCodeSchema,
  countSchema as count,
  dateSchema,
  idSchema as id,
  outcomeSchema,
  reasonSchema as reason,
  settledOutcomeSchema,
  textSchema as text,
  traineeIdSchema,
} from './day-fields.ts';

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
        /** Still pending; pending when they closed; 应到 of the whole month. */
        pending: count,
        closed: count,
        due: count,
        settledBy: z.enum(['institution', 'center']),
        /** The paper of the center's decision; null: none is entered. */
        decision: z.nullable(z.string()),
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
  /** Not answered by then. */
  overdue: z.boolean(),
  /** `escalated`: overdue, and the center answers. */
  state: z.enum(['open', 'escalated', 'answered', 'upheld']),
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

export type SettleView = z.infer<typeof settleSchema>;
export type ToSettle = z.infer<typeof toSettleSchema>;
export type DisputeView = z.infer<typeof disputeSchema>;
export type AnswerBody = z.infer<typeof answerBodySchema>;
