import { ZaikeError } from '../../core/domain/errors.ts';
import type { DurationMs } from '../../core/domain/units.ts';
import type { Credentials } from './credentials.ts';
import type { EncoderChange } from './onvif-encoder.ts';

/** A camera that answered a search of the network. */
export interface FoundCamera {
  /** Stays the same for the device. */
  readonly urn: string;
  /** The full address of its device service, to be given to {@link CameraDirectory.open}. */
  readonly address: string;
  /** What it calls itself; may be empty. */
  readonly name: string;
  readonly hardware: string;
}

/** One of the streams that a camera offers. */
export interface StreamProfile {
  readonly name: string;
  /** `rtsp://…` without user and password. */
  readonly address: string;
  /** What the camera says; null for an address that was given as it is. The stream itself has the last word. */
  readonly codec: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly fps: number | null;
  readonly kbps: number | null;
}

/** What a camera tells of itself. */
export interface OpenedCamera {
  readonly maker: string;
  readonly model: string;
  /** How far its clock is ahead of the kiosk's; null when it does not tell. */
  readonly clockAhead: DurationMs | null;
  /** All streams, largest picture first. */
  readonly profiles: readonly StreamProfile[];
  /** The largest picture. */
  readonly main: StreamProfile;
  /** The smallest picture of the same lens, if there is more than one. */
  readonly sub: StreamProfile | null;
}

/** Finds cameras and asks them for their streams. */
export interface CameraDirectory {
  /** Searches the networks of this machine. Cameras that others have hidden from searches are not found. */
  discover(signal?: AbortSignal): Promise<readonly FoundCamera[]>;
  /**
   * Asks a camera for its streams. `address` is its ONVIF device service (`http://host[:port][/path]`) or an RTSP
   * address, which is taken as it is without asking anybody.
   * @throws ZaikeError `camera-unreachable`, `camera-unauthorized`, `camera-not-found`, `camera-not-video`: in
   * Chinese, with the address and what to do.
   */
  open(address: string, credentials?: Credentials, signal?: AbortSignal): Promise<OpenedCamera>;
  /**
   * Has an ONVIF camera encode its sub-stream, never its main stream, as H.264 from now on.
   * @throws ZaikeError as {@link open} does, when it cannot be asked.
   */
  setSubH264(address: string, credentials?: Credentials, signal?: AbortSignal): Promise<EncoderChange>;
}

/** The address of the wanted stream. @throws ZaikeError `camera-not-found` when the camera has no sub-stream. */
export function streamAddress(camera: OpenedCamera, wanted: 'main' | 'sub'): string {
  const profile = camera[wanted];
  if (profile) return profile.address;
  throw new ZaikeError('该摄像头没有辅码流，请改用主码流，或在摄像头设置中打开辅码流', {
    code: 'camera-not-found',
    retry: false,
  });
}

/** A camera of which only the RTSP address is known. */
export function plainStream(address: string): OpenedCamera {
  const main = { name: '', address, codec: null, width: null, height: null, fps: null, kbps: null };
  return { maker: '', model: '', clockAhead: null, profiles: [main], main, sub: null };
}
