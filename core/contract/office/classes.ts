import * as z from 'zod/mini';
import type { LocalDate } from '../../domain/units.ts';
import { countersignSchema } from '../web/person.ts';

/** A class's code as the office makes it: it stands in addresses and file names. */
export const classCodeSchema = z
  .string()
  .check(z.trim(), z.regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u, '班级编号为 1–40 位文字、字母、数字、点或横线'));
const date = z
  .string()
  .check(z.regex(/^\d{4}-\d{2}-\d{2}$/, '日期写作 2026-10-08')) as unknown as z.ZodMiniType<LocalDate>;
const time = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间写作 08:30'));
const text = (most: number) => z.string().check(z.trim(), z.maxLength(most));
const version = z.int().check(z.nonnegative());
const levelSchema = z.enum(['junior', 'middle', 'senior']);
const certificateSchema = z.enum(['vocational', 'special']);

/** One line of 任课教师情况 in 附件3. */
const teacherFormSchema = z.strictObject({
  name: text(40).check(z.minLength(1, '请填写教师姓名')),
  teaches: z.nullable(text(60)),
  rank: z.nullable(text(30)),
  qualification: z.nullable(text(60)),
  employer: z.nullable(text(60)),
  phone: z.nullable(text(30)),
  remarks: z.nullable(text(60)),
});
export type TeacherForm = z.infer<typeof teacherFormSchema>;

/** What is filed of a class (附件3), as the form edits it. */
export const classFactsSchema = z.strictObject({
  institution: z.nullable(text(100)),
  specialty: z.nullable(text(60)),
  level: z.nullable(levelSchema),
  certificate: z.nullable(certificateSchema),
  ownFinalYear: z.boolean(),
  opens: z.nullable(date),
  ends: z.nullable(date),
  /** 培训时限(月数). */
  months: z.nullable(z.int().check(z.minimum(1, '至少 1 个月'), z.maximum(24, '最多 24 个月'))),
  room: z.nullable(text(60)),
  /** 培训地点 with its address; null: the room stands in for it. */
  place: z.nullable(text(100)),
  teachers: z.readonly(z.array(teacherFormSchema).check(z.maxLength(30))),
  counsellorPhone: z.nullable(text(30)),
  /** Start and end of each lesson of every working day; none: lessons are planned one by one. */
  bell: z.readonly(z.array(z.readonly(z.tuple([time, time]))).check(z.maxLength(14, '一天最多 14 课时'))),
});
export type ClassFactsForm = z.infer<typeof classFactsSchema>;

export const newClassSchema = z.strictObject({ code: classCodeSchema, facts: classFactsSchema });
export const changeClassSchema = z.strictObject({ version, facts: classFactsSchema });

/** Where the filing stands; `confirmed` false: 未经中心确认. */
export const filingViewSchema = z.union([
  z.strictObject({ kind: z.literal('draft'), returned: z.nullable(z.string()) }),
  z.strictObject({ kind: z.literal('filed'), on: z.string() }),
  z.strictObject({
    kind: z.literal('approved'),
    /** Null: a class file that tells no day; all lessons count. */
    on: z.nullable(z.string()),
    paper: z.nullable(z.string()),
    confirmed: z.boolean(),
    source: z.enum(['center', 'hand', 'file']),
  }),
]);
export type FilingView = z.infer<typeof filingViewSchema>;

export const classSummarySchema = z.strictObject({
  code: z.string(),
  specialty: z.nullable(z.string()),
  room: z.nullable(z.string()),
  opens: z.nullable(z.string()),
  ends: z.nullable(z.string()),
  trainees: z.int(),
  filing: filingViewSchema,
  /** Lessons cancelled and not made up. */
  owed: z.int(),
  /** Rules that are not kept and for which no reason is given. */
  warnings: z.int(),
});
export const classListSchema = z.readonly(z.array(classSummarySchema));
export type ClassSummary = z.infer<typeof classSummarySchema>;

/** A rule that the class does not keep, in words for people. */
export const warningViewSchema = z.strictObject({
  rule: z.string(),
  /** What is not kept. */
  title: z.string(),
  /** What to do about it. */
  todo: z.string(),
  /** Whether a reason settles it (「原则上」). */
  asksReason: z.boolean(),
  reason: z.nullable(z.string()),
});
export type WarningView = z.infer<typeof warningViewSchema>;

const slotSchema = z.strictObject({ date, no: z.int(), start: time, end: time });

