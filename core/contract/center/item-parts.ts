import { z } from 'zod';
import { parseDate } from '../../domain/day.ts';
import { digestSchema } from '../evidence.ts';

/* What the bodies of items are made of. */

export const version = z.literal(1);
/** Of a class, a camera, or a person as the filing names them: names and ID numbers are in `filing` only. */
export const id = z.string().min(1).max(200);
/** A row of the kiosk's own store: rises with time, never used twice. */
export const row = z.int().positive();
export const words = z.string().max(2000);
/** Milliseconds since 1970 (UTC). */
export const instant = z.int();
export const count = z.int().nonnegative();
export const digest = digestSchema;
export const date = z.string().refine((text) => parseDate(text) !== null, 'expected a date that exists, YYYY-MM-DD');
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'expected a month, YYYY-MM');
/** A lesson's number in its day, from 1. */
export const number = z.int().min(1).max(99);
export const span = { from: instant, to: instant };
/** Which lesson of which class. */
export const lesson = { class: id, date, no: number };
/** Who decided, when and why; `by` is a user of the kiosk's office. */
export const decision = z.strictObject({ by: words, at: instant, why: words });
/** Lesson numbers, both ends belong. */
export const lessonRange = z.strictObject({ first: number, last: number });
export const outcome = z.enum(['present', 'late', 'leftEarly', 'absent', 'personalLeave', 'sickLeave', 'pending']);
/** What a correction may settle to. */
export const settled = outcome.exclude(['pending']);
