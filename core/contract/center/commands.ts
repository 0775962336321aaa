import { z } from 'zod';
import { challengeMoves } from '../../domain/challenge.ts';
import { NOTES } from '../../domain/record.ts';

/*
 * What the commands of link.ts yield: `result` of a command's answer. `file` is a place in the answer's `files`.
 * A picture or second that cannot be had is named with its reason, never left out.
 */

const id = z.string().min(1).max(200);
const words = z.string().max(2000);
const instant = z.int();
const place = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const base16 = z.string().regex(/^[0-9a-f]{64}$/);

/** A clip is at most so long; longer ones are asked for in pieces. */
export const LONGEST_CLIP_MS = 5 * 60_000;

const picture = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('picture'), file: place, /** When it was taken. */ at: instant }),
  z.strictObject({ kind: z.literal('none'), why: words, /** Null: not known. */ since: instant.nullable() }),
]);

/** A picture of each camera, in the kiosk's order. */
export const snapshotResultSchema = z.strictObject({
  at: instant,
  cameras: z.array(z.strictObject({ camera: id, name: words, picture })).max(16),
});

const part = z.strictObject({
  file: place,
  /** Second n of the file shows `from` + n. */
  from: instant,
  to: instant,
  /** Whether all of it is in the journal by now; else its end was still in the writing. */
  sealed: z.boolean(),
});

/** A stretch without video: a gap's reason (`unreachable`, `stalled` …), `lost`, `deleted`, `in-writing` or `unknown`. */
const hole = z.strictObject({ from: instant, to: instant, why: id });

/** A camera's span: it is made up of `parts` and `holes`. */
export const clipResultSchema = z.strictObject({
  camera: id,
  from: instant,
  to: instant,
  parts: z.array(part).max(60),
  holes: z.array(hole).max(1000),
});

const proof = z.strictObject({
  run: z.int(),
  frame: z.int(),
  decodeTime: z.int(),
  box: z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  similarity: z.number(),
  runnerUp: z.strictObject({ trainee: id, similarity: z.number() }).nullable(),
  model: id,
  liveness: z.enum(['live', 'spoof', 'unsure', 'unchecked']),
  clock: z.enum(['synchronised', 'unverified', 'stepped']),
});

/** What a mark rests on. */
export const markResultSchema = z.strictObject({
  record: z.strictObject({
    id: z.int().positive(),
    class: id,
    trainee: id,
    date: z.iso.date(),
    no: z.int().positive(),
    outcome: z.enum(['present', 'late', 'leftEarly', 'absent', 'personalLeave', 'sickLeave', 'pending']),
    notes: z.array(z.enum(NOTES)),
    closedAt: instant,
    /** The record that this one corrects, and by whom; null for the record of the close. */
    replaces: z.int().positive().nullable(),
    correctedBy: words.nullable(),
  }),
  /** The sightings, each with the seconds around it; a check-in without a face has no video. */
  openings: z.array(
    z.strictObject({
      window: z.enum(['arrival', 'inside', 'middle', 'departure', 'last']),
      camera: id,
      at: instant,
      proof: proof.nullable(),
      /** The kept picture of the face's surroundings, and its hash in the journal. */
      picture: z.strictObject({ file: place, sha256 }).nullable(),
      clip: clipResultSchema.nullable(),
    }),
  ),
  /** A sheet of pictures of the lesson's cameras, where no sighting shows anything: the mark says that nobody was there. */
  sheet: place.nullable(),
  /** That the lesson's close is the journal's entry `seq`: inclusion under the root of `size` entries (RFC 6962); null: not sealed yet. */
  journal: z
    .strictObject({ seq: place, size: z.int().positive(), root: base16, leaf: base16, path: z.array(base16) })
    .nullable(),
  /** The lesson's sealed files with their hashes. */
  files: z.array(z.strictObject({ path: id, bytes: place, sha256 })),
});

const look = z.strictObject({
  at: instant,
  similarity: z.number(),
  yaw: z.number(),
  pitch: z.number(),
  /** Kept in the kiosk's evidence under this hash. */
  picture: z.strictObject({ file: place, sha256 }).nullable(),
});

/** How a spot check ended. `cancelled` and `unchecked` say nothing of the trainee. */
export const challengeResultSchema = z.strictObject({
  trainee: id,
  startedAt: instant,
  endedAt: instant,
  outcome: z.enum(['passed', 'failed', 'other-person', 'wrong-person', 'no-show', 'cancelled', 'unchecked']),
  /** In words for people (zh-CN). */
  why: words,
  fault: z.enum(['too-slow', 'wrong-moves', 'spoof', 'not-recognised-after', 'vision-down', 'not-enrolled']).nullable(),
  /** Who came, or was recognised, instead; null: nobody, or nobody whom the kiosk knows. */
  instead: id.nullable(),
  camera: id.nullable(),
  /** Recognised, looking straight ahead, before the moves; and once more after them, on the same followed face. */
  before: look.nullable(),
  after: look.nullable(),
  /** Those that were done, in their order. `pitch` is beside the straight look. */
  moves: z.array(look.omit({ similarity: true }).extend({ move: z.enum(challengeMoves), askedAt: instant })).max(4),
  /** How long nothing was seen, for recognition or the camera was down. */
  blindMs: z.int().nonnegative(),
});

/** A decision is kept now, or was before; `sha256`: of its canonical JSON (RFC 8785), as the kiosk's journal has it. */
export const decisionResultSchema = z.strictObject({ kind: z.enum(['kept', 'kept-before']), sha256 });

export type SnapshotResult = z.infer<typeof snapshotResultSchema>;
export type ClipResult = z.infer<typeof clipResultSchema>;
export type MarkResult = z.infer<typeof markResultSchema>;
export type ChallengeResult = z.infer<typeof challengeResultSchema>;
export type DecisionResult = z.infer<typeof decisionResultSchema>;
