import { setTimeout as delay } from 'node:timers/promises';
import { type DurationMs, type EpochMs, epochMs, milliseconds } from '../domain/units.ts';

/** The only source of time in the product; handed in as a parameter. */
export interface Clock {
  /** The wall clock. */
  now(): EpochMs;
  /** Milliseconds since some fixed point; never goes back, unmoved by clock steps. */
  monotonic(): DurationMs;
  /** Resolves after `duration`; rejects with the signal's reason when aborted. */
  sleep(duration: DurationMs, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => epochMs(Date.now()),
  monotonic: () => milliseconds(performance.now()),
  sleep: async (duration, signal) => {
    await delay(duration, undefined, signal ? { signal } : {});
  },
};
