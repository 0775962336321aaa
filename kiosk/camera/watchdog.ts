import { type DurationMs, milliseconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';

export interface WatchdogOptions {
  /** How long until the first sign of life may take. */
  readonly startWithin: DurationMs;
  /** How long without a sign is a stall, after the first. */
  readonly stallAfter: DurationMs;
}

/** Barks once, when signs of life stop coming. */
export interface Watchdog extends Disposable {
  /** A sign of life. */
  fed(): void;
  /** Whether it has barked: before any sign of life, or after. */
  readonly barked: 'silent' | 'stalled' | null;
}

/** A second look after the limit: bytes that came while this process was busy are read in the meantime. */
const SECOND_LOOK = milliseconds(100);

/** Starts watching; `bark` is called at most once, in `stallAfter` + 0.1 s at the latest, and never after disposal. */
export function watch(options: WatchdogOptions, clock: Clock, bark: () => void): Watchdog {
  const stop = new AbortController();
  const begun = clock.monotonic();
  let last: DurationMs | null = null;
  let barked: Watchdog['barked'] = null;
  const left = (): number =>
    last === null ? begun + options.startWithin - clock.monotonic() : last + options.stallAfter - clock.monotonic();
  const patrol = async (): Promise<void> => {
    for (;;) {
      const wait = left();
      // Never past a stall that may begin in the meantime.
      await clock.sleep(milliseconds(wait > 0 ? Math.min(wait, options.stallAfter) : SECOND_LOOK), stop.signal);
      if (wait > 0 || left() > 0) continue;
      barked = last === null ? 'silent' : 'stalled';
      bark();
      return;
    }
  };
  patrol().catch(() => undefined); // the sleep was aborted: nobody needs the dog any more
  return {
    fed: () => {
      last = clock.monotonic();
    },
    get barked() {
      return barked;
    },
    [Symbol.dispose]: () => {
      stop.abort();
    },
  };
}
