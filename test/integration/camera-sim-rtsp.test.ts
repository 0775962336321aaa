import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { epochMs } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { type Exit, systemProcesses } from '../../core/platform/process.ts';
import { testFilm } from '../support/camera/film/test-film.ts';
import { type SimulatedCamera, startSimulatedCamera } from '../support/camera/simulated-camera.ts';

/** What ffprobe makes of the first seconds of a stream. */
interface Probe {
  readonly streams: readonly { readonly codec_name: string; readonly width?: number; readonly height?: number }[];
  readonly packets: readonly { readonly flags: string; readonly dts?: number }[];
}

const films = { film: '', dark: '', small: '', smallDark: '', steps: '', hevc: '' };

beforeAll(async () => {
  films.film = await testFilm(systemProcesses);
  films.dark = await testFilm(systemProcesses, { source: 'black' });
  films.small = await testFilm(systemProcesses, { width: 320, height: 180 });
  films.smallDark = await testFilm(systemProcesses, { source: 'black', width: 320, height: 180 });
  films.steps = await testFilm(systemProcesses, { source: 'steps', width: 320, height: 180 });
  films.hevc = await testFilm(systemProcesses, { codec: 'h265' });
});

const camera = async (): Promise<SimulatedCamera> =>
  startSimulatedCamera(
    {
      main: { film: films.film, dark: films.dark },
      sub: { film: films.small, dark: films.smallDark },
      hevc: films.hevc,
    },
    systemClock,
  );

async function probe(url: string, seconds = 2): Promise<Probe & { readonly exit: Exit }> {
  await using child = systemProcesses.spawn('ffprobe', [
    ...['-v', 'error', '-rtsp_transport', 'tcp', '-read_intervals', `%+${seconds}`],
    ...['-show_streams', '-show_packets', '-of', 'json', url],
  ]);
  const parts: Buffer[] = [];
  for await (const part of child.stdout) parts.push(part as Buffer);
  const exit = await child.exited;
  const found = JSON.parse(Buffer.concat(parts).toString() || '{}') as Partial<Probe>;
  return { streams: found.streams ?? [], packets: found.packets ?? [], exit };
}

/** Plays with a real decoder that stops at the first error; `luma` is the mean brightness of each frame. */
async function decode(url: string, seconds: number): Promise<{ luma: number[]; exit: Exit }> {
  await using child = systemProcesses.spawn('ffmpeg', [
    ...['-v', 'error', '-xerror', '-err_detect', 'explode', '-rtsp_transport', 'tcp', '-i', url, '-t', String(seconds)],
    ...['-vf', 'scale=1:1', '-f', 'rawvideo', '-pix_fmt', 'gray', '-'],
  ]);
  const luma: number[] = [];
  for await (const part of child.stdout) luma.push(...(part as Buffer));
  return { luma, exit: await child.exited };
}

