import { type DurationMs, milliseconds } from '../../core/domain/units.ts';

/** Counts failed tries: so many within a time, then none until the oldest of them is that old. */
export class Tries {
  readonly #monotonic: () => DurationMs;
  readonly #most: number;
  readonly #within: DurationMs;
  #failed: DurationMs[] = [];

  constructor(monotonic: () => DurationMs, most: number, within: DurationMs) {
    this.#monotonic = monotonic;
    this.#most = most;
    this.#within = within;
  }

  /** How long the next try must wait; 0: not at all. */
  wait(): DurationMs {
    const now = this.#monotonic();
    this.#failed = this.#failed.filter((at) => milliseconds(now - at) < this.#within);
    const oldest = this.#failed.at(-this.#most);
    return oldest === undefined ? milliseconds(0) : milliseconds(this.#within - (now - oldest));
  }

  failed(): void {
    this.#failed.push(this.#monotonic());
  }
}
