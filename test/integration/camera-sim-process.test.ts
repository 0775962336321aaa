import { expect, test } from 'vitest';
import { epochMs } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { run, systemProcesses } from '../../core/platform/process.ts';
import { testFilm } from '../support/camera/film/test-film.ts';
import { startRemoteCamera } from '../support/camera/remote-camera.ts';

const films = async () => ({
  main: { film: await testFilm(systemProcesses), dark: await testFilm(systemProcesses, { source: 'black' }) },
});

const codec = async (url: string): Promise<string> => {
  const args = ['-v', 'error', '-rtsp_transport', 'tcp', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', url];
  return (await run(systemProcesses, 'ffprobe', args)).toString().trim();
};

test('a camera in a process of its own plays, fails and comes back as it is told', async () => {
  await using camera = await startRemoteCamera(systemProcesses, {
    ...(await films()),
    from: epochMs(systemClock.now()),
    airing: { loopGops: 4 },
  });
  expect(await codec(camera.rtspUrl)).toBe('h264');
  await camera.tell({ do: 'show', what: 'dark' });
  await camera.tell({ do: 'refuse' });
  await camera.tell({ do: 'drop', how: 'reset' });
  await expect(codec(camera.rtspUrl)).rejects.toThrow('Connection refused');
  await camera.tell({ do: 'accept' });
  await camera.tell({ do: 'send', what: 'audio' });
  expect(await codec(camera.rtspUrl)).toBe('pcm_mulaw');
  await camera.tell({ do: 'password', credentials: { username: 'admin', password: 'changed' } });
  await expect(codec(camera.rtspUrl)).rejects.toThrow('401 Unauthorized');
  await expect(camera.tell({ do: 'send', what: 'h265' })).rejects.toThrow('expected an H.265 film');
});

test('a camera that cannot start says why', async () => {
  const main = { film: '/nowhere.mp4' };
  await expect(startRemoteCamera(systemProcesses, { main })).rejects.toThrow('/nowhere.mp4');
});
