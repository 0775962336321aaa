import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Processes, run } from '../../../../core/platform/process.ts';
import { FILM_CACHE, fileExists } from './cache.ts';
import { emptyClassroom } from './classroom.ts';
import { filmFilter, patchSize } from './film-filter.ts';
import { patch } from './photographs.ts';
import type { FilmScript } from './script.ts';
import { encoderArguments } from './test-film.ts';

export interface RenderOptions {
  readonly script: FilmScript;
  /** Of the main stream, in pixels; 16 : 9. */
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly sub: { readonly width: number; readonly height: number };
  /** Files to write, main and sub-stream. */
  readonly out: { readonly main: string; readonly sub: string };
  /** Told the part done, 0–1, about twice a second. */
  readonly onProgress?: (done: number) => void;
}

/** Encodes a class film in one pass. @throws Error with ffmpeg's reason; leaves no half-made file under the asked names. */
export async function renderFilm(processes: Processes, options: RenderOptions): Promise<void> {
  const { script, width, height, fps, sub, out } = options;
  await mkdir(dirname(out.main), { recursive: true });
  const work = await mkdtemp(join(dirname(out.main), 'render-'));
  try {
    const pictures = [await emptyClassroom(width, height)];
    for (const { person } of script.stays) pictures.push(await patch(person, patchSize(width)));
    const inputs: string[] = [];
    for (const [n, picture] of pictures.entries()) {
      const path = join(work, `${n}.png`);
      await writeFile(path, picture);
      inputs.push('-i', path);
    }
    const parts = { main: join(work, 'main.mp4'), sub: join(work, 'sub.mp4') };
    await encode(processes, options.onProgress, script.seconds, [
      ...['-v', 'error', '-y', ...inputs, '-filter_complex', filmFilter(script, { width, fps, sub })],
      ...['-map', '[main]', ...encoderArguments('h264', fps), ...rate(4000), '-t', String(script.seconds), parts.main],
      ...['-map', '[sub]', ...encoderArguments('h264', fps), ...rate(600), '-t', String(script.seconds), parts.sub],
    ]);
    await rename(parts.sub, out.sub);
    await rename(parts.main, out.main);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A film's files, for both streams, with the light on and off. */
export interface ClassFilm {
  readonly main: { readonly film: string; readonly dark: string };
  readonly sub: { readonly film: string; readonly dark: string };
}

const FORMAT = { width: 1920, height: 1080, fps: 12, sub: { width: 640, height: 360 } };
/** Raised when the same script and filter would give another film, or another dark one. */
const GENERATOR = 1;

/** The class film of a script, 1080p and 640 × 360 at 12 frames a second: rendered once, then taken from the cache. */
export async function classFilm(
  processes: Processes,
  script: FilmScript,
  onProgress?: (done: number) => void,
): Promise<ClassFilm> {
  const made = JSON.stringify({ GENERATOR, FORMAT, script, filter: filmFilter(script, FORMAT) });
  const key = createHash('sha256').update(made).digest('hex').slice(0, 32);
  const at = (name: string): string => join(FILM_CACHE, `${key}-${name}.mp4`);
  const out = { main: at('main'), sub: at('sub') };
  if (!(await fileExists(out.main)))
    await renderFilm(processes, { ...FORMAT, script, out, ...(onProgress ? { onProgress } : {}) });
  const dark = {
    main: join(FILM_CACHE, `dark-${GENERATOR}-main.mp4`),
    sub: join(FILM_CACHE, `dark-${GENERATOR}-sub.mp4`),
  };
  if (!(await fileExists(dark.main))) await renderDark(processes, dark);
  return { main: { film: out.main, dark: dark.main }, sub: { film: out.sub, dark: dark.sub } };
}

/** The film as the camera would show it that somebody has turned by a twentieth of its picture's width; once, then from the cache. */
export async function movedFilm(
  processes: Processes,
  film: ClassFilm,
): Promise<{ readonly main: string; readonly sub: string }> {
  const moved = async (from: string, kbps: number): Promise<string> => {
    const path = from.replace(/\.mp4$/, '-moved.mp4');
    if (await fileExists(path)) return path;
    const part = `${path}.${process.pid}.mp4`;
    try {
      await run(processes, 'ffmpeg', [
        ...[
          '-v',
          'error',
          '-y',
          '-i',
          from,
          '-vf',
          'pad=iw*1.05:ih*1.05:0:0,crop=iw/1.05:ih/1.05:iw*0.05/1.05:ih*0.05/1.05',
        ],
        ...[...encoderArguments('h264', FORMAT.fps), ...rate(kbps), part],
      ]);
      await rename(part, path);
    } finally {
      await rm(part, { force: true });
    }
    return path;
  };
  return { main: await moved(film.main.film, 4000), sub: await moved(film.sub.film, 600) };
}

/** The room with its light off: black with a sensor's noise, four seconds, encoded like the film. */
async function renderDark(processes: Processes, out: { main: string; sub: string }): Promise<void> {
  const { width, height, fps, sub } = FORMAT;
  await mkdir(FILM_CACHE, { recursive: true });
  const work = await mkdtemp(join(FILM_CACHE, 'render-'));
  try {
    for (const [name, size, kbps] of [
      ['sub', sub, 600],
      ['main', { width, height }, 4000],
    ] as const) {
      const part = join(work, `${name}.mp4`);
      await encode(processes, undefined, 4, [
        ...[
          '-v',
          'error',
          '-y',
          '-f',
          'lavfi',
          '-i',
          `color=0x060606:size=${size.width}x${size.height}:rate=${fps}:duration=4`,
        ],
        ...['-vf', 'noise=alls=4:allf=t,format=yuv420p', ...encoderArguments('h264', fps), ...rate(kbps), part],
      ]);
      await rename(part, out[name]);
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function encode(
  processes: Processes,
  onProgress: ((done: number) => void) | undefined,
  seconds: number,
  args: readonly string[],
): Promise<void> {
  await using child = processes.spawn('ffmpeg', ['-progress', 'pipe:1', '-nostats', ...args]);
  child.stdout.setEncoding('utf8');
  for await (const text of child.stdout) {
    const [, microseconds] = /out_time_us=(\d+)/.exec(text as string) ?? [];
    if (microseconds !== undefined) onProgress?.(Math.min(1, Number(microseconds) / 1e6 / seconds));
  }
  const exit = await child.exited;
  if (exit.code !== 0) throw new Error(`ffmpeg could not make the film: ${exit.stderr.trim().slice(-600)}`);
}

const rate = (kbps: number): string[] => ['-b:v', `${kbps}k`, '-maxrate', `${kbps}k`, '-bufsize', `${kbps}k`];
