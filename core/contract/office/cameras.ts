import * as z from 'zod/mini';
import { pictureTroubles } from '../../domain/picture.ts';
import { cameraIdSchema } from '../live.ts';
import { gapReasonSchema } from '../screen.ts';

const count = z.int().check(z.nonnegative());
const share = z.number();

export const cameraRoleSchema = z.enum(['check-in', 'room']);
export const streamSchema = z.enum(['main', 'sub']);
const addressSchema = z
  .string()
  .check(
    z.trim(),
    z.maxLength(500),
    z.regex(/^(rtsps?|http):\/\/[^\s/@]+(\/\S*)?$/i, '地址应以 rtsp:// 或 http:// 开头，且不含用户名和密码'),
  );
const nameSchema = z.string().check(z.trim(), z.minLength(1, '请填写名称'), z.maxLength(40));
/** A camera's account. Sent by pages only, never back. */
export const cameraAccountSchema = z.strictObject({
  username: z.string().check(z.minLength(1, '请填写用户名'), z.maxLength(64)),
  password: z.string().check(z.maxLength(128)),
});

export const newCameraSchema = z.strictObject({
  name: nameSchema,
  role: cameraRoleSchema,
  address: addressSchema,
  stream: streamSchema,
  /** Null: the camera lets everybody in. */
  account: z.nullable(cameraAccountSchema),
});
export type NewCamera = z.infer<typeof newCameraSchema>;

/** `account` left out: stays as it is. `version`: as read; another one in between is refused. */
export const changeCameraSchema = z.strictObject({
  version: z.int(),
  name: nameSchema,
  role: cameraRoleSchema,
  address: addressSchema,
  stream: streamSchema,
  account: z.optional(z.nullable(cameraAccountSchema)),
});
export type ChangeCamera = z.infer<typeof changeCameraSchema>;
export const removeCameraSchema = z.strictObject({ version: z.int() });

/** What is to be tried: an address, with an account or with that of a camera that is kept. */
export const trialRequestSchema = z.strictObject({
  address: addressSchema,
  stream: streamSchema,
  account: z.nullable(cameraAccountSchema),
  /** Take this camera's kept account when `account` is null. */
  accountOf: z.nullable(cameraIdSchema),
});
export type TrialRequest = z.infer<typeof trialRequestSchema>;

const partSchema = {
  standing: z.enum(['good', 'borderline', 'bad', 'unknown']),
  people: count,
  looks: count,
  identified: count,
  eyeDistance: z.nullable(z.number()),
  reasons: z.readonly(z.array(z.enum(['small', 'blurred', 'dark', 'turned']))),
};
/** See `Placement` in core/domain/placement.ts. */
export const placementSchema = z.strictObject({
  areas: z.readonly(z.array(z.strictObject(partSchema))),
  rows: z.readonly(z.array(z.strictObject({ ...partSchema, top: share, bottom: share }))),
  advice: z.readonly(
    z.array(z.enum(['main-stream', 'room-role', 'resolution', 'light', 'focus', 'angle', 'closer', 'sit-there'])),
  ),
  goodFrom: z.number(),
  badBelow: z.number(),
});
export const placedSchema = z.strictObject({
  at: z.int(),
  /** Who had it made. */
  by: z.string(),
  /** The recognition pack that ran. */
  pack: z.string(),
  /** Frames that were looked at. */
  frames: count,
  width: count,
  height: count,
  result: placementSchema,
});
export type Placed = z.infer<typeof placedSchema>;

/** A camera as its card shows it. */
export const officeCameraSchema = z.strictObject({
  id: cameraIdSchema,
  version: z.int(),
  name: z.string(),
  role: cameraRoleSchema,
  /** Without account. */
  address: z.string(),
  stream: streamSchema,
  /** The account's name; null: none. The password is never told. */
  username: z.nullable(z.string()),
  health: z.union([
    z.strictObject({ kind: z.literal('ok') }),
    z.strictObject({ kind: z.literal('gap'), since: z.int(), why: gapReasonSchema, detail: z.string() }),
    z.strictObject({ kind: z.literal('picture'), since: z.int(), trouble: z.enum(pictureTroubles) }),
  ]),
  codec: z.nullable(z.string()),
  width: z.nullable(count),
  height: z.nullable(count),
  /** Over the last 10 s. */
  fps: z.number(),
  kbps: z.number(),
  keyframeEveryMs: z.nullable(z.number()),
  /** How the center sees it, and why so ('': nothing to say); null: no center. */
  live: z.nullable(z.strictObject({ kind: z.enum(['main', 'sub', 'transcoded', 'none']), why: z.string() })),
  /** When the scene was set that moves and focus are judged against; null: never. */
  sceneAt: z.nullable(z.int()),
  placement: z.nullable(placedSchema),
});
export type OfficeCamera = z.infer<typeof officeCameraSchema>;
export const officeCamerasSchema = z.readonly(z.array(officeCameraSchema));

/** A camera that answered a search. */
export const foundCameraSchema = z.strictObject({
  urn: z.string(),
  address: z.string(),
  name: z.string(),
  hardware: z.string(),
  /** The camera of ours at this host; null: a new one. */
  known: z.nullable(z.string()),
});
/** What a search's job ends with. */
export const foundCamerasSchema = z.readonly(z.array(foundCameraSchema));
export type FoundOnNetwork = z.infer<typeof foundCameraSchema>;

/** What a trial's job ends with: what came, or why nothing did (zh-CN, with what to do). */
export const trialResultSchema = z.union([
  z.strictObject({
    kind: z.literal('picture'),
    maker: z.string(),
    model: z.string(),
    codec: z.string(),
    width: count,
    height: count,
    fps: z.number(),
    kbps: z.number(),
    keyframeEveryMs: z.nullable(z.number()),
    /** How far the camera's clock is ahead; null: it does not tell. */
    clockAheadMs: z.nullable(z.number()),
    hasSub: z.boolean(),
    /** JPEG, base64; null when it could not be decoded. */
    picture: z.nullable(z.string()),
    /** What should be changed at the camera. */
    warnings: z.readonly(z.array(z.string())),
  }),
  z.strictObject({ kind: z.literal('trouble'), why: z.string(), message: z.string() }),
]);
export type TrialResult = z.infer<typeof trialResultSchema>;
