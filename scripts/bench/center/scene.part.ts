import { systemClock } from '../../../core/platform/clock.ts';
import { kiosks } from '../../../server/store/kiosks.ts';
import { openCenterDb } from '../../../server/store/open.ts';
import { busyName, busyVerifierKey } from '../../../test/support/center/busy/kiosk.ts';

/** How much is going on. */
export interface Size {
  readonly kiosks: number;
  readonly watched: number;
  readonly watchers: number;
  readonly stalled: number;
  readonly stallSeconds: number;
  readonly pictures: number;
}

export const FULL: Size = { kiosks: 200, watched: 8, watchers: 100, stalled: 20, stallSeconds: 600, pictures: 600 };
/** A tenth, in less than a minute. */
export const SHORT: Size = { kiosks: 20, watched: 2, watchers: 10, stalled: 2, stallSeconds: 10, pictures: 60 };

/** What the kiosks' process says of them. */
export interface KioskFigures {
  readonly connected: number;
  readonly waiting: number;
  readonly put: readonly { record: number; checkpoint: number; alarm: number }[];
}

/** What the watchers' process says. */
export interface WatcherFigures {
  readonly firstFrameMs: readonly number[];
  readonly received: number;
  readonly bytes: number;
  readonly lost: number;
  readonly silent: number;
}

/** Pairs so many kiosks beforehand. */
export async function pairAll(where: string, count: number): Promise<void> {
  await using db = await openCenterDb(where);
  const store = kiosks(db);
  for (let number = 0; number < count; number += 1) {
    const id = busyName(number);
    const place = { institution: '沈阳工学院', room: id, pairedAt: systemClock.now(), pairedBy: 'bench' };
    await store.pair({ id, key: busyVerifierKey(number), ...place });
  }
}

/** Asks until it is so. @throws Error naming what did not come true in time. */
export async function whenSo(what: string, is: () => Promise<boolean>, withinMs = 120_000): Promise<void> {
  const until = performance.now() + withinMs;
  while (!(await is())) {
    if (performance.now() > until) throw new Error(`center: expected within ${String(withinMs)} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const progress = (text: string): void => void process.stderr.write(`center: ${text}\n`);
