import * as z from 'zod/mini';

/** One line of the audit: who did what to what, and when. It never holds a password, a full ID number or a photo. */
export const auditLineSchema = z.strictObject({
  id: z.int(),
  at: z.int(),
  user: z.string(),
  name: z.string(),
  role: z.string(),
  /** What was done, kebab-case: `account-added`. */
  action: z.string(),
  /** What it was done to: a user, a class code, a trainee's id. */
  subject: z.string(),
  /** The particulars, in words for people (zh-CN). */
  detail: z.string(),
  /**
   * Of what lasts, how it stands. `ended`: at `at`; `running`: still; `lost`: whoever wrote the line died without
   * telling the end, and was last there at `at`.
   */
  lasting: z.optional(z.strictObject({ state: z.enum(['running', 'ended', 'lost']), at: z.int() })),
});
export type AuditLine = z.infer<typeof auditLineSchema>;
/** A line as it is written. */
export type AuditEntry = Omit<AuditLine, 'id' | 'lasting'>;

/** Newest first. `next`: pass it as `before` to read on; null at the end. */
export const auditPageSchema = z.strictObject({
  lines: z.readonly(z.array(auditLineSchema)),
  next: z.nullable(z.int()),
});
