import { type DurationMs, milliseconds, seconds } from './units.ts';

/** What of a packet decides: see `Packet`. */
export interface FlowPacket {
  readonly keyframe: boolean;
  readonly data: { readonly byteLength: number };
}

/** How far a watcher may lag before frames are left out for it. */
export interface FlowLimits {
  /** The oldest packet that it has not confirmed is at most this old. */
  readonly age: DurationMs;
  /** Bytes that it has not confirmed. */
  readonly bytes: number;
}

/** One second, as long as the next keyframe is usually away; 16 MB is a long GOP of a 4K camera. */
export const defaultFlowLimits: FlowLimits = { age: seconds(1), bytes: 16 << 20 };

/**
 * Decides which packets a watcher gets. A slow watcher loses whole stretches up to a keyframe, never single frames,
 * so that what it gets can always be decoded; what waits for it is bounded.
 */
export class LiveFlow {
  readonly #limits: FlowLimits;
  readonly #monotonic: () => DurationMs;
  /** Sent and not yet confirmed, oldest first. */
  readonly #underway = new Set<{ readonly sentAt: DurationMs; readonly bytes: number }>();
  #bytes = 0;
  #toKeyframe = true;
  #skipped = 0;

  constructor(monotonic: () => DurationMs, limits: FlowLimits = defaultFlowLimits) {
    this.#monotonic = monotonic;
    this.#limits = limits;
  }

  /** Packets left out so far. */
  get skipped(): number {
    return this.#skipped;
  }

  /** A new run has begun: its first packet must be a keyframe. */
  restart(): void {
    this.#toKeyframe = true;
  }

  /**
   * Returns what the watcher's confirmation has to call, or undefined when this packet is left out for it.
   * @param congested its connection holds too much that it has not sent yet.
   */
  admit(packet: FlowPacket, congested = false): (() => void) | undefined {
    this.#toKeyframe = (this.#toKeyframe && !packet.keyframe) || this.lags || congested;
    if (this.#toKeyframe) {
      this.#skipped += 1;
      return undefined;
    }
    const sent = { sentAt: this.#monotonic(), bytes: packet.data.byteLength };
    this.#underway.add(sent);
    this.#bytes += sent.bytes;
    return () => {
      if (this.#underway.delete(sent)) this.#bytes -= sent.bytes;
    };
  }

  /** Whether the watcher is further behind than it may be. */
  get lags(): boolean {
    if (this.#bytes > this.#limits.bytes) return true;
    const [oldest] = this.#underway;
    return oldest !== undefined && milliseconds(this.#monotonic() - oldest.sentAt) > this.#limits.age;
  }
}
