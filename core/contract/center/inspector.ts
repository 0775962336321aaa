import * as z from 'zod/mini';
import { troubleKinds } from '../../domain/trouble.ts';
import { cameraIdSchema, type LiveInit, type LivePacket } from '../live.ts';

/*
 * The link between the dashboard and the center: socket.io, namespace `/inspector`, WebSocket only, for who is signed
 * in. The page names its contract in the handshake (`auth: { contract }`); one of another version is told to load itself
 * anew. What the page shows at first it reads over HTTP (`/wall`, `/alerts/open`); the socket tells what changes.
 */

export const INSPECTOR_NAMESPACE = '/inspector';
/** Raised when a message changes so that an older page would misread it. */
export const INSPECTOR_CONTRACT = 1;
/** Errors of the handshake, by their message. */
export const SIGNED_OUT = 'signed-out';
export const STALE_PAGE = 'stale-page';

const count = z.int().check(z.nonnegative());
const id = z.string().check(z.minLength(1), z.maxLength(200));

export const troubleSchema = z.strictObject({
  kind: z.enum(troubleKinds),
  camera: z.string(),
  class: z.string(),
  since: z.int(),
});

const wallCameraSchema = z.strictObject({
  id: cameraIdSchema,
  name: z.string(),
  role: z.enum(['check-in', 'room']),
  /** How its live video comes; `none`: it sends something that cannot be shown. */
  live: z.enum(['main', 'sub', 'transcoded', 'none']),
  /** Why so; '' where there is nothing to say. */
  liveWhy: z.string(),
  codec: z.string(),
  /** Why there is no picture, a `GapReason` or another word; null: there is one. */
  gap: z.nullable(z.string()),
});

/** A class in its room, or a room without a class today, as the wall shows it. */
export const wallCardSchema = z.strictObject({
  kiosk: id,
  /** '' when the room has no class today. */
  class: z.string(),
  specialty: z.string(),
  institution: z.string(),
  room: z.string(),
  /** When this was true; of two cards of the same (kiosk, class) the later holds. */
  at: z.int(),
  connected: z.boolean(),
  lastSeenAt: z.nullable(z.int()),
  /** Today's first lesson begins, and last ends; null: no lesson today. */
  day: z.nullable(z.strictObject({ from: z.int(), to: z.int() })),
  /** Whether it is looked after now: from 15 minutes before the first lesson to 5 after the last. */
  watched: z.boolean(),
  /** An announced absence that lasts. */
  away: z.nullable(z.strictObject({ from: z.int(), to: z.int(), why: z.string() })),
  /** The running lesson, else the next one today, else the last. */
  lesson: z.nullable(
    z.strictObject({
      no: count,
      course: z.string(),
      teacher: z.string(),
      from: z.int(),
      to: z.int(),
      phase: z.enum(['before', 'running', 'after']),
    }),
  ),
  /** As the kiosk counts now; null while it is silent. See `classNow` of link.ts. */
  now: z.nullable(
    z.strictObject({
      due: count,
      seen: count,
      onLeave: count,
      pending: count,
      unidentified: count,
      heads: count,
      observed: z.nullable(z.number()),
    }),
  ),
  cameras: z.readonly(z.array(wallCameraSchema)),
  /** Worst first. */
  troubles: z.readonly(z.array(troubleSchema)),
});
export type WallCard = z.infer<typeof wallCardSchema>;
export type WallCamera = z.infer<typeof wallCameraSchema>;

export const wallSchema = z.strictObject({ at: z.int(), cards: z.readonly(z.array(wallCardSchema)) });

/** What tells two cards apart. */
export const cardKey = ({ kiosk, class: code }: Pick<WallCard, 'kiosk' | 'class'>): string => `${kiosk} ${code}`;

/** What changed on the wall. */
export const wallChangeSchema = z.strictObject({
  cards: z.readonly(z.array(wallCardSchema)),
  /** Keys of cards that are no more. */
  gone: z.readonly(z.array(z.string())),
});
export type WallChange = z.infer<typeof wallChangeSchema>;

/** A watch, named by the page (`stream`), of a camera at a size. */
export const watchSchema = z.strictObject({
  stream: id,
  kiosk: id,
  camera: cameraIdSchema,
  size: z.enum(['sub', 'main']),
});
export type Watch = z.infer<typeof watchSchema>;
export const unwatchSchema = z.strictObject({ stream: id });

/** Whether it is done, or why not (zh-CN, for the person at the screen). */
export type InspectorAnswer = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** How many alerts nobody has taken note of, and the newest of them; null: none. */
export const alertCountSchema = z.strictObject({ unseen: count, newest: z.nullable(z.int()) });
export type AlertCount = z.infer<typeof alertCountSchema>;

export interface CenterToInspector {
  wall: (change: WallChange) => void;
  /** Alerts opened, ended or were taken note of. */
  alerts: (count: AlertCount) => void;
  /** A run of a watched stream begins; packets of it follow, a keyframe first. */
  init: (stream: string, init: LiveInit) => void;
  /** The page calls `got` at once: the center counts what is on its way, and skips to a keyframe when it is too much. */
  packet: (stream: string, packet: LivePacket, got: () => void) => void;
  /** No more comes for now; why, for people (zh-CN). The watch stays: when the kiosk is back, an init comes. */
  ended: (stream: string, why: string) => void;
}

export interface InspectorToCenter {
  /** Tells this page the wall's changes from now on. */
  wall: (answer: (answer: InspectorAnswer) => void) => void;
  /** A stream that is watched already starts anew: init, then the current GOP. */
  watch: (request: Watch, answer: (answer: InspectorAnswer) => void) => void;
  unwatch: (request: z.infer<typeof unwatchSchema>) => void;
}
