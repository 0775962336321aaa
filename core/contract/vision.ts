import { z } from 'zod';
import type { FaceLook } from '../domain/enrolment.ts';
import type { FrameResult, TrackInFrame } from '../domain/face.ts';
import { type CameraId, cameraId, modelId, trackId, traineeId } from '../domain/ids.ts';
import type { CameraRole } from '../domain/media.ts';
import { pictureTroubles } from '../domain/picture.ts';
import type { Scene } from '../domain/picture-scene.ts';
import { epochMs } from '../domain/units.ts';

/*
 * Messages between the kiosk's main process and its vision process, by Node's IPC with advanced
 * serialization (typed arrays arrive as typed arrays). Packets do not go here: they have a pipe of
 * their own (fd 4).
 */

const request = z.int().min(0);
const bytes = z.instanceof(Uint8Array);
const embedding = z.instanceof(Float32Array);
const share = z.number().min(0).max(1);
const thresholdSchema = z.strictObject({ frames: z.int().min(1), similarity: z.number().min(-1).max(1) });

/** Whose face a template is. */
const personSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('trainee'), id: z.string().min(1).transform(traineeId) }),
  z.strictObject({ kind: z.literal('staff'), id: z.string().min(1) }),
]);

const templateSchema = z.strictObject({
  person: personSchema,
  model: z.string().transform(modelId),
  embedding,
});

const sceneSchema: z.ZodType<Scene> = z.strictObject({ grey: bytes, detail: z.number().min(0) });

/** A camera to look at, and what its picture should look like, if somebody has said so. */
const watchedCameraSchema = z.strictObject({
  id: z.string().min(1).transform(cameraId),
  role: z.enum(['check-in', 'room']),
  scene: sceneSchema.nullable().default(null),
});

/** Said first and once: what to look at and with what. */
const configureSchema = z.strictObject({
  kind: z.literal('configure'),
  cameras: z.array(watchedCameraSchema),
  /** How far back a repeated picture is searched. */
  repeatSeconds: z.number().min(0).max(3600).default(30),
  /** Folder of manifest.json and the weights. */
  models: z.string().min(1),
  pack: z.enum(['auto', 'standard', 'sharp']),
  runtime: z.enum(['auto', 'onnx', 'face-api']),
  /** What `npm run evaluate -- --calibrate` wrote at this site; a missing file is fine. */
  siteThresholds: z.string().nullable(),
});

export const toVisionSchema = z.discriminatedUnion('kind', [
  configureSchema,
  /** From now on these cameras; those that stay as they were are not disturbed. */
  z.strictObject({ kind: z.literal('cameras'), cameras: z.array(watchedCameraSchema) }),
  /** Asks for a camera's newest picture as a scene. */
  z.strictObject({ kind: z.literal('scene'), request, camera: z.string().min(1).transform(cameraId) }),
  /** Replaces the gallery. */
  z.strictObject({ kind: z.literal('gallery'), templates: z.array(templateSchema) }),
  /** An enrolment photo as it was uploaded (JPEG, PNG …); embedded only when asked for, which needs consent. */
  z.strictObject({ kind: z.literal('examine'), request, name: z.string(), photo: bytes, embed: z.boolean() }),
  /**
   * A picture of a face and what is around it, asked for right after the frame's result: small for a mark, as the
   * frame has it for an enrolment.
   */
  z.strictObject({
    kind: z.literal('picture'),
    request,
    camera: z.string().min(1).transform(cameraId),
    run: z.int().min(0),
    frame: z.int().min(0),
    box: z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
    purpose: z.enum(['mark', 'enrolment']),
  }),
]);

const packInfoSchema = z.strictObject({
  name: z.enum(['standard', 'sharp']),
  modelId: z.string().transform(modelId),
  embeddingLength: z.int().positive(),
  thresholds: z.array(thresholdSchema).min(1),
  margin: z.number().min(0),
  smallestFace: z.number().positive(),
  damaged: z.array(z.string()),
});

const boxSchema = z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
const qualitySchema = z.strictObject({
  eyeDistance: z.number().min(0),
  sharpness: share,
  frontality: share,
  light: share,
});
const matchSchema = z.strictObject({ trainee: z.string().transform(traineeId), similarity: z.number() });
const instant = z.int().transform(epochMs);

