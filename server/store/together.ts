import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';

/** What is written in a transaction: all or none of it. May be done anew when a first try was rolled back. */
export type Work<Tables, Result> = (db: Transaction<Tables>) => Promise<Result>;

/** Does the work in a transaction. @returns what it returned, once that is on the disk. */
export type Write<Tables> = <Result>(work: Work<Tables, Result>) => Promise<Result>;

interface Waiting<Tables> {
  readonly work: Work<Tables, unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** Works in one transaction: more would keep readers waiting. */
const MOST = 100;
/** So many times as long as a commit took, nothing is committed after it; at most so many milliseconds. */
const REST = 3;
const MOST_REST_MS = 100;

/**
 * Writes what many ask for at the same time in one transaction, for a store with one writer whose commit holds up
 * everything in this process until the disk has it. Who comes alone is written at once. After each commit this rests,
 * and who comes meanwhile gathers: waiting for the disk takes a quarter of the time at most, however many write.
 * A work that fails rolls the others back too: each is then done by itself, so that it fails alone.
 */
export function together<Tables>(query: Kysely<Tables>): Write<Tables> {
  const waiting: Waiting<Tables>[] = [];
  let running = false;
  const run = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) {
      const started = performance.now();
      await commit(query, waiting.splice(0, MOST));
      await delay(Math.min(REST * (performance.now() - started), MOST_REST_MS));
    }
    running = false;
  };
  return <Result>(work: Work<Tables, Result>) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    waiting.push({ work, resolve, reject });
    if (!running) void run();
    return promise as Promise<Result>;
  };
}

/** Settles every one of them; never throws. */
async function commit<Tables>(query: Kysely<Tables>, all: readonly Waiting<Tables>[]): Promise<void> {
  try {
    const results = await query.transaction().execute(async (db) => {
      const done: unknown[] = [];
      for (const { work } of all) done.push(await work(db));
      return done;
    });
    for (const [at, { resolve }] of all.entries()) resolve(results[at]);
  } catch (error) {
    const [only] = all;
    if (only !== undefined && all.length === 1) only.reject(error);
    else for (const one of all) await commit(query, [one]);
  }
}
