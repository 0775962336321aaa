import * as z from 'zod/mini';

const words = z.string();

/** Something that the center decided for a class here, or that came to it. */
export const decidedLineSchema = z.strictObject({
  id: words,
  kind: z.enum(['filing', 'class-rate', 'violation', 'dispute', 'escalated', 'enrolment', 'pending', 'review']),
  class: words,
  at: z.int(),
  /** What was decided, in words (zh-CN). */
  title: words,
  /** Whom or which lesson it is about; ''. */
  about: words,
  /** What it changed here; ''. */
  effect: words,
  /** Who decided and who signed as the second: people of the center; ''. */
  by: words,
  /** The office's page of the class, month or day, below `/office`. */
  page: words,
  pageName: words,
});
export type DecidedLine = z.infer<typeof decidedLineSchema>;

/** The page 中心的决定. */
export const decidedSchema = z.strictObject({
  classes: z.readonly(z.array(words)),
  /** Newest first. */
  lines: z.readonly(z.array(decidedLineSchema)),
  /** Older ones are left out. */
  more: z.boolean(),
});
export type Decided = z.infer<typeof decidedSchema>;

export const decidedQuery = z.strictObject({ class: z.optional(words) });
