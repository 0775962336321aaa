import { type DurationMs, milliseconds } from '../../core/domain/units.ts';

export interface BackoffOptions {
  /** Before the second attempt; doubled for each further one. */
  readonly first: DurationMs;
  readonly most: DurationMs;
}

/** 1, 2, 4 … 30 s. */
export const BACKOFF: BackoffOptions = { first: milliseconds(1000), most: milliseconds(30_000) };

/** The share of a delay by which jitter may move it, either way. */
const JITTER = 0.2;

/**
 * How long to wait after the `failures`-th failure in a row (from 1), moved by up to a fifth, so that the cameras of a
 * room do not all knock at once after a power cut. `random` gives 0 ≤ x < 1.
 */
export function backoff(failures: number, random: () => number, options: BackoffOptions = BACKOFF): DurationMs {
  const plain = Math.min(options.first * 2 ** Math.max(0, failures - 1), options.most);
  return milliseconds(plain * (1 + JITTER * (2 * random() - 1)));
}
