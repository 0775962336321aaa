import type { CameraId } from './ids.ts';
import type { EpochMs } from './units.ts';

/**
 * The head of one capture run: fMP4 `ftyp` + `moov`. A run is one life of a camera's capture
 * process; after each reconnection a new run begins with a new init and media time starts anew.
 */
export interface MediaInit {
  readonly kind: 'init';
  readonly camera: CameraId;
  /** Counts the runs of a camera since the kiosk started, from 1. */
  readonly run: number;
  /** RFC 6381 codecs string of the video track, for example `avc1.64001F` or `hvc1.1.6.L93.B0`. */
  readonly codec: string;
  /** Picture size in pixels. */
  readonly width: number;
  readonly height: number;
  /** Ticks a second of the video track. */
  readonly timescale: number;
  readonly data: Uint8Array;
}

/** One encoded frame as one fMP4 fragment (`moof` + `mdat`). */
export interface Packet {
  readonly kind: 'packet';
  readonly camera: CameraId;
  readonly run: number;
  /** Counts the frames of a run from 0. */
  readonly frame: number;
  /** Decode time (tfdt) in ticks of the init's timescale, within the run. */
  readonly decodeTime: number;
  /** Ticks of the init's timescale. */
  readonly duration: number;
  readonly keyframe: boolean;
  /** When the picture would have arrived over an undelayed network, by the kiosk's wall clock (docs/time.md). */
  readonly capturedAt: EpochMs;
  readonly data: Uint8Array;
}

/** Why a camera gave no packets. */
export type GapReason =
  | 'starting'
  | 'unreachable'
  | 'unauthorized'
  | 'not-found'
  | 'not-video'
  | 'unsupported-codec'
  | 'stalled'
  | 'closed'
  | 'recorder-failed'
  | 'disk-full'
  | 'kiosk-down'
  | 'not-recording'
  | 'unknown';

/** A stretch without packets; `to` is null while it lasts. */
export interface Gap {
  readonly kind: 'gap';
  readonly camera: CameraId;
  readonly from: EpochMs;
  readonly to: EpochMs | null;
  readonly why: GapReason;
  /** What the camera or ffmpeg said, shortened, without credentials. */
  readonly detail: string;
}

/** What a camera's capture yields, in order: an init, its packets, and gaps when nothing comes. */
export type CaptureEvent = MediaInit | Packet | Gap;

/** One decoded picture, on its way to vision: rgb24, rows top to bottom, no padding. */
export interface Frame {
  readonly camera: CameraId;
  readonly run: number;
  /** The packet it was decoded from: its number in the run, its tfdt in ticks, its capture instant. */
  readonly frame: number;
  readonly decodeTime: number;
  readonly at: EpochMs;
  /** Size of `data`'s picture in pixels. */
  readonly width: number;
  readonly height: number;
  /** Size of the camera's own picture, that boxes refer to. */
  readonly fullWidth: number;
  readonly fullHeight: number;
  /** Length is width × height × 3. */
  readonly data: Uint8Array;
}

/** What a camera is there for; it decides at which rate and size vision looks. */
export type CameraRole = 'check-in' | 'room';
