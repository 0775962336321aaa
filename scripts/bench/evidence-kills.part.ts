import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Killed, killOnce, saveFilm } from '../../test/support/evidence/kill.ts';
import type { Film } from '../../test/support/evidence/packets.ts';

/** What kill -9 at random moments cost, each followed by a start and a verify on the same data. */
export interface KillFigures {
  readonly kills: number;
  /** From the last frame handed to the recorder to the end of what was recovered; the worst camera of each kill. */
  readonly lostMs: { readonly median: number; readonly max: number };
  readonly lostRecords: number;
  readonly lostEntries: number;
  readonly alarms: readonly string[];
  readonly faults: readonly string[];
}

/** Kills one kiosk again and again, 0–3 s after it began to record two cameras. */
export async function killBench(
  folder: string,
  film: Film,
  kills: number,
  say: (line: string) => void,
): Promise<KillFigures> {
  await mkdir(folder, { recursive: true });
  const reel = join(folder, 'film.mp4');
  await saveFilm(film, reel);
  const all: Killed[] = [];
  for (let round = 0; round < kills; round += 1) {
    const killed = await killOnce(join(folder, 'data'), reel, { cameras: 2, after: 300 + randomInt(3000), round });
    all.push(killed);
    say(
      `kill ${String(round + 1)} of ${String(kills)}: ${String(killed.lostMs)} ms lost after ${String(killed.after)} ms`,
    );
  }
  const lost = all.map(({ lostMs }) => lostMs).sort((a, b) => a - b);
  return {
    kills: all.length,
    lostMs: { median: lost[Math.floor(lost.length / 2)] ?? 0, max: lost.at(-1) ?? 0 },
    lostRecords: all.reduce((sum, { lostRecords }) => sum + lostRecords, 0),
    lostEntries: all.reduce((sum, { lostEntries }) => sum + lostEntries, 0),
    alarms: all.flatMap(({ alarms }) => alarms),
    faults: all.flatMap(({ faults }) => faults),
  };
}
