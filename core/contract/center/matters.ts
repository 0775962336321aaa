import * as z from 'zod/mini';
import { countersignSchema } from '../web/person.ts';

const at = {
  kiosk: z.string(),
  code: z.string(),
  institution: z.string(),
};
const instant = z.int();
const why = z.string().check(z.trim(), z.minLength(1, '请写明理由'), z.maxLength(1000));

/** A trainee's objection to a mark, and who has answered. */
export const disputeViewSchema = z.strictObject({
  ...at,
  id: z.int(),
  date: z.string(),
  no: z.int(),
  name: z.string(),
  text: z.string(),
  raisedAt: instant,
  trainee: z.string(),
  /** The last day for the institution's answer (3 working days); null: the year's calendar is not known. */
  answerUntil: z.nullable(z.string()),
  /** `escalated`: not answered in time, the center answers; `decided`: it has. */
  state: z.enum(['open', 'escalated', 'answered', 'decided']),
  /** Since when it is the center's. */
  escalatedAt: z.nullable(instant),
  answer: z.nullable(z.strictObject({ text: z.string(), upheld: z.boolean(), by: z.string(), at: instant })),
  /** The center's own answer. */
  decided: z.nullable(z.strictObject({ text: z.string(), upheld: z.boolean(), by: z.string(), at: instant })),
});

/** A later enrolment that matched the old template weakly. */
export const enrolmentViewSchema = z.strictObject({
  ...at,
  id: z.int(),
  person: z.string(),
  name: z.string(),
  at: instant,
  by: z.string(),
  /** Cosine to the template before. */
  alike: z.nullable(z.number()),
  decided: z.nullable(z.strictObject({ approved: z.boolean(), why: z.string(), by: z.string(), at: instant })),
});

/** An on-site review, and how many enrolments came after it. */
export const reviewViewSchema = z.strictObject({
  ...at,
  id: z.int(),
  inspector: z.string(),
  at: instant,
  gallery: z.string(),
  people: z.int(),
  differing: z.readonly(z.array(z.string())),
  note: z.string(),
  later: z.int(),
  /** By a code of the center's; by its word afterwards; by name only, until somebody says; not the center's. */
  standing: z.enum(['verified', 'confirmed', 'unverified', 'denied']),
  /** The second person of the institution, where the inspector could not prove who they are. */
  countersignedBy: z.nullable(z.string()),
});

/** A month in which more than 5 % is pending: the center decides. */
export const pendingViewSchema = z.strictObject({
  ...at,
  month: z.string(),
  due: z.int(),
  pending: z.int(),
  decided: z.nullable(z.strictObject({ allowed: z.boolean(), paper: z.string(), by: z.string(), at: instant })),
});

export const mattersSchema = z.strictObject({
  disputes: z.readonly(z.array(disputeViewSchema)),
  enrolments: z.readonly(z.array(enrolmentViewSchema)),
  reviews: z.readonly(z.array(reviewViewSchema)),
  pending: z.readonly(z.array(pendingViewSchema)),
});
export type Matters = z.infer<typeof mattersSchema>;

export const answerDisputeSchema = z.strictObject({
  upheld: z.boolean(),
  text: why,
  /** What the mark becomes when it is upheld; null: the institution corrects it. */
  to: z.nullable(z.enum(['present', 'late', 'leftEarly', 'absent', 'personalLeave', 'sickLeave'])),
  countersign: countersignSchema,
});
export const decideEnrolmentSchema = z.strictObject({ approved: z.boolean(), why });
export const decideReviewSchema = z.strictObject({ confirmed: z.boolean(), note: why });
export const decidePendingSchema = z.strictObject({
  allowed: z.boolean(),
  paper: z.string().check(z.trim(), z.minLength(1, '请填写文号'), z.maxLength(100)),
  why,
  countersign: countersignSchema,
});
