/** A buffered stretch in seconds of media time. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What the player shows of itself at one moment. Times in seconds. */
export interface Playhead {
  /** A monotonic clock. */
  readonly now: number;
  /** `video.currentTime`. */
  readonly position: number;
  readonly ranges: readonly Range[];
  /** Pictures presented since playback began. */
  readonly presented: number;
  /** Whether a seek is under way. */
  readonly seeking: boolean;
}

/** Where to go, if anywhere, and how fast to play. */
export interface Steering {
  readonly seek?: number;
  readonly rate: number;
}

/** The distance from the newest packet that is aimed at: enough for jitter. */
const NEAREST = 0.3;
/** The most that the picture waits for what is drawn over it: beyond it a person sees himself late. */
const FURTHEST_WAIT = 0.6;
/** Cameras whose H.264 claims deep reordering make the decoder hold back up to 16 frames; then the aim grows up to this. */
const FURTHEST_TARGET = 2.5;
/** Behind by more than this beyond the aim, playing faster would take too long: jump. */
const JUMP_BEYOND = 1.2;
const BETWEEN_JUMPS = 2;

/**
 * Keeps a live picture near its newest packet. Small lags are played off at 0.85 to 1.25 times the speed; only large
 * ones, holes and starts are jumped over. A jump makes the decoder begin anew, so a player that jumps for a lag which
 * its decoder needs never shows a picture: a jump after which nothing was presented moves the aim further back.
 */
export class LiveEdge {
  #nearest = NEAREST;
  #target = NEAREST;
  #jumpedAt = -Infinity;
  #presentedAtJump = -1;

  /** The distance aimed at now, in seconds. */
  get target(): number {
    return this.#target;
  }

  /** What is drawn over the pictures comes `seconds` after them: wait for it, within reason. */
  waitFor(seconds: number): void {
    this.#nearest = Math.min(FURTHEST_WAIT, Math.max(NEAREST, seconds));
    this.#target = Math.max(this.#target, this.#nearest);
  }

  /**
   * The picture stopped for want of data, `lag` seconds behind the newest packet: aim further back. A stop with much
   * left in the buffer tells how much the decoder holds back.
   */
  ranDry(lag: number): void {
    this.#target = Math.min(FURTHEST_TARGET, Math.max(this.#target, lag) + 0.1);
  }

  /** What to do now. */
  steer(head: Playhead): Steering {
    const newest = head.ranges.at(-1);
    if (!newest || head.seeking) return { rate: 1 };
    const inside = head.position >= newest.start && head.position <= newest.end;
    const lag = newest.end - head.position;
    if (!inside) return this.#jump(head, newest);
    if (lag > this.#target + JUMP_BEYOND && head.now - this.#jumpedAt > BETWEEN_JUMPS) {
      if (head.presented === this.#presentedAtJump) this.#target = Math.min(FURTHEST_TARGET, this.#target * 2);
      if (lag > this.#target + JUMP_BEYOND) return this.#jump(head, newest);
    }
    this.#target = Math.max(this.#nearest, this.#target - 0.0005);
    const excess = lag - this.#target;
    return { rate: Math.abs(excess) < 0.08 ? 1 : 1 + Math.min(0.25, Math.max(-0.15, excess * 0.6)) };
  }

  #jump(head: Playhead, { start, end }: Range): Steering {
    this.#jumpedAt = head.now;
    this.#presentedAtJump = head.presented;
    return { seek: Math.max(start, end - this.#target), rate: 1 };
  }
}
