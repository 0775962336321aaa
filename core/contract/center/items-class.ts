import { z } from 'zod';
import { CLASS_PAPERS, TRAINEE_PAPERS } from '../../domain/papers.ts';
import { filedScenarioSchema } from './filed-scenario.ts';
import * as part from './item-parts.ts';

/* What the institution files of a class, and what it enters of its people. */

/** What happened to the filing, oldest first: see `FilingEvent`; `filingOf` tells where it stands. */
const filingEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('filed'), on: part.date, by: part.words, at: part.instant }),
  z.strictObject({ kind: z.literal('returned'), why: part.words, by: part.words, at: part.instant }),
  z.strictObject({ kind: z.literal('confirmed'), on: part.date, paper: part.words, at: part.instant }),
  z.strictObject({
    ...{ kind: z.literal('entered'), on: part.date, paper: part.words },
    ...{ by: part.words, countersignedBy: part.words, at: part.instant },
  }),
  z.strictObject({
    ...{ kind: z.literal('withdrawn'), why: part.words },
    ...{ by: part.words, countersignedBy: part.words, at: part.instant },
  }),
]);

/** A place of the checklist of papers. The scans stay on the kiosk: their hashes say which ones lie there. */
const paperLine = z.strictObject({
  paper: z.enum([...CLASS_PAPERS, ...TRAINEE_PAPERS]),
  /** Null: a paper of the class. */
  trainee: part.id.nullable(),
  state: z.enum(['there', 'missing', 'not-due', 'unclear', 'waived']),
  files: z.array(part.digest).max(100),
  waivedWhy: part.words.nullable(),
});

const officialYear = z.strictObject({
  year: z.int().min(2000).max(2999),
  /** Days off that are no ordinary weekend, and weekend days that are worked. */
  off: z.array(part.date),
  work: z.array(part.date),
  source: part.words,
});

/** Where the filing stands: see `Filing`. */
const filingState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('draft'), returned: part.words.nullable() }),
  z.strictObject({ kind: z.literal('filed'), on: part.date }),
  z.strictObject({
    ...{ kind: z.literal('approved'), on: part.date, paper: part.words.nullable() },
    source: z.enum(['center', 'hand', 'file']),
  }),
]);

/** A class as it is filed with the center 「开班备案」. */
const filing = z.strictObject({
  /** As the kiosk's configuration has it; the class's own, if another, is in the scenario. */
  institution: part.words,
  /** The kiosk's room; null: it watches lessons of every room. */
  room: part.words.nullable(),
  state: filingState,
  events: z.array(filingEvent).max(500),
  /** Why a rule of 「原则上」 is not kept, by the warning's rule. */
  reasons: z.record(z.string(), part.words),
  /** `complete`: 材料是否齐全; null: no paper was ever attached, the checklist is not used. */
  checklist: z.strictObject({ complete: z.boolean().nullable(), lines: z.array(paperLine).max(20_000) }),
  /**
   * Class, specialty, dates, bell, lessons planned one by one, changes, teachers, 辅导员 phone, policies, the roster
   * with names, ID numbers and phones UNMASKED (「开班花名册」; telephone checks, publicity): show them masked to every
   * role that does not need them. Leave entered at the kiosk comes as items `leave`; only what a class file brought is
   * in here.
   */
  scenario: filedScenarioSchema,
  /** Who entered each of the scenario's changes and when, in their order. */
  changesBy: z.array(z.strictObject({ by: part.words, at: part.instant })).max(5000),
  /**
   * What the kiosk's timetable rests on: the official calendars that it knows of the class's years, the year before and
   * the year after (of an older program: of the class's years alone, without those that were entered at the kiosk).
   */
  calendars: z.array(officialYear).max(50),
});

/**
 * A class as filed, whole, anew at each change of it. The newest revision of (kiosk, class) holds; the same revision
 * may come twice. The only kind in which names, ID numbers and phones of trainees have a place.
 */
export const filingItem = z.strictObject({
  v: part.version,
  class: part.id,
  /** From 1, without holes but for changes that follow each other within a second. */
  revision: part.row,
  at: part.instant,
  /** Who saved it last. */
  by: part.words,
  /** SHA-256 of the canonical JSON (RFC 8785) of `filing`; approvals name it. */
  hash: part.digest,
  /** Null: a draft without any record was removed. */
  filing: filing.nullable(),
});

