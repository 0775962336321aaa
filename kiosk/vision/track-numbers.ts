import type { FrameResult } from '../../core/domain/face.ts';
import { trackId } from '../../core/domain/ids.ts';

/**
 * Each vision process counts its tracks from one. Numbers go on over its lives: a face of the new life that
 * bore the number of one before would be taken for it, and a stay of somebody unknown would end as a trainee's.
 */
export class TrackNumbers {
  #before = 0;
  #last = 0;

  /** What comes now is another process's. */
  beginLife(): void {
    this.#before = this.#last;
  }

  /** The result with numbers that no life before has used. */
  goOn(result: FrameResult): FrameResult {
    const tracks = result.tracks.map((track) => ({ ...track, track: trackId(track.track + this.#before) }));
    for (const { track } of tracks) this.#last = Math.max(this.#last, track);
    return { ...result, tracks };
  }
}
