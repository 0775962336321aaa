import { z } from 'zod';
import { parseDate, parseInstant, parseTimeOfDay } from '../domain/day.ts';
import type { LessonRange } from '../domain/leave.ts';
import type { EpochMs, LocalDate } from '../domain/units.ts';

/*
 * The file that `replay` reads. Each schema's message says what was expected. Dates stay texts,
 * instants become milliseconds, wall times milliseconds since midnight.
 */

const text = z.string().min(1);
/** Who signs: blanks around the name make no other person. */
const signer = z.string().trim().min(1);
const date = z.custom<LocalDate>(
  (value) => typeof value === 'string' && parseDate(value) !== null,
  'a date that exists (YYYY-MM-DD)',
);

/** A text that `parse` understands, as what it means. */
const parsed = <T>(parse: (value: string) => T | null, expected: string) =>
  z
    .custom<string>((value) => typeof value === 'string' && parse(value) !== null, expected)
    .transform((value) => parse(value) as T);

/** An instant with its zone, as milliseconds. */
export const instantSchema = parsed<EpochMs>(parseInstant, 'an instant with its zone (2026-10-08T08:30:00+08:00)');
const time = parsed<number>(parseTimeOfDay, 'a time of day (HH:MM or HH:MM:SS)');
const range = parsed<LessonRange>(parseRange, 'lesson numbers ("n" or "n-m", n ≤ m)');

/** Lesson numbers `n` or `n-m`, n ≤ m; null for anything else. */
function parseRange(value: string): LessonRange | null {
  const match = /^([1-9]\d?)(?:-([1-9]\d?))?$/.exec(value);
  if (match === null) return null;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return first <= last ? { first, last } : null;
}

const number = z.int().min(1).max(99);
const percent = z.custom<number>(
  (value) => typeof value === 'number' && value >= 0 && value <= 100 && /^\d+(\.\d{1,2})?$/.test(String(value)),
  'a percentage (0–100, up to two decimals)',
);
const yuan = z.custom<number>(
  (value) => typeof value === 'number' && value >= 0 && value <= 1e6 && /^\d+(\.\d{1,2})?$/.test(String(value)),
  'yuan (0–1000000, up to two decimals)',
);
const minutes = z.number().min(0).max(1440);
const count = z.int().min(0).max(100_000);
const workdays = z.int().min(1).max(250);
const level = z.enum(['junior', 'middle', 'senior']);
const certificate = z.enum(['vocational', 'special']);

/** What a policy may set, each over the default; see `Policy` for what each means. */
export const policySchema = z.strictObject({
  from: date,
  document: text.optional(),
  validThrough: date.nullable().optional(),
  arrivalBeforeMinutes: minutes.optional(),
  arrivalAfterMinutes: minutes.optional(),
  departureBeforeMinutes: minutes.optional(),
  departureAfterMinutes: minutes.optional(),
  lateAfterMinutes: minutes.optional(),
  leftEarlyBeforeMinutes: minutes.optional(),
  unobservedOverMinutes: minutes.optional(),
  observedBy: z.enum(['all', 'any']).optional(),
  unidentifiedStayMinutes: minutes.optional(),
  missingAfterMinutes: minutes.optional(),
  pendingCenterPercent: percent.optional(),
  offSiteCounts: z.boolean().optional(),
  lessonMinutes: minutes.optional(),
  dailyLessonsAtLeast: count.optional(),
  monthsAtLeast: count.optional(),
  monthsAtMost: count.optional(),
  classSizeAtMost: count.optional(),
  totalLessons: z.array(z.strictObject({ specialty: text, level: level.nullable(), lessons: count })).optional(),
  attendancePercent: percent.optional(),
  classRatePercent: percent.optional(),
  classRateDeductionPercent: percent.optional(),
  classRateMinutes: minutes.optional(),
  classRateUnobservablePercent: percent.optional(),
  classRateEventPer: z.enum(['lesson', 'day', 'inspection']).optional(),
  answerWorkdays: workdays.optional(),
  standardVocational: yuan.optional(),
  standardSpecial: yuan.optional(),
  standardOwnFinalYear: yuan.optional(),
  firstAssessment: yuan.optional(),
  filingWorkdays: workdays.optional(),
  completionWorkdays: workdays.optional(),
  publicityWorkdays: workdays.optional(),
  archiveYears: z.int().min(3).max(100).optional(),
});

/** A year's official calendar, as issued. */
export const officialYearSchema = z.strictObject({
  year: z.int().min(2000).max(2999),
  off: z.array(date).optional(),
  work: z.array(date).optional(),
  source: z.string().nullish(),
});

