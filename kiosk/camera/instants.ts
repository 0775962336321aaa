import { type DurationMs, type EpochMs, epochMs, milliseconds } from '../../core/domain/units.ts';

/** When the last byte of a packet arrived, by both clocks. */
export interface Arrival {
  readonly wall: EpochMs;
  readonly monotonic: DurationMs;
}

/** What the instants of one packet come to. */
export interface CaptureInstant {
  /** When the picture would have arrived over an undelayed network. */
  readonly at: EpochMs;
  /** How far the camera's media time has left the kiosk's monotonic clock since the run began; positive: it lags. */
  readonly drift: DurationMs;
}

/** How long the quickest packet is remembered. Camera clocks drift below 100 ppm: 3 ms in this time. */
const WINDOW = milliseconds(30_000);
/** A delay beyond this is no network jitter: the camera's own clock is wrong then. */
const MOST_DELAY = milliseconds(5_000);

/**
 * Gives each packet of one run its capture instant (docs/time.md). The quickest packet of the last half minute tells
 * how media time lies against the kiosk's clock; a packet that comes later than that, in the burst after a network
 * pause, gets the instant at which it would have come, not the one at which it came.
 */
export class CaptureInstants {
  readonly #msPerTick: number;
  /** Arrival minus media time of packets that were the quickest since, oldest first, rising. */
  #quickest: { readonly monotonic: number; readonly offset: number }[] = [];
  #first: number | undefined;

  constructor(timescale: number) {
    this.#msPerTick = 1000 / timescale;
  }

  /** ffmpeg hands a frame on when the next one begins, so a packet's arrival is the end of its picture's duration. */
  of(arrival: Arrival, decodeTime: number, duration: number): CaptureInstant {
    const shown = duration * this.#msPerTick;
    const offset = arrival.monotonic - decodeTime * this.#msPerTick - shown;
    this.#first ??= offset;
    while ((this.#quickest.at(-1)?.offset ?? -Infinity) >= offset) this.#quickest.pop();
    this.#quickest.push({ monotonic: arrival.monotonic, offset });
    while ((this.#quickest[0]?.monotonic ?? arrival.monotonic) < arrival.monotonic - WINDOW) this.#quickest.shift();
    const delay = Math.min(offset - (this.#quickest[0]?.offset ?? offset), MOST_DELAY);
    const at = epochMs(Math.round(arrival.wall - delay - Math.min(shown, MOST_DELAY)));
    return { at, drift: milliseconds(offset - this.#first) };
  }
}
