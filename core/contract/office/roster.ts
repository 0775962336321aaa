import * as z from 'zod/mini';

const text = z.string().check(z.maxLength(200));
const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

/** The columns of 附件4 as texts, as the office's form has them; '' is nothing. */
export const personFormSchema = z.strictObject({
  ...{ name: text, sex: text, ethnicity: text, school: text, major: text, education: text, graduation: text },
  ...{ household: text, phone: text, remarks: text, certificate: text, ownFinalYear: text, joinedOn: text },
  /** Left out: as it is (the page knows only the masked one). */
  idNumber: z.optional(text),
});
/** See {@link personFormSchema}. */
export type PersonForm = z.infer<typeof personFormSchema>;

/** A trainee of the roster page; the ID number masked. */
export const rosterTraineeSchema = z.strictObject({
  id: z.string(),
  form: z.omit(personFormSchema, { idNumber: true }),
  maskedId: z.string(),
  withdrawnOn: z.nullable(z.string()),
  withdrawReason: z.nullable(z.string()),
  /** What is not right with the ID number, for people; null: nothing. */
  idFault: z.nullable(z.string()),
  /** Another class of the year that the person is in; null: none. */
  alsoIn: z.nullable(z.string()),
});
/** See {@link rosterTraineeSchema}. */
export type RosterTrainee = z.infer<typeof rosterTraineeSchema>;

/** The roster of a class. `version`: to be told with a change. */
export const rosterViewSchema = z.strictObject({
  code: z.string(),
  version: z.int(),
  specialty: z.nullable(z.string()),
  opens: z.nullable(z.string()),
  ends: z.nullable(z.string()),
  classSizeAtMost: z.int(),
  trainees: z.array(rosterTraineeSchema),
});
/** See {@link rosterViewSchema}. */
export type RosterView = z.infer<typeof rosterViewSchema>;

/** A trainee added or changed. */
export const savePersonSchema = z.strictObject({ version: z.int(), form: personFormSchema });
/** 中途退出: the day is the first on which nothing is due any more. */
export const withdrawSchema = z.strictObject({
  version: z.int(),
  on: date,
  reason: z.string().check(z.minLength(1), z.maxLength(200)),
});
/** A change that needs no more than the version that was looked at. */
export const versionOnlySchema = z.strictObject({ version: z.int() });
/** A full ID number, shown on purpose. */
export const fullIdSchema = z.strictObject({ idNumber: z.string() });
