import * as z from 'zod/mini';

/**
 * Who may do what in the office: an administrator everything; a teacher the classes' daily work; a viewer looks.
 * The order is that of their rights.
 */
export const roles = ['viewer', 'teacher', 'administrator'] as const;
export const roleSchema = z.enum(roles);
export type Role = (typeof roles)[number];

/** A signed-in person, as a page and every change know one. */
export const actorSchema = z.strictObject({
  /** The sign-in name; stays for ever, since the audit names it. */
  user: z.string(),
  /** The person's own name. */
  name: z.string(),
  role: roleSchema,
});
export type Actor = z.infer<typeof actorSchema>;

/** Whether `role` has at least the rights of `least`. */
export function hasRights(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}
