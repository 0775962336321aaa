import { z } from 'zod';
import type { EpochMs, LocalDate } from '../../../core/domain/units.ts';
import { factsSchema } from './photo-facts.ts';

const words = z.string().max(4000);
const instant = z.int().transform((value) => value as EpochMs);
const consentSchema = z.strictObject({
  kind: z.enum(['given', 'withdrawn']),
  textVersion: z.nullable(z.string()),
  how: z.nullable(z.enum(['paper', 'screen'])),
  date: z.string().transform((date) => date as LocalDate),
  why: words,
  by: words,
  at: instant,
});
const floats = z
  .base64()
  .max(100_000)
  .refine((text) => Buffer.from(text, 'base64').length % 4 === 0);
const photoSchema = z.strictObject({
  facts: factsSchema,
  addedAt: instant,
  addedBy: words,
  /** The face's embedding, 32-bit floats; null: it was not embedded. */
  embedding: z.nullable(z.strictObject({ model: z.string().min(1).max(200), values: floats })),
});
/** Enrolments as they travel. */
export const transferSchema = z
  .array(
    z.strictObject({
      person: z.string().min(1).max(200),
      consents: z.array(consentSchema).min(1).max(1000),
      photos: z.array(photoSchema).max(500),
    }),
  )
  .max(1000);

/** Somebody's enrolment on its way: consent for ever, photos and embeddings while it is in force. */
export type CarriedPerson = z.output<typeof transferSchema>[number];
export type CarriedPhoto = CarriedPerson['photos'][number];
