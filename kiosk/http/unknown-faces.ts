import type { FrameResult } from '../../core/domain/face.ts';
import type { CameraId, TrackId } from '../../core/domain/ids.ts';
import { type DurationMs, seconds } from '../../core/domain/units.ts';
import { faceState } from './faces.ts';

/** A face counts as here for this long after it was last seen: a turned head is no departure. */
const STAYS_FOR: DurationMs = seconds(3);
/** Between two requests to people whom nobody knows: the screen is for the others. */
const BETWEEN_REQUESTS: DurationMs = seconds(15);
/** Smaller faces, as a share of the picture's height, are far away and not asked to come closer. */
const NEAR = 0.1;

/** Follows the faces that were not identified: how many there are, and when to tell somebody what to do. */
export class UnknownFaces {
  readonly #monotonic: () => DurationMs;
  readonly #seen = new Map<CameraId, Map<TrackId, DurationMs>>();
  readonly #told = new Set<TrackId>();
  #lastTold: DurationMs | undefined;

  constructor(monotonic: () => DurationMs) {
    this.#monotonic = monotonic;
  }

  /** Takes one result; returns the track to be told what to do, if any. Each track is told once. */
  note(result: FrameResult): TrackId | undefined {
    const now = this.#monotonic();
    const seen = this.#seen.get(result.camera) ?? new Map<TrackId, DurationMs>();
    this.#seen.set(result.camera, seen);
    let tell: TrackId | undefined;
    for (const track of result.tracks) {
      if (faceState(track, result) !== 'unknown') {
        seen.delete(track.track);
        continue;
      }
      if (track.detected) seen.set(track.track, now);
      const near = track.box.height >= NEAR * result.height;
      if (near && !this.#told.has(track.track)) tell ??= track.track;
    }
    if (tell === undefined || (this.#lastTold !== undefined && now - this.#lastTold < BETWEEN_REQUESTS))
      return undefined;
    this.#lastTold = now;
    this.#told.add(tell);
    return tell;
  }

  /** How many are here now, by the camera that sees the most of them: two cameras may see the same people. */
  count(): number {
    const since = this.#monotonic() - STAYS_FOR;
    let most = 0;
    for (const seen of this.#seen.values()) {
      for (const [track, at] of seen) if (at < since) seen.delete(track);
      most = Math.max(most, seen.size);
    }
    return most;
  }
}
