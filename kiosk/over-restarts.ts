import { ZaikeError } from '../core/domain/errors.ts';
import { seconds } from '../core/domain/units.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';

/** Vision is back within seconds of its end, or later each time. */
const AGAIN = seconds(5);

/**
 * Does `work` anew as long as vision's end breaks it off: what it did is not done twice by it. Without this whoever waited
 * for their template was unknown until the kiosk's next start. @throws whatever else `work` throws
 */
export async function overRestarts(
  work: () => Promise<void>,
  { clock, signal, log }: { readonly clock: Clock; readonly signal: AbortSignal; readonly log: Log },
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof ZaikeError) || !error.retry) throw error;
      log.warn('enrolment was broken off and goes on when vision is back', { error });
    }
    await clock.sleep(AGAIN, signal).catch(() => undefined);
  }
}
