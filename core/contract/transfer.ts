import { z } from 'zod';
import { parseDate, parseMonth } from '../domain/day.ts';
import type { LeaveEntry } from '../domain/entry.ts';
import type { FilingEvent } from '../domain/filing.ts';
import type { ProvenSighting } from '../domain/opening.ts';
import type { LessonRecord } from '../domain/record.ts';
import { NOTES } from '../domain/record.ts';
import type { EpochMs, LocalDate } from '../domain/units.ts';

/*
 * What one kiosk of an institution writes for another: the class file (encrypted) and the records file (signed).
 * Both are carried by hand and read by whoever gets them: everything is checked.
 */

const count = z.int().nonnegative();
const instant = z.int().transform((value) => value as EpochMs);
const word = z.string().min(1).max(400);
const words = z.string().max(4000);
const date = z
  .string()
  .refine((text) => parseDate(text) !== null)
  .transform((text) => text as LocalDate);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
/** A kiosk's public key, `name+keyid+base64`. */
const verifierKey = z.string().min(10).max(400);

/** How the class file's key is made of its passphrase. Bounded: a file must not make the reader spend what it likes. */
const kdfSchema = z.strictObject({
  name: z.literal('argon2id'),
  /** KiB. */
  memory: z.int().min(8192).max(262_144),
  passes: z.int().min(1).max(10),
  parallelism: z.int().min(1).max(4),
  salt: z.base64().length(24),
});

/** The readable beginning of a class file; every encrypted block vouches for it. */
export const transferHeadSchema = z.strictObject({
  format: z.literal(1),
  institution: word,
  class: word,
  /** The name of the kiosk's key, and its room as configured. */
  kiosk: word,
  room: z.string().max(400),
  exportedAt: instant,
  /** Rises with each file of the kiosk. */
  sequence: count,
  kdf: kdfSchema,
  nonce: z.base64().length(12),
});
export type TransferHead = Readonly<z.output<typeof transferHeadSchema>>;

const filingSchema: z.ZodType<FilingEvent> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('filed'), on: date, by: words, at: instant }),
  z.strictObject({ kind: z.literal('returned'), why: words, by: words, at: instant }),
  z.strictObject({ kind: z.literal('confirmed'), on: date, paper: words, at: instant }),
  z.strictObject({
    kind: z.literal('entered'),
    on: date,
    paper: words,
    by: words,
    countersignedBy: words,
    at: instant,
  }),
  z.strictObject({ kind: z.literal('withdrawn'), why: words, by: words, countersignedBy: words, at: instant }),
]);

/** Where something was entered first: a kiosk's key and its number there. */
const originSchema = z.strictObject({ kiosk: verifierKey, id: count });
const decision = z.strictObject({ by: words, at: instant, why: words });
const leaveSchema = z.strictObject({
  origin: originSchema,
  trainee: word,
  kind: z.enum(['personal', 'sick']),
  from: date,
  to: date,
  lessons: z.nullable(z.strictObject({ first: count, last: count })),
  why: words,
  by: words,
  enteredAt: instant,
  withdrawn: z.nullable(decision),
});
/** A leave on its way; its proof stays where it was handed in. */
export type CarriedLeave = Omit<LeaveEntry, 'id' | 'class' | 'proof'> & {
  readonly origin: { readonly kiosk: string; readonly id: number };
};

/** What stands, encrypted, at the beginning of a class file; the photos follow. */
export const classContentSchema = z.strictObject({
  format: z.literal(1),
  key: verifierKey,
  /** The model of the embeddings that come along. */
  model: z.nullable(word),
  class: z.strictObject({
    /** Checked whole when it is saved. */
    scenario: z.looseObject({
      class: z.looseObject({ code: word }),
      trainees: z.array(z.looseObject({ id: word })).max(500),
    }),
    changes: z.array(z.strictObject({ change: z.looseObject({}), by: words, at: instant })).max(5000),
    filing: z.array(filingSchema).max(500),
    reasons: z.record(z.string(), words),
  }),
  leave: z.array(leaveSchema).max(20_000),
  /** Read by the enrolment itself. */
  enrolments: z.unknown(),
});

const sighting = z.nullable(
  z.strictObject({
    trainee: word,
    at: instant,
    camera: word,
    liveness: z.enum(['live', 'spoof', 'unsure', 'unchecked']).optional(),
    /** It grows with vision: what is there is signed, so unknown keys stay. */
    proof: z.nullable(z.looseObject({ run: count, frame: count, decodeTime: count })),
  }),
);
const outcome = z.enum(['present', 'late', 'leftEarly', 'absent', 'personalLeave', 'sickLeave', 'pending']);
const recordSchema = z.strictObject({
  trainee: word,
  date,
  no: count,
  outcome,
  notes: z.array(z.enum(NOTES)),
  due: z.boolean(),
  seen: z.strictObject({ arrival: sighting, inside: sighting, middle: sighting, departure: sighting, last: sighting }),
  correction: z.nullable(
    z.strictObject({
      to: outcome.exclude(['pending']),
      why: words,
      by: words,
      countersignedBy: words,
      before: outcome,
      at: z.nullable(instant),
    }),
  ),
});

const lessonSchema = z.strictObject({
  date,
  no: count,
  /** As the kiosk's timetable had it; null: it is no longer there. */
  from: z.nullable(instant),
  to: z.nullable(instant),
  room: z.nullable(z.string().max(400)),
  cameras: z.array(word).max(64),
  /** What the cameras observed around it. */
  coverage: z.array(z.strictObject({ camera: word, from: instant, to: instant })).max(20_000),
  /** Its place in the kiosk's evidence; null: not sealed yet. */
  evidence: z.nullable(z.strictObject({ seq: count, manifest: z.nullable(digest) })),
});

/** What a records file says, before its signature. */
export const recordsContentSchema = z.strictObject({
  format: z.literal(1),
  institution: word,
  class: word,
  month: z.string().refine((text) => parseMonth(text) !== null),
  room: z.string().max(400),
  exportedAt: instant,
  sequence: count,
  lessons: z.array(lessonSchema).max(1000),
  records: z
    .array(
      z.strictObject({
        id: z.int().positive(),
        replaces: z.nullable(z.int().positive()),
        closedAt: instant,
        record: recordSchema,
      }),
    )
    .max(200_000),
  /** Consents of the class's people that were withdrawn on that kiosk. */
  withdrawn: z.array(z.strictObject({ person: word, date, why: words, by: words, at: instant })).max(1000),
  /** The journal's newest signed head; null where there is no journal. */
  head: z.nullable(z.string().max(2000)),
});
export type RecordsContent = Readonly<Omit<z.output<typeof recordsContentSchema>, 'records'>> & {
  readonly records: readonly CarriedRecord[];
};
export type CarriedLesson = RecordsContent['lessons'][number];

/** A record with its number on the kiosk that closed it. */
export interface CarriedRecord {
  readonly id: number;
  readonly replaces: number | null;
  readonly closedAt: EpochMs;
  readonly record: LessonRecord<ProvenSighting>;
}
