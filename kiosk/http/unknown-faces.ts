import type { FrameResult } from '../../core/domain/face.ts';
import type { CameraId, TrackId } from '../../core/domain/ids.ts';
import { type DurationMs, seconds } from '../../core/domain/units.ts';
import { faceState } from './faces.ts';

/** A face counts as here for this long after it was last seen: a turned head is no departure. */
const STAYS_FOR: DurationMs = seconds(3);
/** Between two requests to people whom nobody knows: the screen is for the others. */
const BETWEEN_REQUESTS: DurationMs = seconds(30);
/** Smaller faces, as a share of the picture's height, are far away and not asked to come closer. */
const NEAR = 0.1;

/** Follows the faces that were not identified: how many there are, and when to tell somebody what to do. */
export class UnknownFaces {
  readonly #monotonic: () => DurationMs;
  /** Of each camera's last seconds: when, and how many at once. (Not how many tracks: a face that was lost for a moment comes back as another.) */
  readonly #seen = new Map<CameraId, readonly { readonly at: DurationMs; readonly faces: number }[]>();
  readonly #told = new Set<TrackId>();
  #lastTold: DurationMs | undefined;

  constructor(monotonic: () => DurationMs) {
    this.#monotonic = monotonic;
  }

  /** Takes one result; returns the track to be told what to do, if any. Each track is told once. */
  note(result: FrameResult): TrackId | undefined {
    const now = this.#monotonic();
    const unknown = result.tracks.filter((track) => faceState(track, result) === 'unknown');
    const before = this.#seen.get(result.camera) ?? [];
    this.#seen.set(
      result.camera,
      [...before, { at: now, faces: unknown.length }].filter(({ at }) => isRecent(at, now)),
    );
    const tell = unknown.find(({ track, box }) => !this.#told.has(track) && box.height >= NEAR * result.height)?.track;
    if (tell === undefined || (this.#lastTold !== undefined && now - this.#lastTold < BETWEEN_REQUESTS))
      return undefined;
    this.#lastTold = now;
    this.#told.add(tell);
    return tell;
  }

  /** How many are here now, by the camera that sees the most of them: two cameras may see the same people. */
  count(): number {
    const now = this.#monotonic();
    const recent = [...this.#seen.values()].flat().filter(({ at }) => isRecent(at, now));
    return Math.max(0, ...recent.map(({ faces }) => faces));
  }
}

function isRecent(at: DurationMs, now: DurationMs): boolean {
  return now - at <= STAYS_FOR;
}
