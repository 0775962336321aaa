import type { FaceTimeline } from './face-timeline.ts';

/** Faces later than this are no matter of waiting: vision is overloaded, or looks once in a while only. */
const HOPELESS = 1.2;
/** How fast an old delay is forgotten, in seconds a second. */
const FORGET = 0.1;

/**
 * How long after its packet the faces of a picture are known, in seconds: vision's own delay and the time to its next
 * result, so that a box can be led from one result to the next. The largest of the last seconds; 0 without faces.
 */
export class FaceLateness {
  readonly #timeline: FaceTimeline;
  #largest = 0;
  #at = 0;

  constructor(timeline: FaceTimeline) {
    this.#timeline = timeline;
  }

  /** Takes where the newest packet of `run` is (seconds of media time); `now` in seconds, monotonic. */
  look(run: number, newestPacket: number, timescale: number, now: number): number {
    const newest = this.#timeline.newest(run);
    const late = newest === undefined ? 0 : newestPacket - newest / timescale;
    this.#largest = Math.max(0, this.#largest - FORGET * (now - this.#at));
    this.#at = now;
    if (late < HOPELESS) this.#largest = Math.max(this.#largest, late);
    return this.#largest;
  }
}
