import * as z from 'zod/mini';
import { newPasswordSchema, personNameSchema, userNameSchema } from '../web/person.ts';
import { actorSchema, roleSchema } from './actor.ts';

/** What the sign-in page needs to know before anybody is signed in. */
export const welcomeSchema = z.strictObject({
  institution: z.string(),
  /** Whether nobody has an account yet: the page asks for the code on the kiosk's screen. */
  firstRun: z.boolean(),
  /** Who is signed in here; null: nobody. */
  actor: z.nullable(actorSchema),
});
export type Welcome = z.infer<typeof welcomeSchema>;

export const accountSchema = z.strictObject({
  user: z.string(),
  name: z.string(),
  role: roleSchema,
  active: z.boolean(),
  createdAt: z.int(),
  lastSeenAt: z.nullable(z.int()),
});
export type Account = z.infer<typeof accountSchema>;

export const newAccountSchema = z.strictObject({
  user: userNameSchema,
  name: personNameSchema,
  role: roleSchema,
  password: newPasswordSchema,
});
export const changeAccountSchema = z.strictObject({
  name: z.optional(personNameSchema),
  role: z.optional(roleSchema),
  active: z.optional(z.boolean()),
  password: z.optional(newPasswordSchema),
});
