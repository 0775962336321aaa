import { z } from 'zod';
import * as part from './item-parts.ts';

/* What became of months (附件6). */

const figures = {
  due: part.count,
  attended: part.count,
  late: part.count,
  leftEarly: part.count,
  personalLeave: part.count,
  sickLeave: part.count,
  absent: part.count,
  pending: part.count,
};

/** Two decimals, `-` where nothing was due. */
const rate = z.string().max(8);

/** A month was closed: frozen under its report id. Once for (kiosk, report id); a re-opened month comes with a new id that names the old one. */
export const monthClosedItem = z.strictObject({
  v: part.version,
  class: part.id,
  month: part.month,
  reportId: part.id,
  replaces: part.id.nullable(),
  closedAt: part.instant,
  closedBy: part.words,
  countersignedBy: part.words,
  /** Of the frozen text, which stays on the kiosk. */
  sha256: part.digest,
  figures: z.strictObject({
    month: part.month,
    workdays: part.count,
    reportId: part.id,
    /** In roster order. */
    trainees: z.array(z.strictObject({ trainee: part.id, ...figures, rate, meets90: z.boolean() })).max(1000),
    class: z.strictObject({ due: part.count, attended: part.count, rate }),
  }),
});

/** A closed month was re-opened: its figures hold no longer. Once for (kiosk, report id). */
export const monthReopenedItem = z.strictObject({
  v: part.version,
  class: part.id,
  month: part.month,
  reportId: part.id,
  why: part.words,
  at: part.instant,
  by: part.words,
  countersignedBy: part.words,
});

/** The scan of a signed form was attached to a closed month; it stays on the kiosk. */
export const monthScanItem = z.strictObject({
  v: part.version,
  class: part.id,
  month: part.month,
  reportId: part.id,
  sha256: part.digest,
  kind: z.enum(['pdf', 'jpeg', 'png']),
  bytes: part.count,
  addedAt: part.instant,
  addedBy: part.words,
});
