import { z } from 'zod';
import * as part from './item-parts.ts';

/* What happens to a kiosk as a whole. */

/**
 * Something that a person has to know. With `over`, what began at `since` has passed (pictures tell so; others are
 * said once, and may be said again while they last). `message` is zh-CN, for people.
 */
export const alarmItem = z.strictObject({
  v: part.version,
  /** For example `disk-low`, `recorder-failed`, `camera-blocked`. */
  code: z.string().regex(/^[a-z][a-z-]{0,39}$/),
  /** Null: of the kiosk as a whole. */
  camera: part.id.nullable(),
  over: z.boolean(),
  since: part.instant,
  message: part.words,
});

/** The kiosk's clock was set: from, to what. Marks near it were judged with care (rules: a trusted clock). */
export const clockStepItem = z.strictObject({ v: part.version, from: part.instant, to: part.instant });

/**
 * The institution announced that the classroom will be off (noon power-off, holidays), and again when it took that
 * back: silence in between is no alarm. The newest of (kiosk, id) holds.
 */
export const absenceItem = z.strictObject({
  v: part.version,
  id: part.row,
  ...part.span,
  why: part.words,
  by: part.words,
  enteredAt: part.instant,
  withdrawn: part.decision.nullable(),
});
