import { type DurationMs, minutes } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import type { Decisions } from './decisions.ts';

export interface TellAgainPorts {
  readonly decisions: Pick<Decisions, 'tellAgain'>;
  /** Kiosks that are linked to this process: each hub tells its own. */
  readonly linkedHere: () => ReadonlySet<string>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A kiosk that was busy, or slow to answer, is told again this often. */
const EVERY: DurationMs = minutes(1);

/** Tells kiosks that stay linked what they did not take at once, every minute until `ending`. */
export async function tellAgain(
  { decisions, linkedHere, clock, log }: TellAgainPorts,
  ending: AbortSignal,
): Promise<void> {
  for (;;) {
    await clock.sleep(EVERY, ending).catch(() => undefined);
    if (ending.aborted) return;
    await decisions
      .tellAgain(linkedHere())
      .catch((error: unknown) => log.error('what kiosks were not told could not be read', { error }));
  }
}
