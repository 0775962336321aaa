import * as z from 'zod/mini';

/** A form that a class can have now. */
export const offeredFormSchema = z.strictObject({
  form: z.int().check(z.gte(2), z.lte(8)),
  name: z.string(),
  /** What it is for, or what is lacking (zh-CN). */
  about: z.string(),
  /** Why it cannot be made now (zh-CN); null: it can. */
  lacking: z.nullable(z.string()),
  /** Whether it shows ID numbers in full to an administrator. */
  fullIdNumbers: z.boolean(),
  /** What must be chosen first, with what there is to choose, earliest first; `from`: the day on which it begins. */
  choices: z.readonly(z.array(z.strictObject({ value: z.string(), label: z.string(), from: z.optional(z.string()) }))),
  choose: z.nullable(z.enum(['month', 'week', 'trainee'])),
});
export type OfferedForm = z.infer<typeof offeredFormSchema>;
export const offeredFormsSchema = z.strictObject({
  class: z.strictObject({ code: z.string(), institution: z.string(), specialty: z.string() }),
  forms: z.readonly(z.array(offeredFormSchema)),
});
export type OfferedForms = z.infer<typeof offeredFormsSchema>;

/** Which of its kind is wanted. */
export const formQuerySchema = z.strictObject({
  month: z.optional(z.string().check(z.regex(/^\d{4}-\d{2}$/, '月份应为 2026-10 的样子'))),
  week: z.optional(z.coerce.number().check(z.int(), z.positive())),
  trainee: z.optional(z.string()),
  /** A closed month as it was under this report id. */
  report: z.optional(z.string()),
});
export type FormQuery = z.infer<typeof formQuerySchema>;
