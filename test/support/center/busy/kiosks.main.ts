/** Kiosks in the middle of their lessons, in a process of their own. */
import { noLive } from '../kiosk.ts';
import { answerLines } from './child.ts';
import { BusyKiosk } from './kiosk.ts';
import { StampedCamera } from './stamped-camera.ts';

interface Line {
  readonly url?: string;
  /** How many, and how many of them have a camera that may be watched (the first). */
  readonly kiosks?: number;
  readonly watched?: number;
  /** Milliseconds between two records of one kiosk. */
  readonly recordEvery?: number;
  /** Between two states of one kiosk; a real one in a lesson tells one a second, as somebody is always just seen. */
  readonly stateEvery?: number;
  readonly say?: 'figures' | 'rest';
  /** Every kiosk closes a lesson of so many records in the same instant; answered when all of it is acknowledged. */
  readonly burst?: number;
}

/** Between two looks whether a kiosk has delivered, in milliseconds. */
const LOOK_EVERY = 10;

const kiosks: BusyKiosk[] = [];
const timers: ReturnType<typeof setInterval>[] = [];
let camera: StampedCamera | null = null;

/** @returns for each kiosk, after how many milliseconds all that it had was acknowledged. */
async function closeEverywhere(records: number): Promise<readonly number[]> {
  for (const kiosk of kiosks) kiosk.close(records);
  const begun = performance.now();
  const took: number[] = [];
  let waiting: readonly BusyKiosk[] = kiosks;
  while (waiting.length > 0) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    const now = Math.round(performance.now() - begun);
    const left = waiting.filter((kiosk) => kiosk.waiting > 0);
    for (let done = waiting.length - left.length; done > 0; done -= 1) took.push(now);
    waiting = left;
  }
  return took;
}

await answerLines(async (line: Line) => {
  const { url, kiosks: count = 0, watched = 0, recordEvery = 20_000, stateEvery = 1000, say } = line;
  if (url !== undefined) {
    camera = watched > 0 ? new StampedCamera() : null;
    for (let number = 0; number < count; number += 1) {
      const live = camera !== null && number < watched ? camera : noLive;
      const kiosk = new BusyKiosk(url, number, { live, stateEvery });
      kiosks.push(kiosk);
      const work = (): void => void timers.push(setInterval(() => kiosk.work(), recordEvery));
      setTimeout(work, (recordEvery * number) / count); // not all at the same instant
    }
  }
  if (say === 'rest') for (const timer of timers.splice(0)) clearInterval(timer);
  if (line.burst !== undefined) return { acknowledgedMs: await closeEverywhere(line.burst) };
  return {
    connected: kiosks.filter((kiosk) => kiosk.connected).length,
    waiting: kiosks.reduce((sum, kiosk) => sum + kiosk.waiting, 0),
    put: kiosks.map(({ put }) => put),
  };
});
