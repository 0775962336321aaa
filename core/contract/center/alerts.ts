import * as z from 'zod/mini';
import { countersignSchema } from '../web/person.ts';

/** Something that somebody has to look at, or had to. */
export const alertSchema = z.strictObject({
  id: z.int(),
  kiosk: z.string(),
  institution: z.string(),
  room: z.string(),
  /** '' for those of the room as a whole. */
  class: z.string(),
  camera: z.string(),
  /** A `TroubleKind`, or an alarm's code. */
  code: z.string(),
  message: z.string(),
  at: z.int(),
  /** Null while it lasts. */
  endedAt: z.nullable(z.int()),
  /** Who took note, and what they wrote; null: nobody yet. */
  seenBy: z.nullable(z.string()),
  seenAt: z.nullable(z.int()),
  note: z.nullable(z.string()),
  countersignedBy: z.nullable(z.string()),
});
export type AlertView = z.infer<typeof alertSchema>;
export const alertsSchema = z.readonly(z.array(alertSchema));

/** Older ones than `before`, newest first. */
export const alertsQuerySchema = z.strictObject({ before: z.optional(z.coerce.number().check(z.int(), z.positive())) });

/** Taking note: what was found or done. An alarm of the journal needs a second person. */
export const alertNoteSchema = z.strictObject({
  note: z.string().check(z.trim(), z.maxLength(1000)),
  countersign: z.optional(countersignSchema),
});
export type AlertNote = z.infer<typeof alertNoteSchema>;
