import * as z from 'zod/mini';
import type { LocalDate } from '../../domain/units.ts';
import { sheetFaultSchema } from './sheet-fault.ts';

const date = z
  .string()
  .check(z.regex(/^\d{4}-\d{2}-\d{2}$/, '日期写作 2027-01-01')) as unknown as z.ZodMiniType<LocalDate>;
const year = z.int().check(z.minimum(2020, '年份不对'), z.maximum(2099, '年份不对'));

/** Days off in a row, and their name. */
const offSchema = z.strictObject({
  from: date,
  to: date,
  name: z.string().check(z.trim(), z.minLength(1, '请填写节日名称'), z.maxLength(20)),
});

/** A year's official calendar as the form sends it. */
export const yearFormSchema = z.strictObject({
  source: z.string().check(z.trim(), z.minLength(1, '请填写通知的文号'), z.maxLength(100)),
  off: z.readonly(z.array(offSchema).check(z.maxLength(40))),
  work: z.readonly(z.array(date).check(z.maxLength(40))),
});
export type YearForm = z.infer<typeof yearFormSchema>;

const shownYearSchema = z.strictObject({
  year,
  ...yearFormSchema.shape,
  /** Who entered it and when; null: the program carries it. */
  entered: z.nullable(z.strictObject({ by: z.string(), at: z.int() })),
  /** Days off that are no weekend. */
  free: z.int(),
});
export type ShownYear = z.infer<typeof shownYearSchema>;

/** The official calendars that are known, the newest first, and the next one that is not. */
export const calendarsSchema = z.strictObject({
  years: z.readonly(z.array(shownYearSchema)),
  /** The first year from this one on that nobody carries. */
  missing: year,
});
export type Calendars = z.infer<typeof calendarsSchema>;

/** What a calendar would change: faults (nothing is saved while there are any), and lessons of classes. */
export const yearEffectSchema = z.strictObject({
  faults: z.readonly(z.array(z.string())),
  classes: z.readonly(
    z.array(
      z.strictObject({
        code: z.string(),
        /** Lessons that come in and that go. */
        added: z.int(),
        removed: z.int(),
        /** Of those that come in the ones that are over already: they are closed by what was seen then. */
        past: z.int(),
      }),
    ),
  ),
});
export type YearEffect = z.infer<typeof yearEffectSchema>;

/** What a file says: rows for the form, and what is wrong where. */
export const yearReadingSchema = z.strictObject({
  year: z.nullable(year),
  off: z.readonly(z.array(offSchema)),
  work: z.readonly(z.array(date)),
  faults: z.readonly(z.array(sheetFaultSchema)),
});
export type YearReading = z.infer<typeof yearReadingSchema>;
