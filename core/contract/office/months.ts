import * as z from 'zod/mini';
import type { LocalDate } from '../../domain/units.ts';
import { countersignSchema } from '../web/person.ts';

/** What a day's cell shows; the mark's letters are the institution's, this is what they mean. */
export const markKinds = [
  'present',
  'late',
  'leftEarly',
  'personalLeave',
  'sickLeave',
  'absent',
  'pending',
  'mixed',
  'noTraining',
  'withdrawn',
  'toCome',
] as const;
export type MarkKind = (typeof markKinds)[number];
const markKind = z.enum(markKinds);

const count = z.int().check(z.nonnegative());
const date = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
/** A rate as the forms show it: two decimals, `-` where nothing was due. */
const rate = z.string().check(z.regex(/^(-|\d+\.\d{2})$/));
const instant = z.int();

const figures = {
  due: count,
  attended: count,
  late: count,
  leftEarly: count,
  personalLeave: count,
  sickLeave: count,
  absent: count,
  pending: count,
  rate,
  meets90: z.boolean(),
};
export const figuresSchema = z.strictObject(figures);
export const totalSchema = z.strictObject({ due: count, attended: count, rate });
export const courseSchema = z.strictObject({ due: count, attended: count, rate, meets90: z.boolean(), mayMiss: count });

const scanSchema = z.strictObject({
  id: count,
  name: z.string(),
  bytes: count,
  sha256: z.string(),
  addedAt: instant,
  addedBy: z.string(),
});
export const reportSchema = z.strictObject({
  reportId: z.string(),
  replaces: z.nullable(z.string()),
  closedAt: instant,
  closedBy: z.string(),
  countersignedBy: z.string(),
  reopened: z.nullable(z.strictObject({ why: z.string(), at: instant, by: z.string(), countersignedBy: z.string() })),
  scans: z.readonly(z.array(scanSchema)),
});
export type ReportView = z.infer<typeof reportSchema>;

export const daySchema = z.strictObject({
  date,
  /** A working day by the official calendar. */
  workday: z.boolean(),
  /** Lessons held that count, and lessons still to come. */
  lessons: count,
  toCome: count,
  ...totalSchema.shape,
});
export const monthTraineeSchema = z.strictObject({
  trainee: z.string(),
  name: z.string(),
  /** Masked; null: not told. */
  idNumber: z.nullable(z.string()),
  remarks: z.string(),
  figures: figuresSchema,
  course: z.nullable(courseSchema),
  /** One for each day of the month. */
  days: z.readonly(z.array(z.strictObject({ mark: z.string(), kind: markKind }))),
});
export type MonthTrainee = z.infer<typeof monthTraineeSchema>;

export const obstacleSchema = z.strictObject({
  kind: z.enum(['toCome', 'nothingHeld', 'pending', 'disputed', 'unsigned']),
  /** For people (zh-CN). */
  text: z.string(),
  /** Where it is settled: days of the month, a few of them. */
  dates: z.readonly(z.array(date)),
});

/** The center's decision on a month's pending lessons; `confirmed` false: 未经中心确认. */
export const decisionSchema = z.strictObject({
  on: date,
  paper: z.string(),
  entered: z.nullable(z.strictObject({ by: z.string(), countersignedBy: z.string(), at: instant })),
  confirmed: z.boolean(),
});

