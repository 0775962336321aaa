import { milliseconds, minutes, plus } from '../core/domain/units.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import type { Processes } from '../core/platform/process.ts';
import { isClockSynchronised } from '../core/platform/time-sync.ts';
import type { Evidence } from './evidence/evidence.ts';
import { type ClockGuard, clockGuard } from './presence/clock-guard.ts';
import type { Outbox } from './store/outbox.ts';

export interface ClockWatchOptions {
  readonly clock: Clock;
  readonly told: Pick<Outbox, 'put'>;
  /** Asked when the clock was set: the journal opens after the guard. */
  readonly evidence: () => Pick<Evidence, 'append'>;
  readonly log: Log;
}

/** Guards the clock: a step is told to the center and journalled. */
export function watchClock({ clock, told, evidence, log }: ClockWatchOptions): ClockGuard {
  return clockGuard({
    clock,
    onStep: ({ at, by }) => {
      log.warn('the clock was set', { at, by });
      const from = plus(at, milliseconds(-1 * by));
      told.put('clock-step', { from, to: at }, at);
      evidence()
        .append({ kind: 'clock-step', from, to: at })
        .catch((error: unknown) => log.error('a clock step was not journalled', { error }));
    },
  });
}

/** Asks every minute whether a time server holds the clock, until `signal` aborts. */
export async function askTimeServer(
  guard: Pick<ClockGuard, 'confirm'>,
  { processes, clock }: { readonly processes: Processes; readonly clock: Clock },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    guard.confirm(await isClockSynchronised(processes));
    await clock.sleep(minutes(1), signal).catch(() => undefined);
  }
}
