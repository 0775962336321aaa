import type { KioskState } from '../../core/contract/center/link.ts';
import { type DurationMs, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';

const LOOK_EVERY: DurationMs = seconds(1);
/** Unchanged, it is told this often all the same: silence is news. */
const TELL_EVERY: DurationMs = seconds(10);

/** Tells the state when it changes, at most once a second, until `signal` aborts; one that cannot be had is left out. Never rejects. */
export async function tellState(
  state: () => KioskState,
  tell: (state: KioskState) => void,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  signal: AbortSignal,
): Promise<void> {
  const readable = (): KioskState | null => {
    try {
      return state();
    } catch (error) {
      log.warn('the state could not be told to the center', { error });
      return null;
    }
  };
  let told = '';
  let toldAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const now = readable();
    const text = JSON.stringify({ ...now, at: 0 });
    if (now !== null && (text !== told || clock.monotonic() - toldAt >= TELL_EVERY)) {
      tell(now);
      told = text;
      toldAt = clock.monotonic();
    }
    await clock.sleep(LOOK_EVERY, signal).catch(() => undefined);
  }
}
