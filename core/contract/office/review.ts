import * as z from 'zod/mini';
import { countersignSchema } from '../web/person.ts';
import { strokesSchema } from './day-entries.ts';

const words = z.string().check(z.maxLength(500));
const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(50));
const digest = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** Whether what the inspector compared agrees. */
export const agreementSchema = z.enum(['agrees', 'differs', 'not-seen']);
export type Agreement = z.infer<typeof agreementSchema>;

const seen = z.strictObject({ at: z.int(), /** To the template, −1…1. */ alike: z.number() });

/** A class before its on-site review (开班前现场审核), and the reviews that were signed. */
export const reviewViewSchema = z.strictObject({
  now: z.int(),
  /** SHA-256 over who is enrolled with which template: what is signed. */
  gallery: digest,
  /** Whether an inspector's code can be asked about now; `none`: no center. */
  center: z.enum(['linked', 'down', 'none']),
  people: z.array(
    z.strictObject({
      trainee: z.string(),
      name: z.string(),
      maskedId: z.string(),
      /** The enrolment photo to compare; null: none. */
      photo: z.nullable(z.string()),
      enrolled: z.boolean(),
      /** Recognised before a camera within the last half hour; null: not. */
      seen: z.nullable(seen),
    }),
  ),
  /** Newest first. */
  reviews: z.array(
    z.strictObject({
      id: z.int(),
      inspector: z.string(),
      at: z.int(),
      gallery: digest,
      /** Whether nobody's template has changed since. */
      current: z.boolean(),
      people: z.int(),
      differing: z.int(),
      note: z.string(),
      /** Whether the center knows that it was its inspector: by a code, by its word afterwards, not (yet), or denied. */
      standing: z.enum(['verified', 'confirmed', 'unverified', 'denied']),
      countersignedBy: z.nullable(z.string()),
      /** The `d` of an SVG path on a field of 1000 × 500. */
      signature: z.string(),
    }),
  ),
});
export type ReviewView = z.infer<typeof reviewViewSchema>;

/** The code that an inspector reads from their own page at the center. */
export const visitBodySchema = z.strictObject({
  code: z.string().check(z.trim(), z.minLength(1, '请输入现场审核码'), z.maxLength(20)),
});
/** Whose it was. `visit` is named by the review that is signed. */
export const visitViewSchema = z.strictObject({ visit: z.string(), user: z.string(), name: z.string() });
export type VisitView = z.infer<typeof visitViewSchema>;

/** Who reviews: known to the center by a code; or by name alone, which a second person of the institution signs. */
const reviewerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('visit'), visit: z.string().check(z.maxLength(100)) }),
  z.strictObject({ kind: z.literal('name'), inspector: name, workNumber: name, countersign: countersignSchema }),
]);

/** What an inspector signs. */
export const reviewBodySchema = z.strictObject({
  reviewer: reviewerSchema,
  signature: strokesSchema,
  /** The gallery as it was shown. */
  gallery: digest,
  note: words,
  people: z
    .array(
      z.strictObject({
        trainee: z.string().check(z.maxLength(200)),
        idCard: agreementSchema,
        face: agreementSchema,
        note: words,
      }),
    )
    .check(z.minLength(1), z.maxLength(1000)),
});
export type ReviewBody = z.infer<typeof reviewBodySchema>;
