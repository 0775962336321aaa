import * as z from 'zod/mini';

const count = z.int().check(z.nonnegative());
const figures = {
  people: count,
  due: count,
  attended: count,
  late: count,
  leftEarly: count,
  personalLeave: count,
  sickLeave: count,
  absent: count,
  pending: count,
  /** Two decimals, `-` where nothing was due. */
  rate: z.string(),
  /** Trainees below 90 %. */
  below: count,
};

/** A class's month as the center knows it. */
export const totalsRowSchema = z.strictObject({
  kiosk: z.string(),
  code: z.string(),
  institution: z.string(),
  specialty: z.string(),
  ...figures,
  /** The report id under which the institution closed it; null: not closed, the figures are the center's own from the records that it has. */
  reportId: z.nullable(z.string()),
  /** Whether the signed scan is attached. */
  signed: z.boolean(),
});
export type TotalsRow = z.infer<typeof totalsRowSchema>;
export const totalsSchema = z.strictObject({
  month: z.string(),
  rows: z.readonly(z.array(totalsRowSchema)),
  total: z.strictObject(figures),
});
export type Totals = z.infer<typeof totalsSchema>;