/** A change of the timetable; see `TimetableChange`. */
export const timetableChangeSchema = z.union([
  z.strictObject({
    kind: z.literal('cancelled'),
    date,
    no: z.int(),
    why: text(200).check(z.minLength(1, '请写明原因')),
  }),
  z.strictObject({
    kind: z.literal('moved'),
    date,
    no: z.int(),
    to: slotSchema,
    why: text(200).check(z.minLength(1, '请写明原因')),
  }),
  /** Of a cancelled lesson (`date`, `no`), held at `to`. */
  z.strictObject({
    kind: z.literal('makeUp'),
    date,
    no: z.int(),
    to: slotSchema,
    why: text(200).check(z.minLength(1, '请写明原因')),
  }),
]);
export type TimetableChangeForm = z.infer<typeof timetableChangeSchema>;
export const addChangeSchema = z.strictObject({ version, change: timetableChangeSchema });
/** The change as it was entered: a place whose number has records already gets one of its own. */
export const addedChangeSchema = z.strictObject({ version, change: timetableChangeSchema });

export const changeViewSchema = z.strictObject({
  kind: z.enum(['cancelled', 'moved', 'makeUp']),
  date: z.string(),
  no: z.int(),
  to: z.nullable(z.strictObject({ date: z.string(), no: z.int(), start: z.string(), end: z.string() })),
  why: z.string(),
  by: z.string(),
  at: z.int(),
});

/** What the center approved last, and what the institution changed of it since. */
const approvalViewSchema = z.strictObject({
  /** Which telling of the filing it was, from 1; null: not known any more. */
  revision: z.nullable(z.int()),
  toldOn: z.nullable(z.string()),
  on: z.string(),
  paper: z.string(),
  /** In words (zh-CN); none: the approval stands for all of it. */
  changes: z.readonly(z.array(z.string())),
});
export type ApprovalView = z.infer<typeof approvalViewSchema>;

/** A class as its page shows it. */
export const classViewSchema = z.strictObject({
  code: z.string(),
  version: z.int(),
  /** The kiosk's day: a page never trusts its own clock. */
  today: z.string(),
  facts: classFactsSchema,
  trainees: z.int(),
  /** Lessons of the timetable after its changes, and those that are over. */
  lessons: z.int(),
  past: z.int(),
  owed: z.int(),
  filing: filingViewSchema,
  /** Null: the center never approved it. */
  approval: z.nullable(approvalViewSchema),
  deadlines: z.strictObject({ filingFrom: z.nullable(z.string()), completionBy: z.nullable(z.string()) }),
  warnings: z.readonly(z.array(warningViewSchema)),
  changes: z.readonly(z.array(changeViewSchema)),
  papers: z.strictObject({ there: z.int(), wanted: z.int(), complete: z.boolean() }),
  updatedAt: z.int(),
  updatedBy: z.string(),
});
export type ClassView = z.infer<typeof classViewSchema>;

export const filedSchema = z.strictObject({ version, on: date });
export const returnedSchema = z.strictObject({ version, why: text(200).check(z.minLength(1, '请写明原因')) });
export const approvalSchema = z.strictObject({
  version,
  on: date,
  paper: text(60).check(z.minLength(1, '请写明批复文件的编号')),
  countersign: countersignSchema,
});
export const withdrawalSchema = z.strictObject({
  version,
  why: text(200).check(z.minLength(1, '请写明原因')),
  countersign: countersignSchema,
});
export const reasonSchema = z.strictObject({ version, reason: text(200).check(z.minLength(1, '请写明理由')) });

/** The specialties of 附件1 with their lessons. */
export const specialtiesSchema = z.readonly(
  z.array(z.strictObject({ specialty: z.string(), level: z.nullable(levelSchema), lessons: z.int() })),
);

export const attachmentViewSchema = z.strictObject({
  id: z.int(),
  name: z.string(),
  kind: z.enum(['pdf', 'jpeg', 'png']),
  bytes: z.int(),
  by: z.string(),
  at: z.int(),
});
export type AttachmentView = z.infer<typeof attachmentViewSchema>;

const paperStateSchema = z.enum(['there', 'missing', 'not-due', 'unclear', 'waived']);
export const paperLineSchema = z.strictObject({
  paper: z.string(),
  trainee: z.nullable(z.strictObject({ id: z.string(), name: z.string() })),
  state: paperStateSchema,
  waivedWhy: z.nullable(z.string()),
  files: z.readonly(z.array(attachmentViewSchema)),
});
export type PaperLineView = z.infer<typeof paperLineSchema>;
export const checklistSchema = z.strictObject({
  complete: z.boolean(),
  lines: z.readonly(z.array(paperLineSchema)),
});

const paperNameSchema = z.string().check(z.maxLength(30));
const traineeSchema = z.string().check(z.minLength(1), z.maxLength(64));
export const paperUploadSchema = z.strictObject({
  trainee: z.optional(traineeSchema),
  name: z.string().check(z.maxLength(300)),
});
export const waiverSchema = z.strictObject({
  paper: paperNameSchema,
  trainee: z.nullable(traineeSchema),
  /** Null: it is needed after all. */
  why: z.nullable(text(200).check(z.minLength(1, '请写明原因'))),
});
