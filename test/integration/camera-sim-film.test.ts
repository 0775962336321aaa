import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { systemClock } from '../../core/platform/clock.ts';
import { run, systemProcesses } from '../../core/platform/process.ts';
import { openFilm } from '../support/camera/film/encoded-film.ts';
import { PEOPLE } from '../support/camera/film/people.ts';
import { enrolmentPhotos } from '../support/camera/film/photographs.ts';
import { classFilm, renderFilm } from '../support/camera/film/render-film.ts';
import type { FilmScript } from '../support/camera/film/script.ts';
import { startSimulatedCamera } from '../support/camera/simulated-camera.ts';

test('a film is made in one pass: people come and go by the script, GOPs of a second, progress told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zaike-film-'));
  try {
    const [first, second] = PEOPLE;
    if (!first || !second) throw new Error('expected people');
    const script: FilmScript = {
      seconds: 4,
      stays: [
        { person: first, stays: [{ from: 2, to: 4 }] },
        { person: second, stays: [] },
      ],
    };
    const out = { main: join(folder, 'main.mp4'), sub: join(folder, 'sub.mp4') };
    const told: number[] = [];
    await renderFilm(systemProcesses, {
      ...{ script, out, width: 960, height: 540, fps: 8, sub: { width: 320, height: 180 } },
      onProgress: (done) => told.push(done),
    });
    expect((await readdir(folder)).toSorted()).toEqual(['main.mp4', 'sub.mp4']);
    expect(told.at(-1)).toBeGreaterThan(0.8);
    await using main = await openFilm(out.main);
    await using sub = await openFilm(out.sub);
    expect([main.width, main.height, main.gopFrames, main.gopMs, main.gops]).toEqual([960, 540, 8, 1000, 4]);
    expect([sub.width, sub.gopFrames, sub.gops]).toEqual([320, 8, 4]);
    // Seat 0 is the upper left twelfth, seat 1 the next.
    expect(await change(out.main, 0)).toBeGreaterThan(20);
    expect(await change(out.main, 1)).toBeLessThan(5);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the class film is made once, and its dark picture can follow it in a running stream', async () => {
  const script: FilmScript = { seconds: 2, stays: [] };
  const film = await classFilm(systemProcesses, script);
  const told: number[] = [];
  expect(await classFilm(systemProcesses, script, (done) => told.push(done))).toEqual(film);
  expect(told).toEqual([]);
  await using camera = await startSimulatedCamera(film, systemClock);
  camera.show('dark');
});

test('a film that cannot be made leaves nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zaike-film-'));
  try {
    const out = { main: join(folder, 'main.mp4'), sub: join(folder, 'sub.mp4') };
    const made = renderFilm(systemProcesses, {
      ...{ script: { seconds: 1, stays: [] }, out, width: 960, height: 540, fps: 8, sub: { width: 321, height: 180 } },
    });
    await expect(made).rejects.toThrow('ffmpeg could not make the film');
    expect(await readdir(folder)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('everybody has three portraits to enrol with', async () => {
  for (const person of PEOPLE) {
    const paths = await enrolmentPhotos(person);
    const sizes = await Promise.all(paths.map(async (path) => (await sharp(path).metadata()).width));
    expect(sizes).toEqual([720, 640, 880]);
  }
});

/** How much a seat's brightness differs between the film's second 1 and second 3, mean of 0–255. */
async function change(film: string, seat: number): Promise<number> {
  const at = async (second: number): Promise<Buffer> =>
    run(systemProcesses, 'ffmpeg', [
      ...['-v', 'error', '-ss', String(second), '-i', film, '-frames:v', '1'],
      ...['-vf', `crop=iw/4:ih/3:${seat}*iw/4:0,scale=24:18`, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'],
    ]);
  const [before, after] = await Promise.all([at(1), at(3)]);
  return before.reduce((sum, value, i) => sum + Math.abs(value - (after[i] ?? 0)), 0) / before.length;
}