export const monthViewSchema = z.strictObject({
  class: z.strictObject({
    code: z.string(),
    institution: z.string(),
    specialty: z.string(),
    room: z.string(),
  }),
  month: z.string(),
  /** All working days of the month. */
  workdays: count,
  days: z.readonly(z.array(daySchema)),
  trainees: z.readonly(z.array(monthTraineeSchema)),
  total: totalSchema,
  reportId: z.string(),
  /** The report under which it is closed; null: open. */
  report: z.nullable(reportSchema),
  /** Reports before re-openings, newest first. */
  earlier: z.readonly(z.array(reportSchema)),
  /** More was pending than the institution may settle itself; null: it was not. */
  pending: z.nullable(
    z.strictObject({
      /** Pending when they closed, still pending, and 应到 of the whole month. */
      closed: count,
      left: count,
      due: count,
      decision: z.nullable(decisionSchema),
      /** Why, and what to do (zh-CN). */
      text: z.string(),
    }),
  ),
  obstacles: z.readonly(z.array(obstacleSchema)),
  /** Closed, and the class's papers were changed since in a way that would give other figures today. */
  changedSince: z.boolean(),
  legend: z.readonly(z.array(z.strictObject({ mark: z.string(), kind: markKind, words: z.string() }))),
  /** Lessons in other rooms: those whose records were brought here, and those that are over and were not (`missing`). */
  elsewhere: z.readonly(
    z.array(
      z.strictObject({
        /** For people (zh-CN). */
        place: z.string(),
        lessons: count,
        /** Of their records, those that are to be settled there. */
        pending: count,
        /** When the newest of them was exported there. */
        exportedAt: z.nullable(instant),
        missing: count,
      }),
    ),
  ),
});
export type MonthView = z.infer<typeof monthViewSchema>;

/** The months of a class. */
export const monthListSchema = z.strictObject({
  class: z.strictObject({ code: z.string(), institution: z.string(), specialty: z.string() }),
  months: z.readonly(
    z.array(
      z.strictObject({
        month: z.string(),
        total: totalSchema,
        toCome: count,
        pending: count,
        state: z.enum(['toCome', 'running', 'closed']),
        report: z.nullable(reportSchema),
      }),
    ),
  ),
});
export type MonthList = z.infer<typeof monthListSchema>;

/** Lessons behind a cell or a figure. */
export const monthLessonsQuery = z.strictObject({
  trainee: z.optional(z.string()),
  date: z.optional(date),
  figure: z.optional(
    z.enum(['due', 'attended', 'late', 'leftEarly', 'personalLeave', 'sickLeave', 'absent', 'pending']),
  ),
});
export const monthLessonSchema = z.strictObject({
  trainee: z.string(),
  name: z.string(),
  date,
  no: count,
  /** 08:30–09:15; null: the lesson is no longer in the timetable. */
  time: z.nullable(z.string()),
  outcome: z.string(),
  due: z.boolean(),
  /** Why the mark is what it is (zh-CN). */
  why: z.string(),
  /** First in the arrival window, last in the departure window, as wall times; null: not seen there. */
  first: z.nullable(z.string()),
  last: z.nullable(z.string()),
  arrival: z.nullable(z.string()),
  departure: z.nullable(z.string()),
  corrected: z.boolean(),
  /** Where it was recorded and its video lies, for people; null: here. */
  elsewhere: z.nullable(z.string()),
});
export type MonthLesson = z.infer<typeof monthLessonSchema>;
export const monthLessonsSchema = z.strictObject({ lessons: z.readonly(z.array(monthLessonSchema)), more: count });

/** Closing says which figures were seen. */
export const closeMonthSchema = z.strictObject({ seen: z.string(), countersign: countersignSchema });
export const reopenMonthSchema = z.strictObject({
  why: z.string().check(z.trim(), z.minLength(1, '请写明原因'), z.maxLength(500)),
  countersign: countersignSchema,
});
/** The center's paper on pending lessons, entered by hand. */
export const decideMonthSchema = z.strictObject({
  on: date as unknown as z.ZodMiniType<LocalDate>,
  paper: z.string().check(z.trim(), z.minLength(1, '请填写核定文件的编号'), z.maxLength(60)),
  countersign: countersignSchema,
});
export const withdrawDecisionSchema = z.strictObject({
  why: z.string().check(z.trim(), z.minLength(1, '请写明原因'), z.maxLength(500)),
  countersign: countersignSchema,
});
export const verificationSchema = z.strictObject({
  kind: z.enum(['same', 'otherRules', 'differs']),
  /** For people (zh-CN), one sentence each. */
  said: z.readonly(z.array(z.string())),
});
export type VerificationView = z.infer<typeof verificationSchema>;
