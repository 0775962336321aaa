import * as z from 'zod/mini';
import { challengeMoves } from '../domain/challenge.ts';
import type { ClassCode, TrackId, TraineeId } from '../domain/ids.ts';
import { pictureTroubles } from '../domain/picture.ts';
import { branded, cameraIdSchema, instantSchema, type LiveToPage, type PageToLive } from './live.ts';
import type { PageToOwn } from './screen-own.ts';

const text = z.string().check(z.maxLength(200));
const traineeIdSchema = branded<TraineeId, string>(z.string().check(z.minLength(1), z.maxLength(64)));
const trackIdSchema = branded<TrackId, number>(z.int());
const spanSchema = z.strictObject({ from: instantSchema, to: instantSchema });
const count = z.int().check(z.nonnegative());

/**
 * How a trainee stands in the current lesson, as the wall may show it (rules §2: 未到 or 待核, never 旷课):
 * `expected` 未到, `present` 已到, `late` 迟到, `left` 已离开, `pending` 待核, `leave` 请假.
 */
export const screenMarkSchema = z.enum(['expected', 'present', 'late', 'left', 'pending', 'leave']);

export const rosterEntrySchema = z.strictObject({
  id: traineeIdSchema,
  name: text,
  /** First 6 and last 4 characters (rules §6): `210402********0014`. */
  maskedId: text,
  mark: screenMarkSchema,
  /** When the mark came about (the first sighting that counts); null for none. */
  since: z.nullable(instantSchema),
});

/** The lesson that runs now or comes next. `from`, `to` are its bell; the windows are those of the policy in force. */
export const screenLessonSchema = z.strictObject({
  /** 第几课时, counted from 1 within the day. */
  no: z.int().check(z.positive()),
  course: text,
  from: instantSchema,
  to: instantSchema,
  arrival: spanSchema,
  departure: spanSchema,
});

export const gapReasonSchema = z.enum([
  'starting',
  'unreachable',
  'unauthorized',
  'not-found',
  'not-video',
  'unsupported-codec',
  'stalled',
  'closed',
  'recorder-failed',
  'disk-full',
  'kiosk-down',
  'not-recording',
  'unknown',
]);

export const cameraHealthSchema = z.union([
  z.strictObject({ kind: z.literal('ok') }),
  z.strictObject({ kind: z.literal('gap'), since: instantSchema, why: gapReasonSchema }),
  /** It gives a picture, but one in which something is wrong. */
  z.strictObject({ kind: z.literal('picture'), since: instantSchema, trouble: z.enum(pictureTroubles) }),
]);

export const screenCameraSchema = z.strictObject({
  id: cameraIdSchema,
  /** What people in the room call it: 前门, 教室后方. */
  name: text,
  role: z.enum(['check-in', 'room']),
  health: cameraHealthSchema,
});

export const visionHealthSchema = z.strictObject({
  kind: z.enum(['ok', 'starting', 'down']),
  since: z.nullable(instantSchema),
});

/** A trainee whom the center calls to the camera (spot check), while it lasts and for some seconds after. */
export const screenCallSchema = z.strictObject({
  /** Another for each call. */
  id: text,
  /** `王**`; the whole name where two of the class would be taken for each other. */
  name: text,
  /** To come and look straight ahead; a move; to look straight ahead once more; or how it ended. */
  step: z.enum(['come', ...challengeMoves, 'straight', 'passed', 'not-passed', 'over']),
  /** How many moves are done, of how many. */
  done: count,
  moves: count,
  /** When the present step is over. */
  until: instantSchema,
});

/** All that the check-in screen shows but the picture; sent whole on connection and on every change. */
export const screenStateSchema = z.strictObject({
  /** The kiosk's wall clock when this was sent: the page counts on from it and never trusts its own. */
  now: instantSchema,
  class: z.nullable(z.strictObject({ code: branded<ClassCode, string>(text), name: text })),
  /** Null when none is left today. */
  lesson: z.nullable(screenLessonSchema),
  clock: z.enum(['synchronised', 'unverified', 'stepped']),
  /** In the order of the configuration. */
  cameras: z.readonly(z.array(screenCameraSchema)),
  vision: visionHealthSchema,
  /** In the order of the class list. */
  roster: z.readonly(z.array(rosterEntrySchema)),
  /** Null: nobody is called. */
  call: z.nullable(screenCallSchema),
  /** Faces in the picture now that nobody of the class or staff was found for. */
  unidentified: count,
});

/** A first sighting of a trainee in a lesson; told once. */
const traineeGreetingSchema = z.strictObject({
  kind: z.literal('trainee'),
  /** Unique per greeting, so that a repeated delivery shows once. */
  id: text,
  at: instantSchema,
  trainee: traineeIdSchema,
  name: text,
  /** 第几课时; null outside lessons. */
  lesson: z.nullable(count),
  mark: screenMarkSchema,
  /** A sentence more for this person (zh-CN), or null. */
  note: z.nullable(text),
  /** The face's track; null for a check-in without a face. */
  track: z.nullable(trackIdSchema),
});

/** Somebody looked into the camera long enough and was not identified: told kindly what to do. */
const unknownGreetingSchema = z.strictObject({
  kind: z.literal('unknown'),
  id: text,
  at: instantSchema,
  track: trackIdSchema,
});

export const greetingSchema = z.union([traineeGreetingSchema, unknownGreetingSchema]);

/**
 * What the box says: `identified` (with a name), `checking` (too early to tell, or two are alike), `unknown`
 * (not identified after some time), `spoof` (not a live face).
 */
export const faceBoxSchema = z.strictObject({
  track: trackIdSchema,
  /** Fractions of the picture's width and height, from its upper left; may reach over the edge. */
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  state: z.enum(['identified', 'checking', 'unknown', 'spoof']),
  name: z.nullable(text),
});

/** The faces of one analysed frame, tied to the picture by run and decode time (ticks). */
export const screenFacesSchema = z.strictObject({
  camera: cameraIdSchema,
  run: count,
  decodeTime: count,
  at: instantSchema,
  faces: z.readonly(z.array(faceBoxSchema)),
});

export type ScreenMark = z.infer<typeof screenMarkSchema>;
export type RosterEntry = z.infer<typeof rosterEntrySchema>;
export type ScreenLesson = z.infer<typeof screenLessonSchema>;
export type CameraHealth = z.infer<typeof cameraHealthSchema>;
export type ScreenCamera = z.infer<typeof screenCameraSchema>;
export type ScreenState = z.infer<typeof screenStateSchema>;
export type ScreenCall = z.infer<typeof screenCallSchema>;
export type Greeting = z.infer<typeof greetingSchema>;
export type FaceBox = z.infer<typeof faceBoxSchema>;
export type ScreenFaces = z.infer<typeof screenFacesSchema>;

/** The socket.io namespace of the check-in screen. */
export const SCREEN_NAMESPACE = '/screen';

/** Kiosk → check-in screen. */
export interface ScreenToPage extends LiveToPage {
  /** The hash of the pages that the kiosk serves now: a page built from other sources loads itself anew. */
  build: (hash: string) => void;
  state: (state: ScreenState) => void;
  greeting: (greeting: Greeting) => void;
  /** May be left out when the page is slow; the next one stands alone. */
  faces: (faces: ScreenFaces) => void;
  /** The code that makes the first administrator, on the kiosk's own screen only; null once there is one. */
  firstRun: (code: string | null) => void;
}

/** Check-in screen → kiosk. */
export interface PageToScreen extends PageToLive, PageToOwn {}
