import { join } from 'node:path';
import { expect, it } from 'vitest';
import { killOnce, saveFilm } from '../support/evidence/kill.ts';
import { dataFolder } from '../support/evidence/kiosk.ts';
import { film } from '../support/evidence/packets.ts';

it('a kiosk that is killed five times loses at most a second of video and nothing that it promised, and each start and verify is clean', async () => {
  await using folder = await dataFolder();
  const reel = join(folder.path, 'film.mp4');
  await saveFilm(await film({ bitrate: '2M', size: '640x360' }), reel);
  const data = join(folder.path, 'data');
  for (let round = 0; round < 5; round += 1) {
    const killed = await killOnce(data, reel, { cameras: 2, after: 700 + ((round * 613) % 1900), round });
    expect(killed).toMatchObject({ lostRecords: 0, lostEntries: 0, alarms: [], faults: [], recovered: 2 });
    expect(killed.lostMs).toBeLessThanOrEqual(1000);
  }
});
