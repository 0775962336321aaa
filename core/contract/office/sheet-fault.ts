import * as z from 'zod/mini';

/**
 * Something in a file that was handed in, where Excel shows it, and what to do about it (zh-CN).
 * `refused`: nothing is written while it stands; `notice`: to be seen before going on.
 */
export const sheetFaultSchema = z.strictObject({
  severity: z.enum(['refused', 'notice']),
  /** The row as Excel shows it; null: the whole file. */
  row: z.nullable(z.int()),
  /** The column's letter and heading, `E（身份证号）`; null: the whole row. */
  column: z.nullable(z.string()),
  what: z.string(),
  advice: z.string(),
});

/** See {@link sheetFaultSchema}. */
export type SheetFault = z.infer<typeof sheetFaultSchema>;
