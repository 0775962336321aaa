import type { DurationMs } from '../../../core/domain/units.ts';

/** How many requests somebody may send: `burst` at once, and `perMinute` in the long run. */
export interface Rate {
  readonly perMinute: number;
  readonly burst: number;
}

/** Counts requests by key. */
export interface RateLimit {
  /** Takes one request of `key`; 0 when it may pass, else the whole seconds to wait. */
  take(key: string): number;
}

/** Keys remembered at once; the oldest go first, so that a flood of addresses costs no memory. */
const MOST = 10_000;
const MINUTE = 60_000;

/** A bucket of tokens for each key. @param monotonic time that no clock step moves. */
export function rateLimit({ perMinute, burst }: Rate, monotonic: () => DurationMs): RateLimit {
  const buckets = new Map<string, { readonly left: number; readonly at: number }>();
  return {
    take: (key) => {
      const now = monotonic();
      const { left, at } = buckets.get(key) ?? { left: burst, at: now };
      const filled = Math.min(burst, left + ((now - at) * perMinute) / MINUTE);
      const passes = filled >= 1;
      buckets.delete(key);
      buckets.set(key, { left: passes ? filled - 1 : filled, at: now });
      const [oldest] = buckets.keys();
      if (buckets.size > MOST && oldest !== undefined) buckets.delete(oldest);
      return passes ? 0 : Math.ceil(((1 - filled) * MINUTE) / perMinute / 1000);
    },
  };
}
