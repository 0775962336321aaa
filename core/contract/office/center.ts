import * as z from 'zod/mini';

const instant = z.int();
const words = z.string();

/** Why the center cannot be reached; `other` with what the system said. */
const failureSchema = z.enum([
  'name',
  'unreachable',
  'not-listening',
  'certificate',
  'clock',
  'no-center',
  'cut',
  'other',
]);
export type CenterFailure = z.infer<typeof failureSchema>;

/** How the link to the center is. */
export const centerLinkSchema = z.union([
  /** No center is configured. */
  z.strictObject({ kind: z.literal('off') }),
  z.strictObject({ kind: z.literal('misconfigured'), message: words }),
  /** Down since then; `failure` null: the first attempt. */
  z.strictObject({
    kind: z.literal('connecting'),
    since: instant,
    failure: z.nullable(failureSchema),
    detail: words,
  }),
  z.strictObject({ kind: z.literal('unpaired'), code: words, expiresAt: instant }),
  z.strictObject({ kind: z.literal('too-old'), message: words }),
  z.strictObject({ kind: z.literal('refused'), message: words }),
  z.strictObject({ kind: z.literal('connected'), since: instant, institution: words, room: words }),
]);
export type CenterLink = z.infer<typeof centerLinkSchema>;

/** That the classroom will be off, as announced to the center. */
export const absenceViewSchema = z.strictObject({
  id: z.int(),
  from: instant,
  to: instant,
  why: words,
  by: words,
  enteredAt: instant,
  withdrawn: z.nullable(z.strictObject({ by: words, at: instant, why: words })),
});
export type AbsenceView = z.infer<typeof absenceViewSchema>;

/** The page 监管中心. */
export const centerViewSchema = z.strictObject({
  /** The kiosk's clock: a page never trusts its own. */
  now: instant,
  /** Where the center is; null: none is configured. */
  url: z.nullable(words),
  link: centerLinkSchema,
  /** Messages that the center does not have yet, and since when. */
  waiting: z.strictObject({ count: z.int(), since: z.nullable(instant) }),
  clock: z.enum(['synchronised', 'unverified', 'stepped']),
  /** Those that are not over, in order. */
  absences: z.readonly(z.array(absenceViewSchema)),
});
export type CenterView = z.infer<typeof centerViewSchema>;

/** What every page shows of it, small: only what lasts. */
export const centerNoticeSchema = z.strictObject({ link: z.nullable(centerLinkSchema), now: instant });
export type CenterNotice = z.infer<typeof centerNoticeSchema>;

export const newAbsenceSchema = z.strictObject({
  from: instant,
  to: instant,
  why: z.string().check(z.trim(), z.minLength(1, '请写明原因'), z.maxLength(200)),
});
export type NewAbsence = z.infer<typeof newAbsenceSchema>;

export const absenceWithdrawalSchema = z.strictObject({
  why: z.string().check(z.trim(), z.minLength(1, '请写明原因'), z.maxLength(200)),
});
