import * as z from 'zod/mini';
import { countersignSchema } from '../web/person.ts';

const count = z.int().check(z.nonnegative());
const instant = z.int();
const words = (most: number) => z.string().check(z.trim(), z.maxLength(most));

/** The minute before phoning: a class at one instant, on one card. */
export const cardSchema = z.strictObject({
  kiosk: z.string(),
  code: z.string(),
  institution: z.string(),
  room: z.string(),
  specialty: z.string(),
  at: instant,
  /** When the kiosk told this; null: it is not connected, and nothing below is known but what was filed. */
  toldAt: z.nullable(instant),
  phase: z.enum(['before', 'running', 'break', 'after', 'none', 'unknown']),
  lesson: z.nullable(
    z.strictObject({ no: count, course: z.string(), teacher: z.string(), from: instant, to: instant }),
  ),
  cancelledToday: count,
  due: count,
  seen: count,
  onLeave: count,
  pending: count,
  unidentified: count,
  heads: count,
  /** Share of the last 15 minutes that was observed, 0–1; null: not known. */
  observed: z.nullable(z.number()),
  /** seen ÷ due as the rules count it (rules §4); null: nobody due, or more than half could not be observed. */
  rate: z.nullable(
    z.strictObject({ present: count, due: count, unobservable: count, text: z.string(), below: z.boolean() }),
  ),
  counsellorPhone: z.nullable(z.string()),
  teachers: z.readonly(z.array(z.string())),
  /** Due, not on leave, not seen within ten minutes. Phones for those who may see them, else null. */
  missing: z.readonly(
    z.array(
      z.strictObject({
        trainee: z.string(),
        name: z.string(),
        phone: z.nullable(z.string()),
        lastSeen: z.nullable(instant),
      }),
    ),
  ),
  leave: z.readonly(z.array(z.strictObject({ name: z.string(), enteredAt: z.nullable(instant) }))),
});
export type Card = z.infer<typeof cardSchema>;

const fileSchema = z.strictObject({
  name: z.string(),
  type: z.string(),
  bytes: count,
  sha256: z.string(),
});

export const callOutcomes = ['reached-agrees', 'reached-differs', 'not-reached', 'wrong-number', 'refused'] as const;

/** What was sealed before dialling, and what came of the calls. */
export const sealSchema = z.strictObject({
  id: z.string(),
  at: instant,
  by: z.string(),
  card: cardSchema,
  files: z.readonly(z.array(fileSchema)),
  /** What could not be had of cameras (zh-CN). */
  lacking: z.readonly(z.array(z.string())),
  /** SHA-256 over the canonical JSON of card, files and time. */
  sha256: z.string(),
  calls: z.readonly(
    z.array(
      z.strictObject({
        at: instant,
        by: z.string(),
        whom: z.string(),
        outcome: z.enum(callOutcomes),
        note: z.string(),
      }),
    ),
  ),
});
export type Seal = z.infer<typeof sealSchema>;

export const callSchema = z.strictObject({
  /** A trainee's name, 辅导员, a teacher. */
  whom: words(100).check(z.minLength(1, '请写明打给谁')),
  outcome: z.enum(callOutcomes),
  note: words(1000),
});
export type Call = z.infer<typeof callSchema>;

/** A spot check: what was seen at one instant, a trainee called to the camera, the institution's answer, the decision. */
export const checkSchema = z.strictObject({
  seal: sealSchema,
  /** Who was called to the camera; null: nobody could be. */
  called: z.nullable(
    z.strictObject({
      trainee: z.string(),
      name: z.string(),
      moves: z.readonly(z.array(z.string())),
      /** Null: still running. */
      result: z.nullable(z.strictObject({ outcome: z.string(), why: z.string(), at: instant })),
      files: z.readonly(z.array(fileSchema)),
    }),
  ),
  /** The class rate is below: an event is proposed. */
  proposed: z.boolean(),
  /** The last day on which the institution may answer (陈述申辩). */
  answerUntil: z.string(),
  answer: z.nullable(z.strictObject({ text: z.string(), by: z.string(), at: instant })),
  decision: z.nullable(
    z.strictObject({
      confirmed: z.boolean(),
      note: z.string(),
      by: z.string(),
      countersignedBy: z.string(),
      at: instant,
    }),
  ),
});
export type Check = z.infer<typeof checkSchema>;
export const checksSchema = z.readonly(z.array(checkSchema));
export const sealsSchema = z.readonly(z.array(sealSchema));

export const answerCheckSchema = z.strictObject({ text: words(2000).check(z.minLength(1, '请填写陈述')) });
export const decideCheckSchema = z.strictObject({
  confirmed: z.boolean(),
  note: words(1000).check(z.minLength(1, '请写明理由')),
  countersign: countersignSchema,
});
