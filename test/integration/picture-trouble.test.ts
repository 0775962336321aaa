import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, systemProcesses } from '../../core/platform/process.ts';
import { emptyClassroom } from '../support/camera/film/classroom.ts';
import { type ClassFilm, classFilm } from '../support/camera/film/render-film.ts';
import { smokeScript } from '../support/camera/film/script.ts';
import { encoderArguments } from '../support/camera/film/test-film.ts';
import { Showing, told } from '../support/picture/play.ts';

let films: ClassFilm;
let film: string;
let folder: string;
/** An empty room that nothing happens in, as a camera with little noise and a low bit rate sends it. */
let empty: string;
beforeAll(async () => {
  films = await classFilm(systemProcesses, smokeScript());
  film = films.main.film;
  folder = await mkdtemp(join(tmpdir(), 'zaike-picture-'));
  await writeFile(join(folder, 'room.png'), await emptyClassroom(1280, 720));
  empty = join(folder, 'empty.mp4');
  await run(systemProcesses, 'ffmpeg', [
    ...['-v', 'error', '-loop', '1', '-framerate', '12', '-i', join(folder, 'room.png'), '-t', '45'],
    ...['-vf', 'noise=alls=3:allf=t,format=yuv420p', ...encoderArguments('h264', 12), '-b:v', '800k', empty],
  ]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The class, twenty seconds of it, as what the camera should show. */
async function wellShown(): Promise<Showing> {
  const showing = new Showing();
  await showing.show({ film, seconds: 1 });
  showing.remember();
  expect(told(await showing.show({ film, from: 30, seconds: 15 }))).toEqual([]);
  return showing;
}
const class_ = (filter: string, from = 60) => ({ film, from, seconds: 40, filter });
const NOISE = 'noise=alls=7:allf=t';

describe('no false alarm', () => {
  test('on the whole class film, people coming and going, with the empty room as its scene', async () => {
    const showing = new Showing();
    const first = await showing.show({ film, seconds: 1 });
    showing.remember();
    const states = [...first, ...(await showing.show({ film, seconds: 183 }))];
    // The first second was shown twice.
    expect(told(states.slice(8))).toEqual([]);
    expect(states.slice(8).filter(({ observed }) => !observed)).toEqual([]);
  });

  test('on an empty room in which nothing moves: a living sensor has noise', async () => {
    const states = await new Showing().show({ film: empty, seconds: 44 });
    expect(states).toHaveLength(44);
    expect(states.every(({ observed, trouble }) => observed && trouble === null)).toBe(true);
  });

  test('when the light gets half as strong', async () => {
    const showing = await wellShown();
    expect(told(await showing.show(class_('eq=contrast=0.5:brightness=-0.1')))).toEqual([]);
  });
});

describe('a picture in which nobody could be seen', () => {
  test('is dark when the light goes off, and well again when it is on', async () => {
    const showing = await wellShown();
    const states = await showing.show({ film: films.main.dark, seconds: 4, times: 4 });
    expect(told(states)).toEqual(['dark']);
    expect(states.every(({ observed }) => !observed)).toBe(true);
    const after = await showing.show(class_('null'));
    expect(after.at(10)).toEqual({ observed: true, trouble: null });
  });

  test.each([
    ['a cloth over the lens', `drawbox=c=0x807060:t=fill,gblur=sigma=5,${NOISE}`],
    ['a bright sheet of paper before it', `drawbox=c=0xd0d0c8:t=fill,${NOISE}`],
    ['something over five sixths of it', `drawbox=x=0:y=0:w=1600:h=1080:c=0x807060:t=fill,${NOISE}`],
  ])('is blocked by %s', async (_, filter) => {
    const showing = await wellShown();
    const states = await showing.show(class_(filter));
    expect(told(states)).toEqual(['blocked']);
    expect(states.every(({ observed }) => !observed)).toBe(true);
  });

  test('is blocked without a scene to compare with, when all of it is covered', async () => {
    const showing = new Showing();
    await showing.show({ film, from: 30, seconds: 5 });
    expect(told(await showing.show(class_(`drawbox=c=0x807060:t=fill,${NOISE}`)))).toEqual(['blocked']);
  });

  test('is frozen when the same picture comes again and again', async () => {
    const showing = await wellShown();
    const states = await showing.show({ film, from: 70, seconds: 1, times: 26 });
    expect(states.slice(0, 6).every(({ observed }) => observed)).toBe(true); // within a group of pictures it says nothing
    expect(states.slice(6).every(({ observed }) => !observed)).toBe(true);
    expect(told(states)).toEqual(['frozen']);
  });

  test('is frozen when only the clock that the camera writes into it goes on', async () => {
    const showing = await wellShown();
    const ticking = (second: number): string => `drawbox=x=${40 + 20 * second}:y=20:w=18:h=40:c=white:t=fill`;
    const states = [];
    for (let second = 0; second < 26; second += 1)
      states.push(...(await showing.show({ film, from: 70, seconds: 1, filter: ticking(second) })));
    expect(told(states)).toEqual(['frozen']);
  });

  test('is frozen when the same seven seconds come again and again', async () => {
    const showing = await wellShown();
    const states = await showing.show({ film, from: 70, seconds: 7, times: 5 });
    expect(states.slice(0, 7).every(({ observed }) => observed)).toBe(true);
    expect(states.slice(7).every(({ observed }) => !observed)).toBe(true);
    expect(told(states)).toEqual(['frozen']);
  });
});

describe('a picture that still shows people is told and stays observed', () => {
  test.each([
    ['turned by a twentieth of its width', 'crop=1824:1026:96:54,pad=1920:1080:0:0'],
    ['drawn closer', 'crop=1400:788:300:100,scale=1920:1080'],
  ])('moved: %s', async (_, filter) => {
    const showing = await wellShown();
    const states = await showing.show(class_(filter));
    expect(told(states)).toEqual(['moved']);
    expect(states.every(({ observed }) => observed)).toBe(true);
  });

  test('blurred: out of focus', async () => {
    const showing = await wellShown();
    const states = await showing.show(class_(`gblur=sigma=6,${NOISE}`));
    expect(told(states)).toEqual(['blurred']);
    expect(states.every(({ observed }) => observed)).toBe(true);
  });
});
