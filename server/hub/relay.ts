import type { LiveInit, LivePacket } from '../../core/contract/live.ts';
import { LiveFlow } from '../../core/domain/live-flow.ts';
import { type DurationMs, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';

/** Somebody who watches one camera: a socket, or another hub. */
export interface Watcher {
  init(init: LiveInit): void;
  /** `got` is to be called when the watcher has confirmed it. */
  packet(packet: LivePacket, got: () => void): void;
  /** No more will come; why, for people (zh-CN). */
  ended(why: string): void;
  /** Bytes that its connection has not taken yet; above a bound it skips as a slow one does. */
  readonly backlog: () => number;
}

/** The kiosk's side of one camera and size. */
export interface Source {
  /** Asks the kiosk to send from its current GOP on. */
  watch(): void;
  unwatch(): void;
}

export interface RelayOptions {
  readonly clock: Clock;
  /** How long the kiosk goes on sending after the last watcher left: who looks again at once sees a picture at once. */
  readonly linger?: DurationMs;
}

/** A connection that holds this much unsent is as good as stalled. */
const MOST_BACKLOG = 8 << 20;
/** A GOP of which more came is no longer kept for newcomers: they wait for the next keyframe. */
const MOST_GOP = 32 << 20;
const LINGER = seconds(5);

interface Seat {
  readonly watcher: Watcher;
  readonly flow: LiveFlow;
}

/**
 * One camera's live video from its kiosk to everybody who watches it. Whoever joins gets the init and the current GOP
 * at once; a slow one loses stretches up to a keyframe and holds up nobody else; the kiosk sends only while somebody
 * watches.
 */
export class Relay implements Disposable {
  readonly #source: Source;
  readonly #clock: Clock;
  readonly #linger: DurationMs;
  readonly #seats = new Set<Seat>();
  #init: LiveInit | null = null;
  #gop: LivePacket[] = [];
  #gopBytes = 0;
  #sending = false;
  #leaving: AbortController | null = null;

  constructor(source: Source, { clock, linger = LINGER }: RelayOptions) {
    this.#source = source;
    this.#clock = clock;
    this.#linger = linger;
  }

  get watchers(): number {
    return this.#seats.size;
  }

  /** Packets left out for slow watchers who still watch. */
  get skipped(): number {
    return [...this.#seats].reduce((sum, { flow }) => sum + flow.skipped, 0);
  }

  /** Lets `watcher` in until the returned function is called. */
  join(watcher: Watcher): () => void {
    const seat: Seat = { watcher, flow: new LiveFlow(() => this.#clock.monotonic()) };
    this.#seats.add(seat);
    this.#leaving?.abort();
    this.#leaving = null;
    if (this.#init !== null && this.#sending) {
      watcher.init(this.#init);
      for (const packet of this.#gop) this.#offer(seat, packet);
    }
    if (!this.#sending) {
      this.#sending = true;
      this.#source.watch();
    }
    return () => {
      if (this.#seats.delete(seat) && this.#seats.size === 0) void this.#leave();
    };
  }

  /** The kiosk begins a run. */
  init(init: LiveInit): void {
    this.#init = init;
    this.#gop = [];
    this.#gopBytes = 0;
    for (const { watcher, flow } of this.#seats) {
      flow.restart();
      watcher.init(init);
    }
  }

  /** The kiosk sent a packet; those of a run without its init are of no use. */
  packet(packet: LivePacket): void {
    if (this.#init?.run !== packet.run) return;
    if (packet.keyframe) {
      this.#gop = [];
      this.#gopBytes = 0;
    }
    this.#gopBytes += packet.data.byteLength;
    if (this.#gopBytes <= MOST_GOP) this.#gop.push(packet);
    else this.#gop = [];
    for (const seat of this.#seats) this.#offer(seat, packet);
  }

  /** The kiosk cannot send, or is gone: everybody is told. Who joins again has the kiosk asked again. */
  lost(why: string): void {
    this.#sending = false;
    this.#init = null;
    this.#gop = [];
    for (const { watcher, flow } of this.#seats) {
      flow.restart();
      watcher.ended(why);
    }
  }

  /** The kiosk is back: it is asked anew if somebody watches. */
  back(): void {
    this.#sending = this.#seats.size > 0;
    if (this.#sending) this.#source.watch();
  }

  /** The hub ends: nobody looks again at once, and the process is not held up by waiting for them. */
  [Symbol.dispose](): void {
    this.#leaving?.abort();
  }

  #offer({ watcher, flow }: Seat, packet: LivePacket): void {
    const got = flow.admit(packet, watcher.backlog() > MOST_BACKLOG);
    if (got !== undefined) watcher.packet(packet, got);
  }

  async #leave(): Promise<void> {
    const leaving = new AbortController();
    this.#leaving = leaving;
    await this.#clock.sleep(this.#linger, leaving.signal).catch(() => undefined);
    if (leaving.signal.aborted || this.#seats.size > 0) return;
    this.#sending = false;
    this.#init = null;
    this.#gop = [];
    this.#source.unwatch();
  }
}