describe('the simulated camera over RTSP', () => {
  test('gives a real decoder its film without an error, the keyframe first, in real time', async () => {
    await using here = await camera();
    const { streams, packets } = await probe(here.rtspUrl);
    expect(streams).toMatchObject([{ codec_name: 'h264', width: 640, height: 360 }]);
    expect(packets[0]?.flags).toContain('K');
    const steps = packets.slice(1).map(({ dts }, i) => (dts ?? NaN) - (packets[i]?.dts ?? 0));
    expect(new Set(steps)).toEqual(new Set([90_000 / 12]));
    const { luma, exit } = await decode(here.rtspUrl, 10);
    expect(exit).toMatchObject({ code: 0, stderr: '' });
    expect(luma).toHaveLength(120);
  });

  test('serves main and sub-stream to several clients at once', async () => {
    await using here = await camera();
    const urls = [here.rtspUrl, here.rtspUrl, here.subRtspUrl ?? ''];
    const found = await Promise.all(urls.map((url) => probe(url)));
    expect(found.map(({ streams }) => streams[0]?.width)).toEqual([640, 640, 320]);
    expect(found.map(({ packets }) => packets.length > 12)).toEqual([true, true, true]);
  });

  test('answers 401 to a wrong password, 404 to an unknown path', async () => {
    await using here = await camera();
    const wrong = here.rtsp.url('/main', { username: 'admin', password: 'guess' });
    expect((await probe(wrong)).exit.stderr).toContain('401 Unauthorized');
    expect((await probe(here.rtsp.url('/nothing'))).exit.stderr).toContain('404 Not Found');
  });

  test('lets everybody in when it has no password', async () => {
    await using here = await camera();
    here.rtsp.setCredentials(null);
    const { streams } = await probe(here.rtsp.url('/main', null));
    expect(streams).toHaveLength(1);
  });

  test('sends H.265, and a stream that is not video', async () => {
    await using here = await camera();
    here.send('h265');
    expect((await probe(here.rtspUrl)).streams).toMatchObject([{ codec_name: 'hevc', width: 640 }]);
    expect((await decode(here.rtspUrl, 3)).exit).toMatchObject({ code: 0, stderr: '' });
    here.send('audio');
    expect((await probe(here.rtspUrl)).streams).toMatchObject([{ codec_name: 'pcm_mulaw' }]);
  });

  test('goes dark and light again within one stream that a decoder does not notice', async () => {
    await using here = await camera();
    const playing = decode(here.rtspUrl, 6);
    await untilPlaying(here);
    here.show('dark');
    await delay(2_000);
    here.show('film');
    const { luma, exit } = await playing;
    expect(exit).toMatchObject({ code: 0, stderr: '' });
    const shape = luma.map((value) => (value < 40 ? 'dark' : 'light')).filter((value, i, all) => value !== all[i - 1]);
    expect(shape).toEqual(['light', 'dark', 'light']);
  });

  test('stalls with the socket open, then goes on at a keyframe', async () => {
    await using here = await camera();
    const playing = probe(here.rtspUrl, 8);
    await untilPlaying(here);
    here.rtsp.stall('media');
    await delay(2_500);
    expect(here.rtsp.playing()).toBe(1);
    here.rtsp.resume();
    const { packets, exit } = await playing;
    expect(exit).toMatchObject({ code: 0, stderr: '' });
    const jumps = packets.filter(({ dts }, i) => i > 0 && (dts ?? NaN) - (packets[i - 1]?.dts ?? NaN) > 90_000);
    expect(jumps.map(({ flags }) => flags.includes('K'))).toEqual([true]);
  });

  test('resets its connections, refuses new ones, and comes back on the same port', async () => {
    await using here = await camera();
    const playing = decode(here.rtspUrl, 60);
    await untilPlaying(here);
    here.rtsp.refuse();
    here.rtsp.drop('reset');
    await playing;
    expect(here.rtsp.playing()).toBe(0);
    expect((await probe(here.rtspUrl)).exit.stderr).toContain('Connection refused');
    await here.rtsp.accept();
    expect((await probe(here.rtspUrl)).streams).toHaveLength(1);
  });

  test('while everything is stalled, a connection is taken and nothing answered', async () => {
    await using here = await camera();
    here.rtsp.stall('everything');
    const socket = connect(here.rtsp.port, '127.0.0.1');
    await once(socket, 'connect');
    let answer = '';
    socket.on('data', (bytes) => (answer += bytes.toString()));
    socket.write(`OPTIONS rtsp://127.0.0.1/main RTSP/1.0\r\nCSeq: 1\r\n\r\n`);
    await delay(500);
    expect(answer).toBe('');
    here.rtsp.resume();
    await once(socket, 'data');
    expect(answer).toContain('RTSP/1.0 200 OK');
    socket.destroy();
  });

  test('a film that starts later waits on its first second; whoever comes late sees where it stands', async () => {
    await using here = await startSimulatedCamera(
      { main: { film: films.steps }, from: epochMs(systemClock.now() + 4_000) },
      systemClock,
    );
    const early = await decode(here.rtspUrl, 7);
    expect(early.exit).toMatchObject({ code: 0, stderr: '' });
    expect(early.luma.filter((value) => value === early.luma[0]).length).toBeGreaterThan(24);
    expect(seconds(early.luma)).toEqual(seconds(early.luma).map((_, i) => i));
    here.play({ from: epochMs(systemClock.now() - 5_200) });
    const late = await decode(here.rtspUrl, 2);
    expect(seconds(late.luma)[0]).toBe(5);
  });
});

async function untilPlaying(here: SimulatedCamera): Promise<void> {
  while (here.rtsp.playing() === 0) await delay(20);
  await delay(1_500);
}

/** The seconds of the film of steps that frames show, in order: each is 27 brighter when {@link decode} has scaled it. */
function seconds(luma: readonly number[]): number[] {
  const shown = luma.map((value) => Math.floor(value / 27));
  return shown.filter((value, i) => value !== shown[i - 1]);
}
