import type { CaptureEvent, Gap, MediaInit, Packet } from '../../core/domain/media.ts';
import type { Log } from '../../core/platform/log.ts';
import { type Lag, type SubscribeOptions, Subscription } from './subscription.ts';

/** What a GOP may grow to before it is no longer kept for those who join: cameras without end to theirs exist. */
const MOST_GOP_BYTES = 16 << 20;

/**
 * One camera's events for any number of readers (recorder, live, vision), none of whom can hold up another or the
 * camera. It keeps the current init and GOP, so that whoever joins has a picture at once.
 */
export class CameraHub {
  readonly #log: Log;
  readonly #subscriptions = new Set<Subscription>();
  #init: MediaInit | null = null;
  #gop: Packet[] = [];
  #gopBytes = 0;
  #gap: Gap | null = null;
  #ended = false;

  constructor(log: Log) {
    this.#log = log;
  }

  /** The current run's init, null while there is none. */
  get init(): MediaInit | null {
    return this.#init;
  }

  /** The current run's init and GOP, a keyframe first; null while nothing comes. */
  get current(): { readonly init: MediaInit; readonly gop: readonly Packet[] } | null {
    return this.#init === null || this.#gop.length === 0 ? null : { init: this.#init, gop: [...this.#gop] };
  }

  /** Readers with what waits for them, for the health display. */
  get readers(): readonly Pick<Subscription, 'name' | 'dropped' | 'waitingBytes'>[] {
    return [...this.#subscriptions];
  }

  /** Joins: the gap that lasts, or the current init and GOP, come at once, then everything as it comes. */
  subscribe(options: SubscribeOptions): Subscription {
    const tell = (lag: Lag): void => {
      const level = lag.kind === 'half-full' || options.keep === 'all' ? 'error' : 'info';
      this.#log[level](`${lag.name} cannot keep up`, { kind: lag.kind, waitingBytes: lag.waitingBytes });
    };
    const subscription = new Subscription(options, tell, (gone) => this.#subscriptions.delete(gone));
    if (this.#gap) subscription.put(this.#gap);
    else if (this.#init) for (const event of [this.#init, ...this.#gop]) subscription.put(event);
    if (this.#ended) subscription.end();
    else this.#subscriptions.add(subscription);
    return subscription;
  }

  /** Hands an event to everybody; never waits. */
  publish(event: CaptureEvent): void {
    this.#remember(event);
    for (const subscription of this.#subscriptions) subscription.put(event);
  }

  /** The camera is closed: readers end after what waits for them. */
  end(): void {
    this.#ended = true;
    for (const subscription of this.#subscriptions) subscription.end();
    this.#subscriptions.clear();
  }

  #remember(event: CaptureEvent): void {
    if (event.kind === 'gap') {
      this.#gap = event.to === null ? event : null;
      if (this.#gap) this.#init = null;
      this.#forgetGop();
    } else if (event.kind === 'init') {
      this.#init = event;
      this.#forgetGop();
    } else {
      if (event.keyframe) this.#forgetGop();
      else if (this.#gop.length === 0) return;
      this.#gopBytes += event.data.length;
      this.#gop.push(event);
      if (this.#gopBytes > MOST_GOP_BYTES) this.#forgetGop();
    }
  }

  #forgetGop(): void {
    this.#gop = [];
    this.#gopBytes = 0;
  }
}