const trackSchema: z.ZodType<TrackInFrame> = z.strictObject({
  track: z.int().transform(trackId),
  box: boxSchema,
  confidence: share,
  identification: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('identified'), match: matchSchema, second: matchSchema.exactOptional() }),
    z.strictObject({ kind: z.literal('ambiguous'), best: matchSchema, second: matchSchema }),
    z.strictObject({ kind: z.literal('unknown'), best: matchSchema.exactOptional() }),
  ]),
  quality: qualitySchema.nullable(),
  liveness: z.enum(['live', 'spoof', 'unsure', 'unchecked']),
  detected: z.boolean(),
  since: instant,
  standing: z.enum(['trainee', 'staff', 'stranger', 'unsure']).exactOptional(),
  creditFrom: instant.exactOptional(),
  unnamedSince: instant.exactOptional(),
});

const resultSchema: z.ZodType<FrameResult> = z.strictObject({
  camera: z.string().transform(cameraId),
  run: z.int().min(0),
  frame: z.int().min(0),
  decodeTime: z.number().min(0),
  at: instant,
  width: z.int().positive(),
  height: z.int().positive(),
  tracks: z.array(trackSchema),
  model: z.string().transform(modelId),
  tookMs: z.number().min(0),
  dropped: z.int().min(0),
  picture: z
    .strictObject({
      observed: z.boolean(),
      trouble: z.strictObject({ kind: z.enum(pictureTroubles), since: instant }).nullable(),
    })
    .exactOptional(),
});

const lookSchema: z.ZodType<FaceLook> = z.strictObject({
  pose: z.strictObject({ yaw: z.number(), pitch: z.number(), roll: z.number() }),
  brightness: share,
  unevenness: share,
  mouthCovered: share,
  eyesCovered: share,
});

/** What was seen in an enrolment photo. */
const examinedSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('face'),
    model: z.string().transform(modelId),
    /** In pixels of the upright photo, whose size these are. */
    box: boxSchema,
    width: z.int().positive(),
    height: z.int().positive(),
    quality: qualitySchema,
    look: lookSchema,
    /** Null when it was not asked for. */
    embedding: embedding.nullable(),
    /** How much it should count, 0–1. */
    weight: z.number().min(0),
  }),
  z.strictObject({ kind: z.literal('no-face') }),
  z.strictObject({ kind: z.literal('several-faces'), faces: z.int().min(2) }),
  /** Not a photo that can be read; `message` is for the person who chose it. */
  z.strictObject({ kind: z.literal('unreadable'), code: z.string(), message: z.string() }),
]);

export const fromVisionSchema = z.discriminatedUnion('kind', [
  /** The models are loaded. `patienceMs`: silence longer than this means that it hangs. */
  z.strictObject({
    kind: z.literal('ready'),
    pack: packInfoSchema,
    runtime: z.string(),
    patienceMs: z.number().positive(),
    /** What the person who runs the kiosk should know, for example that the better pack is not installed. */
    notes: z.array(z.string()),
  }),
  /** A sign of life. */
  z.strictObject({ kind: z.literal('alive') }),
  z.strictObject({ kind: z.literal('result'), result: resultSchema }),
  z.strictObject({ kind: z.literal('examined'), request, examined: examinedSchema }),
  /** JPEG; null when the frame was gone already. */
  z.strictObject({ kind: z.literal('pictured'), request, jpeg: bytes.nullable() }),
  /** Null before the camera's first frame. */
  z.strictObject({ kind: z.literal('scene'), request, scene: sceneSchema.nullable() }),
  /** The gallery is in use; `stale` people were enrolled with another model and must be enrolled anew from their photos. */
  z.strictObject({ kind: z.literal('gallery'), people: z.int().min(0), stale: z.array(personSchema) }),
  /** It cannot start; the process ends after this. */
  z.strictObject({ kind: z.literal('failed'), code: z.string(), message: z.string(), retry: z.boolean() }),
]);

/** From the main process to the vision process. */
export type ToVision = z.infer<typeof toVisionSchema>;
/** From the vision process to the main process. */
export type FromVision = z.infer<typeof fromVisionSchema>;
export type VisionConfiguration = z.infer<typeof configureSchema>;
/** A camera to look at; without `scene`, nobody has said what it should show. */
export interface VisionCamera {
  readonly id: CameraId;
  readonly role: CameraRole;
  readonly scene?: Scene | null;
}
export type VisionPerson = z.infer<typeof personSchema>;
export type VisionTemplate = z.infer<typeof templateSchema>;
export type VisionPack = z.infer<typeof packInfoSchema>;
export type ExaminedFace = z.infer<typeof examinedSchema>;
