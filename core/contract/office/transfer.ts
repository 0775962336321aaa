import * as z from 'zod/mini';

const count = z.int().check(z.nonnegative());
const instant = z.int();
const month = z.string().check(z.regex(/^\d{4}-\d{2}$/));

/** A file that went out or came in. */
const transferLineSchema = z.strictObject({
  id: count,
  direction: z.enum(['out', 'in']),
  what: z.enum(['class', 'records']),
  month: z.nullable(month),
  /** The other kiosk, or this one: the name of its key, and its room. */
  kiosk: z.string(),
  room: z.string(),
  exportedAt: instant,
  detail: z.string(),
  by: z.string(),
  at: instant,
});
export type TransferLine = z.infer<typeof transferLineSchema>;

/** A class on several kiosks, as its page shows it. */
export const transfersSchema = z.strictObject({
  kiosk: z.string(),
  room: z.nullable(z.string()),
  /** What the other kiosk's people compare. */
  fingerprint: z.string(),
  /** Why nothing can be exported (zh-CN); null: it can. */
  obstacle: z.nullable(z.string()),
  /** Months with records of this kiosk, newest first. */
  months: z.readonly(z.array(month)),
  /** Rooms of the class's lessons, and whose records are here. */
  rooms: z.readonly(
    z.array(z.strictObject({ room: z.string(), here: z.boolean(), lessons: count, held: count, missing: count })),
  ),
  /** Newest first. */
  files: z.readonly(z.array(transferLineSchema)),
});
export type TransfersView = z.infer<typeof transfersSchema>;

/** The passphrase is told once, with the file's making. */
export const classFileBegunSchema = z.strictObject({ job: z.string(), passphrase: z.string() });
export const recordFileSchema = z.strictObject({ month });
/** A file that was made and can be fetched. */
export const madeFileSchema = z.strictObject({
  file: z.string(),
  name: z.string(),
  bytes: count,
  /** What it holds (zh-CN). */
  detail: z.string(),
});
export type MadeFile = z.infer<typeof madeFileSchema>;

/** What an uploaded file says of itself before it is checked. */
export const transferBegunSchema = z.strictObject({
  id: z.string(),
  what: z.enum(['class', 'records']),
  institution: z.string(),
  class: z.string(),
  month: z.nullable(month),
  kiosk: z.string(),
  room: z.string(),
  exportedAt: instant,
});
export type TransferBegun = z.infer<typeof transferBegunSchema>;

export const checkTransferSchema = z.strictObject({ passphrase: z.optional(z.string().check(z.maxLength(200))) });
export const commitTransferSchema = z.strictObject({
  /** The class was changed here too: the file's word stands. */
  overwrite: z.boolean(),
  /** The fingerprint was compared. */
  kioskConfirmed: z.boolean(),
});

/** All that an import would do. */
export const transferPreviewSchema = z.strictObject({
  id: z.string(),
  what: z.enum(['class', 'records']),
  class: z.string(),
  month: z.nullable(month),
  /** What is new or changed, one line each. */
  lines: z.readonly(z.array(z.strictObject({ what: z.string(), detail: z.string() }))),
  /** What keeps all of it from being imported. */
  refused: z.readonly(z.array(z.string())),
  /** What is left out, and what somebody should see. */
  warnings: z.readonly(z.array(z.string())),
  /** What was changed here and would be overwritten; empty: nothing. */
  overwrites: z.readonly(z.array(z.string())),
  /** The fingerprint to compare, of a kiosk that is not known here; null: it is known. */
  fingerprint: z.nullable(z.string()),
  /** Whether there is something to import and nothing refuses it. */
  ready: z.boolean(),
});
export type TransferPreview = z.infer<typeof transferPreviewSchema>;

export const transferResultSchema = z.strictObject({
  class: z.string(),
  detail: z.string(),
  remarks: z.readonly(z.array(z.string())),
});
export type TransferResult = z.infer<typeof transferResultSchema>;
