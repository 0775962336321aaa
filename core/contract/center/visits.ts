import { z } from 'zod';

/*
 * An inspector before a classroom computer proves who they are: the center gives the signed-in inspector a code for that
 * kiosk, the kiosk asks the center whose it is (socket event `inspector`).
 */

/** What the kiosk asks: a code as it was typed, in capitals without blanks. */
export const visitRequestSchema = z.strictObject({ code: z.string().regex(/^[A-Z0-9]{8}$/) });
export type VisitRequest = z.infer<typeof visitRequestSchema>;

export const visitAnswerSchema = z.discriminatedUnion('kind', [
  /** `visit`: the center's own number of it, which a signed review names. */
  z.strictObject({ kind: z.literal('verified'), visit: z.string(), user: z.string(), name: z.string() }),
  /** Nobody was given this code for this kiosk, it was used, or it is over. */
  z.strictObject({ kind: z.literal('wrong') }),
  /** Too many wrong ones: again after so many seconds. */
  z.strictObject({ kind: z.literal('wait'), seconds: z.int().nonnegative() }),
]);
export type VisitAnswer = z.infer<typeof visitAnswerSchema>;

/** A code as the inspector's page shows it, once. */
export const visitCodeSchema = z.strictObject({
  code: z.string(),
  /** Where the kiosk stands. */
  place: z.string(),
  expiresAt: z.int(),
  now: z.int(),
});
export type VisitCode = z.infer<typeof visitCodeSchema>;
