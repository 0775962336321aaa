import { z } from 'zod';
import { challengeMoves } from '../../domain/challenge.ts';

/*
 * The link between a kiosk and the center: socket.io, namespace `/kiosk`, WebSocket only. The kiosk calls; the center
 * never does. First the challenge and the hello; nothing else is answered before. Then the kiosk delivers its outbox
 * in order, tells its state when it changes, and sends live video of the cameras that somebody watches.
 * No template and no enrolment photo has a place in any of these messages.
 */

/** Raised when a message changes so that an older side would misread it. */
export const CONTRACT_VERSION = 1;
/** The oldest contract that the center still speaks: an older kiosk is told so and keeps recording. */
export const OLDEST_CONTRACT = 1;
export const KIOSK_NAMESPACE = '/kiosk';

const id = z.string().min(1).max(200);
const words = z.string().max(2000);
const instant = z.int();
const count = z.int().nonnegative();
const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/);

/** Said by the center first: what the kiosk has to sign. */
export const challengeSchema = z.strictObject({
  /** The center's own name, so that a signature for one center is worth nothing at another. */
  center: id,
  /** 32 random bytes; good for one hello of this connection. */
  nonce: base64,
});

/** The kiosk's answer. */
export const helloSchema = z.strictObject({
  contract: z.int().positive(),
  /** The program's version, for people. */
  software: z.string().max(40),
  /** The verifier key of the kiosk's journal, `name+keyid+base64` (C2SP signed-note). */
  key: z.string().max(300),
  /** Ed25519 over {@link helloText}, 64 bytes. */
  signature: base64,
});

/**
 * What a hello signs. Its first line can be no checkpoint's (those begin with the key's name and have three lines), so
 * that neither signature passes for the other.
 */
export function helloText({ center, nonce }: z.infer<typeof challengeSchema>, contract: number): string {
  return `zaike kiosk hello\n${center}\n${nonce}\n${String(contract)}\n`;
}

export const helloAnswerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('welcome'),
    kiosk: id,
    institution: words,
    room: words,
    /** The last item of the outbox that the center has; 0: none. */
    acknowledged: count,
    /** Size of the journal at the newest checkpoint that the center has; 0: none. */
    head: count,
  }),
  /** The center does not know this key: offer a code, that an inspector enters. */
  z.strictObject({ kind: z.literal('unpaired') }),
  z.strictObject({ kind: z.literal('too-old'), oldest: z.int().positive(), message: words }),
  z.strictObject({ kind: z.literal('refused'), message: words }),
]);

/** The pairing code that the kiosk's office shows; the center keeps it for ten minutes. */
export const offerSchema = z.strictObject({ code: z.string().regex(/^[A-Z0-9]{8}$/) });

/** The code is kept, and no other kiosk shows it. */
export const offerKeptSchema = z.strictObject({ kept: z.literal(true) });

/** One row of the kiosk's outbox. */
export const itemSchema = z.strictObject({
  id: z.int().positive(),
  kind: z.string().regex(/^[a-z][a-z-]{0,39}$/),
  body: z.json(),
  createdAt: instant,
});

/** Rows in order, without holes after the last acknowledged one. */
export const deliverySchema = z.strictObject({ items: z.array(itemSchema).min(1).max(500) });
/** Rows up to `acknowledged` are the center's for good; the kiosk may forget them. */
export const receiptSchema = z.strictObject({ acknowledged: count });

const health = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ok') }),
  /** No packets. */
  z.strictObject({ kind: z.literal('gap'), since: instant, why: id }),
  /** Packets whose picture shows nothing of the class. */
  z.strictObject({
    kind: z.enum(['blocked', 'dark', 'frozen', 'moved', 'out-of-focus']),
    since: instant,
  }),
]);

/** How a trainee stands in the running lesson. Names are the filing's: only ids go over here. */
const standing = z.strictObject({
  trainee: id,
  mark: z.enum(['expected', 'present', 'late', 'left', 'pending', 'leave']),
  since: instant.nullable(),
  lastSeen: instant.nullable(),
  /** When the leave was entered; null where there is none. */
  leaveEnteredAt: instant.nullable(),
});

