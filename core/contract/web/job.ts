import * as z from 'zod/mini';

/** Long work that a page follows: polled at `/api/jobs/:id`, cancelled by DELETE. */
export const jobSchema = z.strictObject({
  id: z.string(),
  kind: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** 0–1. */
  share: z.number(),
  /** What it is at, for people (zh-CN). */
  note: z.string(),
  /** What came of it; the kind's own schema reads it. */
  result: z.unknown(),
  /** Why it failed, for people; null otherwise. */
  error: z.nullable(z.string()),
});
export type JobView = z.infer<typeof jobSchema>;
export const startedJobSchema = z.strictObject({ job: z.string() });
