import type { OfficeCamera, Placed, TrialResult } from '../../../core/contract/office/cameras.ts';
import type { FrameResult } from '../../../core/domain/face.ts';
import type { CameraId } from '../../../core/domain/ids.ts';
import type { CameraRole } from '../../../core/domain/media.ts';
import type { Scene } from '../../../core/domain/picture-scene.ts';
import type { EpochMs } from '../../../core/domain/units.ts';

/** A camera's account; the password is never told to a page. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

/** What a person sets. */
export interface Settings {
  readonly name: string;
  readonly role: CameraRole;
  readonly address: string;
  readonly stream: 'main' | 'sub';
  readonly account: Account | null;
}

export interface Kept extends Settings {
  readonly id: CameraId;
  readonly version: number;
  readonly scene: { readonly at: EpochMs } | null;
  readonly placement: Placed | null;
}

/** Where cameras are kept: kiosk/store satisfies it. */
export interface Keeper {
  list(): readonly Kept[];
  /** @throws ZaikeError `no-such-camera`. */
  get(id: CameraId): Kept;
  add(settings: Settings, at: EpochMs): Kept;
  /** @throws ZaikeError `no-such-camera`, `stale-camera`. */
  change(id: CameraId, version: number, settings: Settings): Kept;
  remove(id: CameraId, version: number, at: EpochMs): void;
  setScene(id: CameraId, scene: Scene | null, at: EpochMs): void;
  setPlacement(id: CameraId, placement: Placed, picture: Uint8Array | null): void;
  placementPicture(id: CameraId): Uint8Array | null;
}

/** What a camera that runs is doing. */
export type Running = Pick<OfficeCamera, 'health' | 'codec' | 'width' | 'height' | 'fps' | 'kbps' | 'keyframeEveryMs'>;

/** What is asked for of a trial; the account is resolved. */
export interface TrialOf {
  readonly address: string;
  readonly stream: 'main' | 'sub';
  readonly account: Account | null;
}

/** The cameras as they run, and the network: kiosk/camera-world.ts satisfies it. */
export interface World {
  /** Makes the running cameras those that are kept, and journals what was done to one of them. */
  apply(done: {
    readonly camera: CameraId;
    readonly what: 'added' | 're-pointed' | 'removed' | 'renamed';
    readonly by: string;
  }): Promise<void>;
  running(id: CameraId): Running | null;
  /** Searches the networks. */
  discover(
    signal: AbortSignal,
  ): Promise<
    readonly { readonly urn: string; readonly address: string; readonly name: string; readonly hardware: string }[]
  >;
  try(what: TrialOf, report: (note: string) => void, signal: AbortSignal): Promise<TrialResult>;
  /** JPEG; null when there is no picture. */
  snapshot(id: CameraId): Promise<Uint8Array | null>;
  scene(id: CameraId): Promise<Scene | null>;
  /** Every result of this camera, until `signal` aborts. */
  results(id: CameraId, take: (result: FrameResult) => void, signal: AbortSignal): void;
  /** The pack that runs; null while none does. */
  pack(): { readonly name: string; readonly smallestFace: number } | null;
}
