import { z } from 'zod';
import { NOTES } from '../../domain/record.ts';
import { MOST_STAYS } from '../../domain/strip.ts';
import { gapReasonSchema } from '../screen.ts';
import * as part from './item-parts.ts';

/* What became of lessons: records, what was observed, the seal, corrections, disputes. */

const box = z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** The frame that a mark rests on: camera, run, frame and decode time lead to the seconds of video. */
const proof = z.strictObject({
  run: part.count,
  frame: part.count,
  decodeTime: part.count,
  box,
  similarity: z.number(),
  runnerUp: z.strictObject({ trainee: part.id, similarity: z.number() }).nullable(),
  model: part.id,
  liveness: part.id,
  clock: z.enum(['synchronised', 'unverified', 'stepped']),
});

const sighting = z
  .strictObject({
    trainee: part.id,
    at: part.instant,
    /** `manual`: a check-in without a face. */
    camera: part.id,
    liveness: z.enum(['live', 'spoof', 'unsure', 'unchecked']).optional(),
    proof: proof.nullable(),
  })
  .nullable();

const correction = z.strictObject({
  to: part.settled,
  why: part.words,
  by: part.words,
  countersignedBy: part.words,
  before: part.outcome,
  at: part.instant.nullable(),
});

/**
 * A trainee's lesson: at its close, or corrected (`replaces` names the record before; both stay). Records of (kiosk,
 * id) never change; the one that no other replaces is in force. The lesson's manifest holds the SHA-256 of the
 * canonical JSON of `{ id: String(id), ...record }`, and the journal holds the manifest: see `lesson-sealed`.
 */
export const recordItem = z.strictObject({
  v: part.version,
  id: part.row,
  class: part.id,
  record: z.strictObject({
    trainee: part.id,
    date: part.date,
    no: part.number,
    outcome: part.outcome,
    notes: z.array(z.enum(NOTES)),
    due: z.boolean(),
    /** The sightings that opened each window, and the last of the departure window. */
    seen: z.strictObject({
      arrival: sighting,
      inside: sighting,
      middle: sighting,
      departure: sighting,
      last: sighting,
    }),
    correction: correction.nullable(),
  }),
  closedAt: part.instant,
  replaces: part.row.nullable(),
});

/** What the cameras observed of a lesson's windows, as its close took it. The newest of (kiosk, class, date, no) holds. */
export const coverageItem = z.strictObject({
  v: part.version,
  ...part.lesson,
  /** The reach of the lesson's windows. */
  ...part.span,
  /** Each room camera with the spans in which it analysed a usable picture by a trusted clock, in order. */
  cameras: z.array(z.strictObject({ camera: part.id, observed: z.array(z.strictObject(part.span)).max(5000) })).max(16),
  /** Stays of unidentified people in the room. */
  unidentified: z.array(z.strictObject({ camera: part.id, ...part.span })).max(5000),
});

const stretch = z.tuple([part.count, part.count]).refine(([from, to]) => from <= to, 'expected from ≤ to');

/**
 * What a lesson's presence strips are drawn from: when each trainee was seen, and when nobody could be. Told every few
 * minutes while the lesson runs, up to `until`, and once more at its close. The newest of (kiosk, class, date, no) holds.
 * Older kiosks do not tell it. Stretches are in whole seconds after `from`.
 */
export const stripsItem = z.strictObject({
  v: part.version,
  ...part.lesson,
  /** The reach of the lesson's windows. */
  ...part.span,
  until: part.instant,
  /** When somebody has to be seen. */
  windows: z.strictObject({ arrival: z.strictObject(part.span), departure: z.strictObject(part.span) }),
  /** What counts as not observed, by the policy of the lesson's day. */
  unobserved: z.array(stretch).max(500),
  /** Everybody on the roster that day; nobody's stays: not seen. */
  seen: z.array(z.strictObject({ trainee: part.id, stays: z.array(stretch).max(MOST_STAYS) })).max(300),
});

/** A stretch without packets of a camera: once when it begins, again when it ends. The newest of (kiosk, camera, from) holds. */
export const gapItem = z.strictObject({
  v: part.version,
  camera: part.id,
  from: part.instant,
  /** Null while it lasts. */
  to: part.instant.nullable(),
  why: z.enum(gapReasonSchema.options),
  /** What the camera said, without credentials. */
  detail: part.words,
});

/** A lesson's evidence is sealed: the journal's entry, and the hashes of the lesson's files. Once for (kiosk, class, date, no). */
export const sealedItem = z.strictObject({
  v: part.version,
  ...part.lesson,
  /** The entry's place in the journal, from 0. */
  seq: part.count,
  files: z.array(z.strictObject({ path: part.words, bytes: part.count, sha256: part.digest })).max(100),
});

/** A correction that waits for its second person, and again when it was decided. The newest of (kiosk, id) holds. */
export const correctionItem = z.strictObject({
  v: part.version,
  id: part.row,
  ...part.lesson,
  trainee: part.id,
  /** The record in force when it was asked for. */
  replaces: part.row,
  to: part.settled,
  why: part.words,
  by: part.words,
  requestedAt: part.instant,
  /** `record`: the new record; null: refused. */
  decision: z
    .strictObject({ by: part.words, at: part.instant, why: part.words, record: part.row.nullable() })
    .nullable(),
});

/** A trainee's objection to a mark, and again when it was answered (3 working days, rules). The newest of (kiosk, id) holds. */
export const disputeItem = z.strictObject({
  v: part.version,
  id: part.row,
  ...part.lesson,
  trainee: part.id,
  text: part.words,
  raisedAt: part.instant,
  answer: z.strictObject({ text: part.words, upheld: z.boolean(), by: part.words, at: part.instant }).nullable(),
});
