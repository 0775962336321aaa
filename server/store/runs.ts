import { randomUUID } from 'node:crypto';
import { type DurationMs, minutes, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import type { CenterDb } from './open.ts';

/** A process of the center, from its start to its end. */
export interface Run extends AsyncDisposable {
  readonly id: string;
  /** Whether a run that was last there at `seenAt` is there now. */
  alive(id: string, seenAt: number): boolean;
}

export interface RunOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Whether other processes share the database; else every other run is over. */
  readonly shared: boolean;
}

/** How often a run says that it is there. */
const EVERY: DurationMs = seconds(15);
/** Who said nothing for so long is gone: a killed process, or one that lost its database. */
const GONE: DurationMs = minutes(1);

/** Begins a run in the table `run`; it says that it is there until it is disposed of. */
export async function openRun(
  { query, write }: Pick<CenterDb, 'query' | 'write'>,
  { clock, log, shared }: RunOptions,
): Promise<Run> {
  const id = randomUUID();
  const stop = new AbortController();
  const startedAt = clock.now();
  await write((db) => db.insertInto('run').values({ id, startedAt, seenAt: startedAt }).execute());
  const sayAgain = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(EVERY, stop.signal).catch(() => undefined);
      if (stop.signal.aborted) return;
      await query
        .updateTable('run')
        .set({ seenAt: clock.now() })
        .where('id', '=', id)
        .execute()
        .catch((error: unknown) => log.error('the store could not be told that this process is there', { error }));
    }
  };
  const saying = sayAgain();
  return {
    id,
    alive: (other, seenAt) => other === id || (shared && clock.now() - seenAt < GONE),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await saying;
    },
  };
}