/** An item of `class.lessons`. */
export const lessonSchema = z.strictObject({
  date,
  no: number,
  start: time,
  end: time,
  course: z.string().nullish(),
  teacher: z.string().nullish(),
  kind: z
    .enum(['theory', 'practical', 'exam', 'offSite', 'off-site'])
    .transform((kind) => (kind === 'off-site' ? 'offSite' : kind))
    .nullish(),
  room: z.string().nullish(),
});

const slotSchema = z.strictObject({ date, no: number, start: time, end: time });

/** The columns of 附件4 beside the number. */
const personSchema = z.strictObject({
  name: z.string().nullish(),
  sex: z.string().nullish(),
  ethnicity: z.string().nullish(),
  idNumber: z.string().nullish(),
  school: z.string().nullish(),
  major: z.string().nullish(),
  education: z.string().nullish(),
  graduation: z.string().nullish(),
  household: z.string().nullish(),
  phone: z.string().nullish(),
  remarks: z.string().nullish(),
});

/** What 附件3 asks of a teacher beside the name in `teachers`. */
const teacherSchema = z.strictObject({
  name: text,
  teaches: z.string().nullish(),
  rank: z.string().nullish(),
  qualification: z.string().nullish(),
  employer: z.string().nullish(),
  phone: z.string().nullish(),
  remarks: z.string().nullish(),
});

/** The class as filed (附件3); its lessons are lists of their own. */
export const classSchema = z.strictObject({
  code: text.nullish(),
  specialty: z.string().nullish(),
  level: level.nullish(),
  certificate: certificate.nullish(),
  ownFinalYear: z.boolean().nullish(),
  opens: date.nullish(),
  ends: date.nullish(),
  approvedOn: date.nullish(),
  months: z.int().min(1).max(120).nullish(),
  room: z.string().nullish(),
  place: z.string().nullish(),
  teachers: z.array(z.string()).optional(),
  teacherFacts: z.array(teacherSchema).optional(),
  counsellorPhone: z.string().nullish(),
});

/** An item of `class.bell`: start and end. */
export const bellTime = z.tuple([time, time]);

/** Items of the file's lists. */
export const items = {
  policies: policySchema,
  calendars: officialYearSchema,
  changes: z.strictObject({
    date,
    no: number,
    kind: z.enum(['cancelled', 'moved', 'makeUp']),
    why: z.string().nullish(),
    to: slotSchema.optional(),
    start: time.optional(),
    end: time.optional(),
  }),
  trainees: z.strictObject({
    id: text,
    joinedOn: date.nullish(),
    withdrawnOn: date.nullish(),
    withdrawReason: z.string().nullish(),
    /** Came after the class was approved: approved from that day; null: not yet. Left out: with the class. */
    approvedFrom: date.nullable().optional(),
    certificate: certificate.nullish(),
    ownFinalYear: z.boolean().nullish(),
    person: personSchema.nullish(),
  }),
  coverage: z.strictObject({ camera: text, from: instantSchema, to: instantSchema }),
  sightings: z.strictObject({
    trainee: text,
    at: instantSchema,
    camera: text,
    liveness: z.enum(['live', 'unsure']).optional(),
  }),
  unidentified: z.strictObject({ from: instantSchema, to: instantSchema }),
  manual: z.strictObject({ trainee: text, date, lessons: range, teacher: z.string().nullish() }),
  attended: z.strictObject({ trainee: text, date, lessons: range }),
  leave: z.strictObject({
    trainee: text,
    kind: z.enum(['personal', 'sick']),
    from: date,
    to: date,
    lessons: range.nullish(),
    enteredAt: instantSchema.nullish(),
  }),
  corrections: z.strictObject({
    trainee: text,
    date,
    no: number,
    to: z.enum(['present', 'late', 'leftEarly', 'absent', 'personalLeave', 'sickLeave']),
    why: text,
    by: signer,
    countersignedBy: signer,
  }),
  inspections: z.strictObject({
    date,
    no: number,
    at: instantSchema.nullish(),
    present: count.nullish(),
    due: count.nullish(),
    confirmedBy: signer.nullish(),
  }),
  exam: z.strictObject({ trainee: text, result: z.enum(['passed', 'failed', 'absent', 'notRegistered']) }),
  violations: z.strictObject({ percent, why: z.string().nullish() }),
} as const;

/** Lists of the file whose items are plain texts. */
export const textLists = ['cameras', 'insured', 'materialsRejected'] as const;

/** The file's members that are neither lists nor the class. */
export const singles = z.strictObject({
  institution: z.string().nullish(),
  materialsComplete: z.boolean().nullish(),
  filedOn: date.nullish(),
  publishedOn: date.nullish(),
});
