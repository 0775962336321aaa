import { rm, writeFile } from 'node:fs/promises';
import ffmpeg from 'fluent-ffmpeg';
import type { Span } from '../../core/domain/units.ts';

/** A sealed segment in a joined clip: its file, and the wall-clock time that it shows. */
export interface ClipPart extends Span {
  readonly file: string;
}

/**
 * Joins segments of one camera into one file by copying the streams: a convenience for people; the segments are the
 * evidence. Where segments do not meet, the clip's clock jumps, so that second n shows `parts[0].from` + n.
 * @param parts in order of time, all with the same init.
 * @param onProgress the share that is done, 0–1.
 * @throws Error with what ffmpeg said.
 */
export async function joinClip(
  parts: readonly ClipPart[],
  out: string,
  { onProgress, signal }: { readonly onProgress?: (share: number) => void; readonly signal?: AbortSignal },
): Promise<void> {
  const list = `${out}.list`;
  await writeFile(list, concatList(parts));
  const [first, last] = [parts[0], parts.at(-1)];
  const length = first && last ? (last.to - first.from) / 1000 : 1;
  try {
    await new Promise<void>((resolve, reject) => {
      const command = ffmpeg(list)
        .inputOptions(['-f', 'concat', '-safe', '0'])
        .outputOptions(['-c', 'copy', '-map', '0:v', '-movflags', '+faststart', '-y'])
        .on('progress', ({ timemark }: { timemark?: string }) =>
          onProgress?.(Math.min(1, secondsOf(timemark) / length)),
        )
        .on('end', () => resolve())
        .on('error', (error: Error) => reject(error));
      signal?.addEventListener('abort', () => command.kill('SIGKILL'), { once: true });
      command.save(out);
    });
  } finally {
    await rm(list, { force: true });
  }
}

/**
 * Cuts a span out of segments of one camera by copying the streams. The file begins at the keyframe before `span.from`,
 * and its edit list lets players begin at the very instant: second n shows `span.from` + n.
 * @param parts in order of time, all with the same init, holding the span.
 * @throws Error with what ffmpeg said.
 */
export async function trimClip(
  parts: readonly ClipPart[],
  span: Span,
  out: string,
  signal: AbortSignal,
): Promise<void> {
  const list = `${out}.list`;
  await writeFile(list, concatList(parts));
  const from = Math.max(0, span.from - (parts[0]?.from ?? span.from));
  try {
    await new Promise<void>((resolve, reject) => {
      const command = ffmpeg(list)
        .inputOptions(['-ss', (from / 1000).toFixed(3), '-f', 'concat', '-safe', '0'])
        .outputOptions(['-t', ((span.to - span.from) / 1000).toFixed(3), '-c', 'copy', '-map', '0:v'])
        .outputOptions(['-movflags', '+faststart', '-f', 'mp4', '-y'])
        .on('end', () => resolve())
        .on('error', (error: Error) => reject(error));
      signal.addEventListener('abort', () => command.kill('SIGKILL'), { once: true });
      command.save(out);
    });
  } finally {
    await rm(list, { force: true });
  }
}

/** A picture to take: at `offset` seconds of `file`, into `out`. */
export interface Grab {
  readonly file: string;
  readonly offset: number;
  readonly out: string;
}

/** Takes pictures as JPEGs of `width` pixels, all by one ffmpeg. @throws Error with what ffmpeg said, when it failed at any of them. */
export async function grabPictures(grabs: readonly Grab[], width: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const command = ffmpeg();
    for (const { file, offset } of grabs) command.input(file).inputOptions(['-ss', offset.toFixed(3)]);
    for (const [i, { out }] of grabs.entries()) {
      const picture = ['-map', `${String(i)}:v`, '-frames:v', '1', '-vf', `scale=${String(width)}:-2`];
      command.output(out).outputOptions([...picture, '-q:v', '4', '-update', '1', '-y']);
    }
    command
      .on('end', () => resolve())
      .on('error', (error: Error) => reject(error))
      .run();
  });
}

/** The concat demuxer's list; each file takes the time until the next one begins. */
function concatList(parts: readonly ClipPart[]): string {
  const lines = parts.flatMap(({ file, from, to }, i) => {
    const next = parts[i + 1]?.from ?? to;
    return [`file '${file.replaceAll("'", "'\\''")}'`, `duration ${String(Math.max(next - from, 1) / 1000)}`];
  });
  return ['ffconcat version 1.0', ...lines, ''].join('\n');
}

/** `HH:MM:SS.hh` in seconds. */
function secondsOf(timemark = ''): number {
  return timemark.split(':').reduce((sum, part) => sum * 60 + (Number(part) || 0), 0);
}
