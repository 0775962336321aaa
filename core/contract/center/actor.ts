import * as z from 'zod/mini';

/**
 * Who works at the center: an inspector watches classrooms and settles what is found; an accountant sees the months and
 * the subsidy; an administrator also keeps accounts and kiosks; an institution's own people see what is theirs.
 */
export const centerRoles = ['inspector', 'accountant', 'administrator', 'institution'] as const;
export const centerRoleSchema = z.enum(centerRoles);
export type CenterRole = (typeof centerRoles)[number];

/** Somebody signed in at the center. */
export const centerActorSchema = z.strictObject({
  user: z.string(),
  name: z.string(),
  role: centerRoleSchema,
  /** Whose classes and kiosks this person may see; null: everybody's. */
  institution: z.nullable(z.string()),
});
export type CenterActor = z.infer<typeof centerActorSchema>;

/** What a route asks for: `own` of everybody (an institution's people within their own), `staff` of the center's people. */
export type CenterRight = 'own' | 'staff' | 'inspector' | 'accountant' | 'administrator';

/** Whether `role` has the rights. */
export function hasCenterRights(role: CenterRole, right: CenterRight): boolean {
  if (right === 'own' || role === 'administrator') return true;
  if (right === 'staff') return role !== 'institution';
  return role === right;
}

/** Whether this person may see what belongs to `institution`. */
export function maySee({ institution: own }: Pick<CenterActor, 'institution'>, institution: string): boolean {
  return own === null || own === institution;
}
