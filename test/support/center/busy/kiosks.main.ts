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
}

const kiosks: BusyKiosk[] = [];
const timers: ReturnType<typeof setInterval>[] = [];
let camera: StampedCamera | null = null;

await answerLines((line: Line) => {
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
  return Promise.resolve({
    connected: kiosks.filter((kiosk) => kiosk.connected).length,
    waiting: kiosks.reduce((sum, kiosk) => sum + kiosk.waiting, 0),
    put: kiosks.map(({ put }) => put),
  });
});
