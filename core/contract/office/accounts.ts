import * as z from 'zod/mini';
import { actorSchema, roleSchema } from './actor.ts';

/** A sign-in name: letters, digits, dots, hyphens; told in lower case. */
export const userNameSchema = z
  .string()
  .check(z.trim(), z.toLowerCase(), z.regex(/^[a-z0-9][a-z0-9._-]{1,31}$/, '账号为 2–32 位小写字母、数字、点或横线'));
export const personNameSchema = z.string().check(z.trim(), z.minLength(1, '请填写姓名'), z.maxLength(40));
export const newPasswordSchema = z.string().check(z.minLength(10, '密码至少 10 位'), z.maxLength(128));

export const signInSchema = z.strictObject({
  user: z.string().check(z.trim(), z.toLowerCase(), z.maxLength(64)),
  password: z.string().check(z.maxLength(128)),
});

/** The first administrator: by the one-time code on the kiosk's own screen. */
export const claimSchema = z.strictObject({
  code: z.string().check(z.trim(), z.toUpperCase(), z.maxLength(32)),
  user: userNameSchema,
  name: personNameSchema,
  password: newPasswordSchema,
});

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
export const accountsSchema = z.readonly(z.array(accountSchema));

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
export const ownPasswordSchema = z.strictObject({
  password: z.string().check(z.maxLength(128)),
  next: newPasswordSchema,
});
