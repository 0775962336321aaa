import * as z from 'zod/mini';
import type { TraineeId } from '../domain/ids.ts';
import type { LocalDate } from '../domain/units.ts';
import { branded, instantSchema } from './live.ts';

const text = z.string().check(z.maxLength(500));
const count = z.int().check(z.nonnegative());
const no = z.int().check(z.positive(), z.maximum(99));
const traineeIdSchema = branded<TraineeId, string>(z.string().check(z.minLength(1), z.maxLength(64)));
const dateSchema = branded<LocalDate, string>(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/)));
const idNumberSchema = z.string().check(z.regex(/^\d{17}[\dX]$/));

/** How a lesson of one's own reads: `未到`, never 旷课; `toCome` before it began. */
export const ownMarkSchema = z.enum(['toCome', 'expected', 'present', 'late', 'left', 'missing', 'pending', 'leave']);

export const ownLessonSchema = z.strictObject({
  date: dateSchema,
  no,
  course: text,
  from: instantSchema,
  to: instantSchema,
  mark: ownMarkSchema,
  /** The mark in a word. */
  word: text,
  why: text,
  /** Whether 有异议 is offered. */
  disputable: z.boolean(),
});

export const ownDisputeSchema = z.strictObject({
  id: count,
  date: dateSchema,
  no,
  text,
  raisedAt: instantSchema,
  /** The last day for an answer; null: not known. */
  until: z.nullable(dateSchema),
  state: z.enum(['open', 'escalated', 'answered', 'upheld']),
  answer: z.nullable(z.strictObject({ text, by: text, at: instantSchema })),
});

const figuresSchema = z.strictObject({
  due: count,
  attended: count,
  late: count,
  leave: count,
  pending: count,
  /** `97.22`, or `-` where nothing was due. */
  rate: text,
  meets90: z.boolean(),
});

/** What a trainee sees of oneself; nothing of anybody else. */
export const ownRecordSchema = z.strictObject({
  trainee: traineeIdSchema,
  name: text,
  maskedId: text,
  /** Today's lessons, in order. */
  today: z.readonly(z.array(ownLessonSchema)),
  /** Lessons of the last weeks that one may want to object to, newest first. */
  earlier: z.readonly(z.array(ownLessonSchema)),
  month: z.nullable(z.strictObject({ month: z.string(), ...figuresSchema.shape })),
  course: z.strictObject({ ...figuresSchema.shape, /** Further lessons that may be missed. */ mayMiss: count }),
  disputes: z.readonly(z.array(ownDisputeSchema)),
});

/** Who wants to see the own record: by the face in front of the camera now, or by ID number. */
export const ownRequestSchema = z.union([
  /** `trainee` null: whoever stands before the camera. */
  z.strictObject({ by: z.literal('face'), trainee: z.nullable(traineeIdSchema) }),
  z.strictObject({ by: z.literal('idNumber'), idNumber: idNumberSchema }),
]);

export const disputeRequestSchema = z.strictObject({
  date: dateSchema,
  no,
  text: z.string().check(z.trim(), z.minLength(2), z.maxLength(200)),
});

/** A check-in without a face at the touch screen. */
export const checkInRequestSchema = z.strictObject({
  idNumber: idNumberSchema,
  teacher: z.strictObject({
    user: z.string().check(z.minLength(1), z.maxLength(64)),
    password: z.string().check(z.minLength(1), z.maxLength(256)),
  }),
  signature: z
    .array(z.array(z.int().check(z.minimum(0), z.maximum(1000))).check(z.maxLength(8000)))
    .check(z.maxLength(400)),
});

export type OwnMark = z.infer<typeof ownMarkSchema>;
export type OwnLesson = z.infer<typeof ownLessonSchema>;
export type OwnDispute = z.infer<typeof ownDisputeSchema>;
export type OwnRecord = z.infer<typeof ownRecordSchema>;
export type OwnRequest = z.infer<typeof ownRequestSchema>;
export type DisputeRequest = z.infer<typeof disputeRequestSchema>;
export type CheckInRequest = z.infer<typeof checkInRequestSchema>;

/** A refusal in words; `retry`: looking into the camera a moment longer may help. */
export interface Refusal {
  readonly ok: false;
  readonly message: string;
  readonly retry: boolean;
}

export type OwnAnswer = { readonly ok: true; readonly record: OwnRecord } | Refusal;
export type CheckInAnswer = { readonly ok: true; readonly name: string; readonly lesson: number } | Refusal;

/** What the check-in screen asks besides pictures; each is answered once. */
export interface PageToOwn {
  own: (request: OwnRequest, answer: (answer: OwnAnswer) => void) => void;
  /** Somebody touched the screen: the own record stays open. */
  ownTouched: () => void;
  ownClosed: () => void;
  dispute: (request: DisputeRequest, answer: (answer: OwnAnswer) => void) => void;
  checkIn: (request: CheckInRequest, answer: (answer: CheckInAnswer) => void) => void;
}
