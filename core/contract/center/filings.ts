import * as z from 'zod/mini';
import { countersignSchema } from '../web/person.ts';

const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

/** What a list of classes says of one. */
export const centerClassSchema = z.strictObject({
  kiosk: z.string(),
  code: z.string(),
  institution: z.string(),
  room: z.string(),
  specialty: z.string(),
  opens: z.nullable(date),
  ends: z.nullable(date),
  people: z.int(),
  /** `changed`: approved, and what counts was changed since. */
  state: z.enum(['draft', 'returned', 'filed', 'approved', 'changed', 'unconfirmed']),
  /** 材料是否齐全; null: the checklist is not used. */
  complete: z.nullable(z.boolean()),
  filedOn: z.nullable(date),
  approvedOn: z.nullable(date),
  /** The class is on the center's desk and its last day for an answer is near or past: the day it opens. */
  urgent: z.boolean(),
});
export type CenterClassView = z.infer<typeof centerClassSchema>;
export const centerClassesSchema = z.readonly(z.array(centerClassSchema));

const decisionLine = z.strictObject({
  id: z.string(),
  /** In words (zh-CN). */
  words: z.string(),
  by: z.string(),
  countersignedBy: z.nullable(z.string()),
  at: z.int(),
  toldAt: z.nullable(z.int()),
  trouble: z.string(),
});

/** A filing as the inspector reads it. */
export const centerFilingSchema = z.strictObject({
  ...centerClassSchema.shape,
  revision: z.int(),
  hash: z.string(),
  savedBy: z.string(),
  savedAt: z.int(),
  teachers: z.readonly(z.array(z.string())),
  counsellorPhone: z.nullable(z.string()),
  /** Lessons planned, and the months that they lie in. */
  lessons: z.int(),
  months: z.readonly(z.array(z.string())),
  /** What a rule warns of, with the institution's reason where it gave one (zh-CN). */
  warnings: z.readonly(z.array(z.strictObject({ text: z.string(), reason: z.nullable(z.string()) }))),
  deadlines: z.strictObject({
    filingFrom: z.nullable(date),
    completionBy: z.nullable(date),
    publicityEnds: z.nullable(date),
  }),
  papers: z.readonly(
    z.array(
      z.strictObject({
        name: z.string(),
        /** Whose; null: the class's. */
        trainee: z.nullable(z.string()),
        state: z.enum(['there', 'missing', 'not-due', 'unclear', 'waived']),
        why: z.nullable(z.string()),
      }),
    ),
  ),
  roster: z.readonly(
    z.array(
      z.strictObject({
        trainee: z.string(),
        name: z.string(),
        /** Masked but for roles that need them: see `unmasked`. */
        idNumber: z.nullable(z.string()),
        phone: z.nullable(z.string()),
        school: z.nullable(z.string()),
        household: z.nullable(z.string()),
        withdrawnOn: z.nullable(date),
      }),
    ),
  ),
  unmasked: z.boolean(),
  /** What was approved last, and what was changed of it since (zh-CN); null: nothing, or not known. */
  approval: z.nullable(
    z.strictObject({
      revision: z.int(),
      on: z.string(),
      paper: z.string(),
      changes: z.readonly(z.array(z.string())),
    }),
  ),
  decisions: z.readonly(z.array(decisionLine)),
});
export type CenterFiling = z.infer<typeof centerFilingSchema>;

export const filingQuery = z.strictObject({ unmasked: z.optional(z.literal('1')) });

export const approveFilingSchema = z.strictObject({
  /** The filing that was read: another one in the meantime is not approved unseen. */
  hash: z.string(),
  on: date,
  paper: z.string().check(z.trim(), z.minLength(1, '请填写批复文号'), z.maxLength(100)),
  countersign: countersignSchema,
});
export const returnFilingSchema = z.strictObject({
  hash: z.string(),
  why: z.string().check(z.trim(), z.minLength(1, '请写明退回原因'), z.maxLength(1000)),
});
