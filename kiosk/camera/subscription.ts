import type { CaptureEvent, Gap, Packet } from '../../core/domain/media.ts';
import { Queue } from './queue.ts';

/**
 * What a full queue means. `latest` (live, vision): what waits is dropped and the reader goes on with the next
 * keyframe. `all` (the recorder): nothing is dropped, an alarm is raised at half the bound; at the bound itself, when
 * the disk has been stuck for about two minutes, memory is spared and a gap `recorder-failed` takes the place of what is lost.
 */
export type Keep = 'latest' | 'all';

export interface SubscribeOptions {
  /** For logs and health. */
  readonly name: string;
  readonly keep: Keep;
  /** Most bytes that may wait; by default 8 MiB for `latest` and 64 MiB for `all`. */
  readonly maxBytes?: number;
}

/** A reader cannot keep up. */
export interface Lag {
  /** `half-full`: nothing is lost yet (told for `all` only, once until the queue is short again). */
  readonly kind: 'half-full' | 'dropping';
  readonly name: string;
  readonly waitingBytes: number;
}

const DEFAULT_BYTES: Record<Keep, number> = { latest: 8 << 20, all: 64 << 20 };
/** Inits and gaps that may wait for a `latest` reader that does not read. */
const MOST_FACTS = 64;

/** One reader's view of a camera: an init, then packets from a keyframe on, and gaps. Ends with the camera or when disposed of. */
export class Subscription implements AsyncIterable<CaptureEvent>, Disposable {
  readonly name: string;
  readonly #keep: Keep;
  readonly #maxBytes: number;
  readonly #queue = new Queue<CaptureEvent>();
  readonly #onLag: (lag: Lag) => void;
  readonly #onDispose: (gone: Subscription) => void;
  /** Whether packets are left out until a keyframe: a reader has just joined, or packets were dropped. */
  #skipping: 'joined' | 'dropped' | null = 'joined';
  #lost: Gap | null = null;
  #waitingBytes = 0;
  #dropped = 0;
  #alarmed = false;

  constructor(options: SubscribeOptions, onLag: (lag: Lag) => void, onDispose: (gone: Subscription) => void) {
    this.name = options.name;
    this.#keep = options.keep;
    this.#maxBytes = options.maxBytes ?? DEFAULT_BYTES[options.keep];
    this.#onLag = onLag;
    this.#onDispose = onDispose;
  }

  /** Packets that its reader was too slow for. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Bytes of packets that wait to be read. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Takes the next event of the camera; never waits. */
  put(event: CaptureEvent): void {
    if (event.kind === 'packet') this.#putPacket(event);
    else this.#queue.put(event);
  }

  /** No more will come; what waits can still be read. */
  end(): void {
    this.#queue.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<CaptureEvent, void> {
    for await (const event of this.#queue) {
      if (event.kind === 'packet') this.#waitingBytes -= event.data.length;
      yield event;
    }
  }

  [Symbol.dispose](): void {
    this.#onDispose(this);
    this.#queue.replace([]);
    this.end();
  }

  #putPacket(packet: Packet): void {
    const size = packet.data.length;
    if (this.#skipping !== null && !packet.keyframe) {
      if (this.#skipping === 'dropped') this.#dropped += 1;
      return;
    }
    if (this.#waitingBytes + size > this.#maxBytes) this.#overflow(packet);
    if (this.#waitingBytes + size > this.#maxBytes || (this.#skipping !== null && !packet.keyframe)) {
      this.#skipping = 'dropped';
      this.#dropped += 1;
      return;
    }
    this.#skipping = null;
    if (this.#lost) this.#queue.put({ ...this.#lost, to: packet.capturedAt });
    this.#lost = null;
    this.#waitingBytes += size;
    this.#queue.put(packet);
    this.#watchLevel();
  }

  #overflow(packet: Packet): void {
    if (this.#skipping !== 'dropped')
      this.#onLag({ kind: 'dropping', name: this.name, waitingBytes: this.#waitingBytes });
    this.#skipping = 'dropped';
    if (this.#keep === 'latest') {
      const facts = this.#queue.items.filter((item) => item.kind !== 'packet');
      this.#dropped += this.#queue.items.length - facts.length;
      this.#queue.replace(facts.slice(-MOST_FACTS));
      this.#waitingBytes = 0;
    } else if (!this.#lost) {
      const { camera, capturedAt } = packet;
      const detail = `${this.name} is ${this.#waitingBytes} bytes behind`;
      this.#lost = { kind: 'gap', camera, from: capturedAt, to: null, why: 'recorder-failed', detail };
      this.#queue.put(this.#lost);
    }
  }

  #watchLevel(): void {
    if (this.#keep === 'latest') return;
    if (this.#waitingBytes < this.#maxBytes / 4) this.#alarmed = false;
    if (this.#alarmed || this.#waitingBytes < this.#maxBytes / 2) return;
    this.#alarmed = true;
    this.#onLag({ kind: 'half-full', name: this.name, waitingBytes: this.#waitingBytes });
  }
}
