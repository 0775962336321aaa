import * as z from 'zod/mini';
import { newPasswordSchema, personNameSchema, userNameSchema } from '../web/person.ts';
import { centerActorSchema, centerRoleSchema } from './actor.ts';

/** What the sign-in page needs to know before anybody is signed in. */
export const centerWelcomeSchema = z.strictObject({
  /** The center's name. */
  institution: z.string(),
  firstRun: z.boolean(),
  actor: z.nullable(centerActorSchema),
});

const institutionSchema = z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(100)));
const OWN = '机构账号须写明是哪个机构';

export const newCenterAccountSchema = z
  .strictObject({
    user: userNameSchema,
    name: personNameSchema,
    role: centerRoleSchema,
    institution: institutionSchema,
    password: newPasswordSchema,
  })
  .check(z.refine(({ role, institution }) => role !== 'institution' || institution !== null, OWN));
export const changeCenterAccountSchema = z.strictObject({
  name: z.optional(personNameSchema),
  role: z.optional(centerRoleSchema),
  institution: z.optional(institutionSchema),
  active: z.optional(z.boolean()),
  password: z.optional(newPasswordSchema),
});
