import * as z from 'zod/mini';

/** An account as an administrator sees it, in either program. */
export const listedAccountSchema = z.object({
  user: z.string(),
  name: z.string(),
  role: z.string(),
  /** Whose people these are, where a program serves several institutions; null: its own. */
  institution: z.optional(z.nullable(z.string())),
  active: z.boolean(),
  createdAt: z.int(),
  lastSeenAt: z.nullable(z.int()),
});
export type ListedAccount = z.infer<typeof listedAccountSchema>;
export const listedAccountsSchema = z.readonly(z.array(listedAccountSchema));
