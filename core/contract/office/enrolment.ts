import * as z from 'zod/mini';

const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

const findingSchema = z.strictObject({
  code: z.string(),
  /** Nothing is embedded from the photo. */
  refused: z.boolean(),
  /** What to do, in words (zh-CN). */
  text: z.string(),
});

const consentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('given'), date, textVersion: z.string(), how: z.enum(['paper', 'screen']) }),
  z.strictObject({ kind: z.literal('withdrawn'), date }),
]);

const photoSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  source: z.enum(['import', 'upload', 'live', 'folder', 'transfer']),
  /** ISO instant. */
  addedAt: z.string(),
  addedBy: z.string(),
  standing: z.enum(['good', 'usable', 'refused']),
  findings: z.array(findingSchema),
  /** Added after the enrolment: waits for trainee and teacher. */
  pending: z.boolean(),
  /** Confirmed, but too little like the face in use: waits for the center. */
  waits: z.boolean(),
  matched: z.boolean(),
  /** Whether the template in use rests on it. */
  counts: z.boolean(),
});

/** One person's enrolment: consent, photos with what is to be said of them, what to do next. */
export const enrolleeSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  consent: consentSchema,
  photos: z.array(photoSchema),
  /** Whether the person can be recognised by the model in use. */
  enrolled: z.boolean(),
  /** Enrolled completely once: further photos need trainee and teacher. */
  settled: z.boolean(),
  /** The newest photos are too little like the template in use, which stays until the center agrees; null: not so. */
  center: z.nullable(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('waiting'), since: z.string() }),
      z.strictObject({ kind: z.literal('refused'), why: z.string(), at: z.string() }),
    ]),
  ),
  next: z.enum(['consent', 'photos', 'better-photos', 'embed', 'none-withdrawn', 'done']),
  nextText: z.string(),
});

const named = z.strictObject({ id: z.string(), name: z.string(), code: z.nullable(z.string()) });

/** What concerns more than one person or photo. */
const likenessSchema = z.strictObject({
  code: z.enum(['alike', 'same-face', 'closer-to-other', 'odd', 'same-photo']),
  people: z.array(named),
  photos: z.array(z.string()),
  /** −1…1; null where it is not the point. */
  similarity: z.nullable(z.number()),
  text: z.string(),
});

/** The enrolment of a class, or of the staff. */
export const enrolmentSchema = z.strictObject({
  people: z.array(enrolleeSchema),
  likeness: z.array(likenessSchema),
  /** The model in use; null: vision does not run. */
  model: z.nullable(z.string()),
  /** Why vision cannot run until somebody acts, and what to do (zh-CN). */
  trouble: z.nullable(z.string()),
  /** Model files that are not what their list says, so that a lesser pack of models runs. */
  damaged: z.array(z.string()),
  /** People on this kiosk whose templates another model made. */
  stale: z.int(),
  /** The counter towards the filing of 100,000 people. */
  filing: z.strictObject({ people: z.int(), from: z.int() }),
  cameras: z.array(z.strictObject({ id: z.string(), name: z.string() })),
});

export const photoReportSchema = z.strictObject({
  kind: z.enum(['kept', 'known', 'unreadable']),
  photo: z.nullable(z.string()),
  standing: z.enum(['good', 'usable', 'refused']),
  findings: z.array(findingSchema),
  pending: z.boolean(),
});

export const giveConsentSchema = z.strictObject({
  people: z.array(z.string()).check(z.minLength(1), z.maxLength(200)),
  date,
  textVersion: z.string(),
  how: z.enum(['paper', 'screen']),
});
export const withdrawSchema = z.strictObject({ date, why: z.string().check(z.maxLength(200)) });

export const liveStartSchema = z.strictObject({ person: z.string(), camera: z.string() });
/** The steps whose pictures are not kept. */
export const liveAcceptSchema = z.strictObject({ without: z.array(z.string()) });
/** A guided enrolment as the page follows it. */
export const liveSchema = z.strictObject({
  id: z.string(),
  person: z.string(),
  taken: z.int(),
  steps: z.array(z.strictObject({ step: z.string(), label: z.string() })),
  /** What the person is to do now (zh-CN). */
  hint: z.string(),
  done: z.boolean(),
  matched: z.boolean(),
  /** The face was identified as this other person. */
  other: z.nullable(z.string()),
  /** False: no frame came in the last seconds. */
  seeing: z.boolean(),
  /** Rises with each new look, for the picture's address. */
  looks: z.int(),
});

export const staffMemberSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  duty: z.string(),
  left: z.boolean(),
});
export const newStaffSchema = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)),
  duty: z.string().check(z.trim(), z.maxLength(40)),
});
export const staffSchema = z.strictObject({ staff: z.array(staffMemberSchema), enrolment: enrolmentSchema });

export type Enrollee = z.infer<typeof enrolleeSchema>;
export type EnrolledPhoto = z.infer<typeof photoSchema>;
export type Likeness = z.infer<typeof likenessSchema>;
export type EnrolmentView = z.infer<typeof enrolmentSchema>;
export type PhotoReportView = z.infer<typeof photoReportSchema>;
export type LiveView = z.infer<typeof liveSchema>;
