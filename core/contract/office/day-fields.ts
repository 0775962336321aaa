import * as z from 'zod/mini';
import { parseDate } from '../../domain/day.ts';
import type { ClassCode, TraineeId } from '../../domain/ids.ts';
import type { LocalDate } from '../../domain/units.ts';
import { branded, instantSchema } from '../live.ts';

export const textSchema = z.string().check(z.maxLength(500));
export const countSchema = z.int().check(z.nonnegative());
export const idSchema = z.int().check(z.positive());
/** What somebody must write who changes something. */
export const reasonSchema = z.string().check(z.trim(), z.minLength(2, '请写明原因，至少 2 个字'), z.maxLength(500));
export const spanSchema = z.strictObject({ from: instantSchema, to: instantSchema });
export const classCodeSchema = branded<ClassCode, string>(z.string().check(z.minLength(1), z.maxLength(100)));
export const traineeIdSchema = branded<TraineeId, string>(z.string().check(z.minLength(1), z.maxLength(64)));
export const dateSchema = branded<LocalDate, string>(
  z.string().check(z.refine((value) => parseDate(value) !== null, '日期要写成 2026-10-08 这样')),
);

export const outcomeSchema = z.enum([
  'present',
  'late',
  'leftEarly',
  'absent',
  'personalLeave',
  'sickLeave',
  'pending',
]);
/** What a record may be corrected to. */
export const settledOutcomeSchema = z.enum(['present', 'late', 'leftEarly', 'absent', 'personalLeave', 'sickLeave']);

export const rangeSchema = z
  .strictObject({ first: idSchema, last: idSchema })
  .check(z.refine(({ first, last }) => first <= last, '起始课时不能晚于结束课时'));
