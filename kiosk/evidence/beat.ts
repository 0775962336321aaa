import type { DurationMs } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';

/** Something to be done again and again; a run that takes longer than `every` delays its own next run only. */
export interface Chore {
  readonly every: DurationMs;
  readonly work: () => unknown;
}

/** Does the chores, each first after its own interval, until the signal; what one throws is logged and it is done again. */
export async function beat(
  { clock, signal, log }: { readonly clock: Clock; readonly signal: AbortSignal; readonly log: Log },
  chores: readonly Chore[],
): Promise<void> {
  await Promise.all(
    chores.map(async ({ every, work }) => {
      for (;;) {
        await clock.sleep(every, signal).catch(() => undefined);
        if (signal.aborted) return;
        try {
          await work();
        } catch (error) {
          log.error('an evidence chore failed; it is done again', { error });
        }
      }
    }),
  );
}
