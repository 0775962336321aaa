import * as z from 'zod/mini';
import { sheetFaultSchema } from './sheet-fault.ts';

const count = z.int().check(z.nonnegative());

/** One value that a row changes, as people read it; '' is nothing. */
const changeSchema = z.strictObject({ field: z.string(), before: z.string(), after: z.string() });

/** A row of the file: what will come of it, and what is wrong with it. ID numbers are masked. */
const previewRowSchema = z.strictObject({
  row: z.int(),
  name: z.string(),
  idNumber: z.string(),
  state: z.enum(['new', 'changed', 'same']),
  /** The day of the consent that the photos are embedded under; null: they are examined and not embedded. */
  consentOn: z.nullable(z.string()),
  photos: count,
  changes: z.array(changeSchema),
  faults: z.array(sheetFaultSchema),
});

/** A photo that cannot be taken: left out by the secretary, or in the way of the import. */
const previewPhotoSchema = z.strictObject({
  path: z.string(),
  what: z.string(),
  advice: z.string(),
  leftOut: z.boolean(),
});

/** Somebody who is in the class and not in the file: stays as is. */
const stayingSchema = z.strictObject({ name: z.string(), idNumber: z.string(), photos: count });

/** All that an import would do, told before anything is written. */
export const rosterPreviewSchema = z.strictObject({
  id: z.string(),
  /** The roster's file name; null: photos only. */
  file: z.nullable(z.string()),
  /** ISO instant after which the upload is deleted. */
  expiresAt: z.string(),
  faults: z.array(sheetFaultSchema),
  rows: z.array(previewRowSchema),
  photos: z.array(previewPhotoSchema),
  staying: z.array(stayingSchema),
  counts: z.strictObject({
    ...{ added: count, changed: count, same: count, refusedRows: count },
    ...{ photos: count, photosToEmbed: count, refusedPhotos: count, leftOut: count },
  }),
  /** Whether nothing refuses it and there is something to do. */
  ready: z.boolean(),
});

/** See {@link rosterPreviewSchema}. */
export type RosterPreview = z.infer<typeof rosterPreviewSchema>;
/** A value that a row changes. */
export type RosterChange = z.infer<typeof changeSchema>;

/** A photo as examined during the import, where something is to be said of it. */
const examinedSchema = z.strictObject({ name: z.string(), path: z.string(), what: z.string() });

/** What an import did. */
export const rosterResultSchema = z.strictObject({
  ...{ added: count, changed: count, photos: count, embedded: count },
  remarks: z.array(examinedSchema),
});

/** See {@link rosterResultSchema}. */
export type RosterResult = z.infer<typeof rosterResultSchema>;

/** An import begun. */
export const importBegunSchema = z.strictObject({ id: z.string() });
