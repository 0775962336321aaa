import * as z from 'zod/mini';

/** A signed-in person, as a page and every change know one; each program adds what its own roles need. */
export interface Person {
  /** The sign-in name; stays for ever, since the audit names it. */
  readonly user: string;
  /** The person's own name. */
  readonly name: string;
  readonly role: string;
}

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

/** The first administrator: by the one-time code that only who stands at the machine can read. */
export const claimSchema = z.strictObject({
  code: z.string().check(z.trim(), z.toUpperCase(), z.maxLength(32)),
  user: userNameSchema,
  name: personNameSchema,
  password: newPasswordSchema,
});
export type Claim = z.infer<typeof claimSchema>;

export const ownPasswordSchema = z.strictObject({
  password: z.string().check(z.maxLength(128)),
  next: newPasswordSchema,
});

/** A second person's signature on a change: signed on the same screen with their own password. */
export const countersignSchema = z.strictObject({
  user: z.string().check(z.minLength(1), z.maxLength(32)),
  password: z.string().check(z.minLength(1), z.maxLength(128)),
});
export type Countersign = z.infer<typeof countersignSchema>;