/** The lessons of a class after all changes: whoever reads them needs no rules. The newest revision of (kiosk, class) holds. */
export const timetableItem = z.strictObject({
  v: part.version,
  class: part.id,
  revision: part.row,
  at: part.instant,
  /** By date and number. */
  lessons: z
    .array(
      z.strictObject({
        date: part.date,
        no: part.number,
        start: part.instant,
        end: part.instant,
        kind: z.enum(['theory', 'practical', 'exam', 'offSite']),
        course: part.words.nullable(),
        teacher: part.words.nullable(),
        room: part.words.nullable(),
        /** Whether it is held in this kiosk's room. */
        here: z.boolean(),
        makeUp: z.boolean(),
      }),
    )
    .max(5000),
  /** Lessons that are not held, and why: `moved` ones are in `lessons` at their new place. */
  cancelled: z
    .array(z.strictObject({ date: part.date, no: part.number, why: part.words, moved: z.boolean() }))
    .max(5000),
  /** Cancelled and not made up. */
  owed: z.int(),
});

/** A leave as entered, and again when its proof comes or it is taken back. The newest of (kiosk, id) holds. */
export const leaveItem = z.strictObject({
  v: part.version,
  id: part.row,
  class: part.id,
  trainee: part.id,
  kind: z.enum(['personal', 'sick']),
  from: part.date,
  to: part.date,
  /** Null: whole days. */
  lessons: part.lessonRange.nullable(),
  why: part.words,
  by: part.words,
  /** Leave entered after a lesson began does not better its class rate (rules §4). */
  enteredAt: part.instant,
  /** Hash of the scan (假条, 病历), which stays on the kiosk. */
  proof: part.digest.nullable(),
  withdrawn: part.decision.nullable(),
});

/**
 * That somebody's template was made, made anew or removed: a fact of the journal. Neither template nor photo nor
 * anything that one could be made from.
 */
export const enrolmentItem = z.strictObject({
  v: part.version,
  /** The row of the kiosk's list of changes. */
  id: part.row,
  person: part.id,
  /** Staff are enrolled so that they are never counted as unidentified. */
  role: z.enum(['trainee', 'staff']),
  /** The class of a trainee. */
  class: part.id.nullable(),
  what: z.enum(['enrolled', 'changed', 'removed']),
  by: part.words,
  at: part.instant,
  /** How many photos the template rests on; 0 when it was removed. */
  photos: part.count,
  model: part.id.nullable(),
  /** Cosine to the template before, −1…1; null where there was none, or of another model. */
  alike: z.number().min(-1).max(1).nullable(),
  /** So little alike that it may be another person: the center's approval is needed. */
  weak: z.boolean(),
  /** SHA-256 over who is enrolled with which template (ids and hashes), after this change. */
  gallery: part.digest,
});

/** On-site review (开班前现场审核) at the kiosk: ID card, face and enrolment compared by an inspector, who signs the gallery. */
export const reviewItem = z.strictObject({
  v: part.version,
  id: part.row,
  class: part.id,
  /** The inspector, as the center knows them. */
  inspector: part.words,
  at: part.instant,
  /** The gallery as it was signed: later changes come as `enrolment`. */
  gallery: part.digest,
  people: z
    .array(
      z.strictObject({
        trainee: part.id,
        idCard: z.enum(['agrees', 'differs', 'not-seen']),
        face: z.enum(['agrees', 'differs', 'not-seen']),
        /** Of the face before the camera to the template, −1…1; null: not compared. */
        alike: z.number().min(-1).max(1).nullable(),
        note: part.words,
      }),
    )
    .max(1000),
  note: part.words,
  /** The center's number of the visit, where the inspector proved by a code who they are; left out: 未经中心核实. */
  visit: part.id.optional(),
  /** Who of the institution signed as the second, where nobody could be asked. */
  countersignedBy: part.words.optional(),
  /** The journal's entry that holds it. */
  journal: part.count.nullable(),
});