const classNow = z.strictObject({
  class: id,
  specialty: words,
  /** Null: none today, or none left. */
  lesson: z
    .strictObject({
      date: z.iso.date(),
      no: z.int().positive(),
      course: words,
      teacher: words,
      from: instant,
      to: instant,
      phase: z.enum(['before', 'running', 'after']),
    })
    .nullable(),
  /** Today's first lesson begins and last ends. */
  day: z.strictObject({ from: instant, to: instant }).nullable(),
  cancelledToday: count,
  due: count,
  /** Seen within the last 10 minutes (rules.md §4). */
  seen: count,
  onLeave: count,
  pending: count,
  /** People in view now that nobody was found for. */
  unidentified: count,
  /** Faces in view now, known or not. */
  heads: count,
  standings: z.array(standing).max(300),
  /** The share of the last 15 minutes that was observed, 0–1; null before there were 15. */
  observed: z.number().min(0).max(1).nullable(),
});

/** The journal's heads as they travel in the outbox: see kiosk/evidence/journal. */
export const checkpointSchema = z.strictObject({ origin: id, size: count, note: words });

/** Asks for proof that the journal at each size only appended to the one before (RFC 6962 consistency proofs). */
export const proofRequestSchema = z.strictObject({ sizes: z.array(z.int().positive()).min(2).max(200) });
/** One proof for each step, 32-byte hashes in base64; null: the kiosk's journal is shorter than asked. */
export const proofAnswerSchema = z.strictObject({ proofs: z.array(z.array(base64).max(64)).nullable() });

/** How a kiosk is now; sent when it changes, at most once a second, and every ten seconds at the latest. */
export const kioskStateSchema = z.strictObject({
  at: instant,
  clock: z.enum(['synchronised', 'unverified', 'stepped']),
  vision: z.enum(['ok', 'starting', 'down']),
  cameras: z
    .array(
      z.strictObject({
        id,
        name: words,
        role: z.enum(['check-in', 'room']),
        codec: z.string().max(64),
        /** Whether live video goes out as recorded, from a sub-stream, or transcoded on the kiosk. */
        live: z.enum(['main', 'sub', 'transcoded', 'none']),
        /** Why so, zh-CN, where there is something to say. */
        liveWhy: words.optional(),
        health,
      }),
    )
    .max(16),
  disk: z.strictObject({ freeBytes: count, daysLeft: z.number().nullable() }).nullable(),
  classes: z.array(classNow).max(16),
});

/** Which camera, at which size. */
export const liveRequestSchema = z.strictObject({ camera: id, size: z.enum(['sub', 'main']) });

/** What the center may ask of a kiosk; each is journalled there with who asked. Results: commands.ts. */
export const commandSchema = z.discriminatedUnion('kind', [
  /** A JPEG of each camera, now. */
  z.strictObject({ kind: z.literal('snapshot'), by: words }),
  /** The seconds of video around an instant, as .mp4. */
  z.strictObject({ kind: z.literal('clip'), by: words, camera: id, from: instant, to: instant }),
  /** What a closed record rests on: its sightings' seconds of video, pictures and proof. */
  z.strictObject({ kind: z.literal('mark'), by: words, record: z.int().positive() }),
  /** Calls a trainee to the camera with a fresh challenge, checked on the landmarks. */
  z.strictObject({
    kind: z.literal('challenge'),
    by: words,
    trainee: id,
    /** None twice in a row: the face would still be there. */
    moves: z
      .array(z.enum(challengeMoves))
      .min(1)
      .max(4)
      .refine((moves) => moves.every((move, i) => move !== moves[i - 1])),
    /** To come and do them all. */
    seconds: z.int().min(10).max(300),
  }),
  /** Calls it off. */
  z.strictObject({ kind: z.literal('cancel-challenge'), by: words, trainee: id }),
  /** What the center decided, for the kiosk to keep: see decisions.ts. */
  z.strictObject({ kind: z.literal('decision'), by: words, decision: z.json() }),
]);

export const commandAnswerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('done'),
    result: z.json(),
    files: z.array(z.strictObject({ name: id, type: id, bytes: count })),
  }),
  z.strictObject({ kind: z.literal('failed'), message: words }),
]);

export type Challenge = z.infer<typeof challengeSchema>;
export type Hello = z.infer<typeof helloSchema>;
export type HelloAnswer = z.infer<typeof helloAnswerSchema>;
export type Offer = z.infer<typeof offerSchema>;
export type Item = z.infer<typeof itemSchema>;
export type Delivery = z.infer<typeof deliverySchema>;
export type Receipt = z.infer<typeof receiptSchema>;
export type KioskState = z.infer<typeof kioskStateSchema>;
export type LiveRequest = z.infer<typeof liveRequestSchema>;
export type ProofRequest = z.infer<typeof proofRequestSchema>;
export type ProofAnswer = z.infer<typeof proofAnswerSchema>;
export type Command = z.infer<typeof commandSchema>;
export type CommandAnswer = z.infer<typeof commandAnswerSchema>;
