import * as z from 'zod/mini';

/** How many matters wait for whoever is signed in, by the page where they are dealt with; 0 where this person has nothing to do. */
export const waitingSchema = z.strictObject({
  /** Filings to answer: filed, changed after the approval, not confirmed. */
  filings: z.int(),
  /** Disputes that became the center's, later enrolments, reviews by name, months with too much pending. */
  matters: z.int(),
  /** Spot checks: for an inspector those to be decided, for an institution those that it may still answer. */
  checks: z.int(),
});
export type Waiting = z.infer<typeof waitingSchema>;
