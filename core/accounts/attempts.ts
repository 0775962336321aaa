import { type DurationMs, milliseconds, minutes, seconds } from '../domain/units.ts';

/** Wrong tries that cost nothing. */
const FREE = 5;
const FIRST_WAIT = seconds(30);
const LONGEST_WAIT = minutes(15);
/** Without another wrong try for this long, the count begins anew. */
const FORGET = minutes(30);
/** Keys remembered at once; the oldest go first, so that a flood of names costs no memory. */
const MOST = 10_000;

/** Counts wrong tries by key (a user, an address): after five, each further one doubles the wait, up to 15 minutes. */
export interface Attempts {
  /** How long `key` must wait before the next try; 0: now. */
  wait(key: string): DurationMs;
  failed(key: string): void;
  succeeded(key: string): void;
}

interface Tries {
  readonly count: number;
  readonly last: DurationMs;
}

/** @param monotonic time that no clock step moves. */
export function attempts(monotonic: () => DurationMs): Attempts {
  const tries = new Map<string, Tries>();
  const known = (key: string): Tries | undefined => {
    const found = tries.get(key);
    return found !== undefined && monotonic() - found.last < FORGET ? found : undefined;
  };
  return {
    wait: (key) => {
      const found = known(key);
      if (found === undefined || found.count < FREE) return milliseconds(0);
      const pause = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (found.count - FREE));
      return milliseconds(Math.max(0, found.last + pause - monotonic()));
    },
    failed: (key) => {
      const count = (known(key)?.count ?? 0) + 1;
      tries.delete(key);
      tries.set(key, { count, last: monotonic() });
      const [oldest] = tries.keys();
      if (tries.size > MOST && oldest !== undefined) tries.delete(oldest);
    },
    succeeded: (key) => {
      tries.delete(key);
    },
  };
}
