import type { KioskState } from '../../core/contract/center/link.ts';
import { type DurationMs, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';

const LOOK_EVERY: DurationMs = seconds(1);
/** Unchanged, it is told this often all the same: silence is news. */
const TELL_EVERY: DurationMs = seconds(10);

/** Tells the state when it changes, at most once a second, until `signal` aborts. */
export async function tellState(
  state: () => KioskState,
  tell: (state: KioskState) => void,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  let told = '';
  let toldAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const now = state();
    const text = JSON.stringify({ ...now, at: 0 });
    if (text !== told || clock.monotonic() - toldAt >= TELL_EVERY) {
      tell(now);
      told = text;
      toldAt = clock.monotonic();
    }
    await clock.sleep(LOOK_EVERY, signal).catch(() => undefined);
  }
}
