import * as z from 'zod/mini';
import { sheetFaultSchema } from './sheet-fault.ts';

const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const time = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应为 08:30 的样子'));
const words = z.nullable(z.string().check(z.maxLength(60)));
const kind = z.enum(['theory', 'practical', 'exam', 'offSite']);
const number = z.int().check(z.minimum(1), z.maximum(20));

/** A lesson as the timetable's editor writes it. */
export const lessonFormSchema = z.strictObject({
  ...{ date, no: number, start: time, end: time, course: words, teacher: words, kind, room: words },
});
/** See {@link lessonFormSchema}. */
export type LessonForm = z.infer<typeof lessonFormSchema>;

/** Why a lesson cannot be edited: it has begun, its records or its month are closed, or a change of the timetable put it there. */
export const lockSchema = z.enum(['begun', 'closed', 'change', 'month']);

/** A lesson of the week view. */
const shownLessonSchema = z.strictObject({
  ...lessonFormSchema.shape,
  makeUp: z.boolean(),
  locked: z.nullable(lockSchema),
});
/** See {@link shownLessonSchema}. */
export type ShownLesson = z.infer<typeof shownLessonSchema>;

const daySchema = z.strictObject({
  date,
  workday: z.boolean(),
  /** Whether it lies between opening and end: lessons can be planned. */
  inClass: z.boolean(),
  /** What is special about the day: 国庆节, 调休上班, 未开课; '' for nothing. */
  note: z.string(),
  lessons: z.array(shownLessonSchema),
});

/** A week of a class. */
export const weekViewSchema = z.strictObject({
  ...{ code: z.string(), version: z.int(), specialty: z.nullable(z.string()), week: z.int(), weeks: z.int() },
  today: date,
  days: z.array(daySchema),
  /** Usual times by number: the rows of the view and the bell's editor. */
  bell: z.array(z.strictObject({ start: time, end: time })),
  /** Lessons planned in all, and those that 附件1 asks for (null: the specialty is not in it). */
  totals: z.strictObject({ week: z.int(), planned: z.int(), asked: z.nullable(z.int()), owed: z.int() }),
  warnings: z.array(z.string()),
  /** Words used already, to choose from. */
  used: z.strictObject({ courses: z.array(z.string()), teachers: z.array(z.string()), rooms: z.array(z.string()) }),
});
/** See {@link weekViewSchema}. */
export type WeekView = z.infer<typeof weekViewSchema>;

/** Lessons written over those of the same date and number, and lessons taken out. */
export const editLessonsSchema = z.strictObject({
  version: z.int(),
  lessons: z.array(lessonFormSchema).check(z.maxLength(400)),
  removed: z.array(z.strictObject({ date, no: number })).check(z.maxLength(400)),
});
/** What two lessons hold changes places; their times stay. */
export const swapLessonsSchema = z.strictObject({
  version: z.int(),
  one: z.strictObject({ date, no: number }),
  other: z.strictObject({ date, no: number }),
});
/** A week's lessons laid over the next weeks. */
export const copyWeekSchema = z.strictObject({
  version: z.int(),
  week: z.int().check(z.minimum(1)),
  to: z.int().check(z.minimum(1), z.maximum(60)),
});
/** New times of the lessons of each day from a day on. */
export const bellSchema = z.strictObject({
  version: z.int(),
  from: date,
  bell: z.array(z.strictObject({ start: time, end: time })).check(z.minLength(1), z.maxLength(20)),
});
/** What an edit did besides: days that it passed over, with why. */
export const editedSchema = z.strictObject({ version: z.int(), changed: z.int(), remarks: z.array(z.string()) });
/** See {@link editedSchema}. */
export type Edited = z.infer<typeof editedSchema>;

/** What importing a timetable's file would do. */
export const timetablePreviewSchema = z.strictObject({
  version: z.int(),
  faults: z.array(sheetFaultSchema),
  days: z.int(),
  ...{ added: z.int(), changed: z.int(), removed: z.int(), same: z.int() },
  /** Each change in words, at most a few hundred. */
  lines: z.array(z.string()),
  ready: z.boolean(),
});
/** See {@link timetablePreviewSchema}. */
export type TimetablePreview = z.infer<typeof timetablePreviewSchema>;
