import { ZaikeError } from '../../core/domain/errors.ts';
import type { Log } from '../../core/platform/log.ts';
import type { Underway } from '../../core/platform/underway.ts';
import type { CheckedItem } from './inbox.ts';

/** What was kept and not acted on yet. */
export interface UnhandledStore {
  /** In order. */
  unhandled(kiosk: string, limit: number): Promise<readonly CheckedItem[]>;
  /** Items up to this one were acted on. */
  handled(kiosk: string, last: number): Promise<void>;
}

export interface Handling {
  /** There may be something: looks, unless it is looking already; then it looks once more. */
  wake(): void;
}

const AT_ONCE = 500;

/**
 * Acts on what a kiosk delivered, after it was acknowledged: in order, each at least once. A hub that dies in between
 * leaves the rest to the one that the kiosk comes to next, so `handle` may see an item again and has to bear it. When
 * it throws, the same items come again at the next wake. Once `underway` ends, no more are taken up.
 */
export function createHandling(
  kiosk: string,
  handle: (items: readonly CheckedItem[]) => Promise<void>,
  { store, underway, log }: { readonly store: UnhandledStore; readonly underway: Underway; readonly log: Log },
): Handling {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    for (;;) {
      const items = await store.unhandled(kiosk, AT_ONCE);
      const last = items.at(-1)?.id;
      if (last === undefined) return;
      await handle(items);
      await store.handled(kiosk, last);
      if (items.length < AT_ONCE || underway.ending) return; // what came since then has woken this again, or is left
    }
  };
  const wake = (): void => {
    again = running;
    if (running || underway.ending) return;
    running = true;
    void underway.add(
      run()
        .catch((error: unknown) => {
          // Whoever was cut off at the end cannot be asked for its proof any more: that is no fault.
          if (underway.ending) log.info('what a kiosk delivered is left for the next start', { kiosk });
          // It went, or is slow: it is asked again. Who stays silent for long is told of (proofs.ts).
          else if (isSilent(error)) log.info('a kiosk gave no proof: it is asked again', { kiosk });
          else log.error('what a kiosk delivered could not be acted on yet', { kiosk, error });
        })
        .finally(() => {
          running = false;
          if (again) wake();
        }),
    );
  };
  return { wake };
}

const isSilent = (error: unknown): boolean => error instanceof ZaikeError && error.code === 'kiosk-silent';
