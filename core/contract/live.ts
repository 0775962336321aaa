import * as z from 'zod/mini';
import type { CameraId } from '../domain/ids.ts';
import type { EpochMs } from '../domain/units.ts';

/** A schema whose checked output carries the brand: the one place where text becomes an id, a number an instant. */
export const branded = <Out extends In, In>(schema: z.ZodMiniType<In, In>): z.ZodMiniType<Out, In> =>
  schema as unknown as z.ZodMiniType<Out, In>;

export const cameraIdSchema = branded<CameraId, string>(z.string().check(z.minLength(1), z.maxLength(64)));
/** Integer milliseconds since 1970 (UTC). */
export const instantSchema = branded<EpochMs, number>(z.int());

/** The socket.io namespace of the office's live pictures; it wants a session. */
export const OFFICE_LIVE_NAMESPACE = '/office-live';

const count = z.int().check(z.nonnegative());
/** What a socket carries in one piece: a browser receives ArrayBuffer, Node a Buffer. */
const bytes = z.union([z.instanceof(ArrayBuffer), z.instanceof(Uint8Array)]);

/** The head of a capture run (`ftyp` + `moov`), sent first and again whenever the camera's run changes. See `MediaInit`. */
export const liveInitSchema = z.strictObject({
  camera: cameraIdSchema,
  run: count,
  /** RFC 6381, for example `avc1.64001F`. */
  codec: z.string().check(z.maxLength(64)),
  width: count,
  height: count,
  /** Ticks a second. */
  timescale: z.int().check(z.positive()),
  data: bytes,
});

/** One encoded frame (`moof` + `mdat`); times are ticks of the init's timescale. See `Packet`. */
export const livePacketSchema = z.strictObject({
  camera: cameraIdSchema,
  run: count,
  frame: count,
  decodeTime: count,
  duration: count,
  keyframe: z.boolean(),
  capturedAt: instantSchema,
  data: bytes,
});

export const watchRequestSchema = z.strictObject({ camera: cameraIdSchema });

export type LiveInit = z.infer<typeof liveInitSchema>;
export type LivePacket = z.infer<typeof livePacketSchema>;
export type WatchRequest = z.infer<typeof watchRequestSchema>;

/** What `watch` answers: whether packets will come, or why not (zh-CN, for the person at the screen). */
export type WatchAnswer = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** Live video towards a page. The first packet after an init is a keyframe, and so is the first after a skip. */
export interface LiveToPage {
  init: (init: LiveInit) => void;
  /** The page calls `got` at once: the sender counts what is on its way, and skips to the next keyframe when it is too much. */
  packet: (packet: LivePacket, got: () => void) => void;
  /** No more packets of this watch will come; the page may watch again. */
  ended: (request: WatchRequest) => void;
}

export interface PageToLive {
  /** Watching a camera that is already watched starts it anew: init, then the current GOP. */
  watch: (request: WatchRequest, answer: (answer: WatchAnswer) => void) => void;
  unwatch: (request: WatchRequest) => void;
}
