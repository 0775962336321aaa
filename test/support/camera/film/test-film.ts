import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Processes, run } from '../../../../core/platform/process.ts';
import { FILM_CACHE, fileExists } from './cache.ts';

export interface TestFilmOptions {
  readonly codec?: 'h264' | 'h265';
  /** A moving test picture (default), black, or grey that is 20 of 255 brighter each second. */
  readonly source?: keyof typeof SOURCES;
  readonly width?: number;
  readonly height?: number;
  readonly fps?: number;
  readonly seconds?: number;
}

const SOURCES = {
  moving: ['testsrc2=', ''],
  black: ['color=black:', ''],
  steps: ['color=black:', ',geq=lum=30+20*floor(T):cb=128:cr=128'],
} as const;

/** Makes a small film of a test picture, GOP 1 s, no B-frames, once; gives its path. */
export async function testFilm(processes: Processes, options: TestFilmOptions = {}): Promise<string> {
  const { codec = 'h264', source = 'moving', width = 640, height = 360, fps = 12, seconds = 8 } = options;
  const name = ['test', codec, source, `${width}x${height}`, fps, seconds].join('-');
  const path = join(FILM_CACHE, `${name}.mp4`);
  if (await fileExists(path)) return path;
  await mkdir(FILM_CACHE, { recursive: true });
  const part = `${path}.${process.pid}.tmp`;
  const [start, filter] = SOURCES[source];
  const input = `${start}size=${width}x${height}:rate=${fps}:duration=${seconds}${filter}`;
  try {
    await run(processes, 'ffmpeg', [
      ...['-v', 'error', '-y', '-f', 'lavfi', '-i', input, '-pix_fmt', 'yuv420p'],
      ...encoderArguments(codec, fps),
      ...['-f', 'mp4', part],
    ]);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
  return path;
}

/** GOP of one second, closed, without B-frames and scene cuts: any GOP can follow any other. */
export function encoderArguments(codec: 'h264' | 'h265', fps: number): string[] {
  return codec === 'h264'
    ? [
        ...['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', String(fps), '-keyint_min', String(fps)],
        ...['-sc_threshold', '0'],
      ]
    : [
        ...['-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1', '-x265-params'],
        `log-level=error:bframes=0:keyint=${fps}:min-keyint=${fps}:scenecut=0:open-gop=0`,
      ];
}
