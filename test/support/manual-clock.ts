import { type DurationMs, type EpochMs, epochMs, milliseconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';

/** A clock that moves only when told; sleepers wake as time passes them. */
export class ManualClock implements Clock {
  #wall: number;
  #steady = 0;
  #sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  constructor(now: number) {
    this.#wall = now;
  }

  now(): EpochMs {
    return epochMs(this.#wall);
  }

  monotonic(): DurationMs {
    return milliseconds(this.#steady);
  }

  /** Time passes on both clocks. */
  advance(duration: number): void {
    this.#wall += duration;
    this.#steady += duration;
    const due = this.#sleepers.filter(({ until }) => until <= this.#steady);
    this.#sleepers = this.#sleepers.filter(({ until }) => until > this.#steady);
    for (const { wake } of due) wake();
  }

  /** How many sleep. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  /** Somebody sets the wall clock. */
  step(by: number): void {
    this.#wall += by;
  }

  sleep(duration: DurationMs, signal?: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const sleeper = { until: this.#steady + duration, wake: () => resolve(undefined) };
    this.#sleepers.push(sleeper);
    const abort = (): void => {
      this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort, { once: true });
    return promise;
  }
}
