import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../../core/domain/evidence.ts';
import type { Span } from '../../core/domain/units.ts';
import { type ClipPart, joinClip } from './clip.ts';
import { contactSheet } from './contact-sheet.ts';
import type { PackageFiles } from './package-files.ts';
import type { PageLesson } from './page-data.ts';
import type { IndexedLesson } from './ports.ts';
import { byInit } from './segment-groups.ts';

export interface LessonPacking {
  /** The evidence folder. */
  readonly directory: string;
  readonly files: PackageFiles;
  /** What is being done to this lesson, and the share of it that is done, 0–1. */
  readonly onProgress: (step: string, share: number) => void;
}

/** A lesson in the package, and the conveniences that could not be made. */
export interface PackedLesson {
  readonly page: PageLesson;
  readonly without: readonly string[];
}

/**
 * Packs one lesson: its frozen files, its sealed segments and pictures byte for byte, a joined clip for each camera and
 * one contact sheet. A clip or sheet that cannot be made is named and left out: it is no evidence.
 */
export async function packLesson(packing: LessonPacking, lesson: IndexedLesson): Promise<PackedLesson> {
  const { directory, files, onProgress } = packing;
  for (const { path } of lesson.files)
    if (existsSync(join(directory, path))) await files.copy(join(directory, path), path);
  const read = async <Value>(name: string): Promise<Value> => {
    const path = lesson.files.find((file) => file.path.endsWith(`/${name}.json`))?.path ?? '';
    return JSON.parse(await readFile(join(directory, path), 'utf8')) as Value;
  };
  const manifest = await read<Manifest>('manifest');
  const wanted = [...manifest.cameras.flatMap(({ segments }) => segments), ...manifest.pictures];
  const missing: string[] = [];
  for (const [i, { path }] of wanted.entries()) {
    onProgress('复制录像', (0.6 * i) / wanted.length);
    if (existsSync(join(directory, path))) await files.copy(join(directory, path), path);
    else missing.push(path);
  }
  const without: string[] = [];
  const folder = `${encodeURIComponent(lesson.class).replaceAll('%', '~')}/${lesson.date}-${String(lesson.no).padStart(2, '0')}`;
  const there = (camera: Manifest['cameras'][number]): (ClipPart & Span)[] =>
    camera.segments
      .filter(({ path }) => files.has(path))
      .map(({ path, from, to }) => ({ file: files.at(path), from, to }));
  const clips: PageLesson['clips'][number][] = [];
  for (const [i, camera] of manifest.cameras.entries())
    for (const [n, parts] of (await byInit(there(camera))).entries()) {
      const path = `clips/${folder}-${camera.camera}${n === 0 ? '' : `-${String(n + 1)}`}.mp4`;
      const share = (done: number): number => 0.6 + (0.25 * (i + done)) / manifest.cameras.length;
      const maker = (file: string): Promise<void> =>
        joinClip(parts, file, { onProgress: (done) => onProgress('合并录像', share(done)) });
      try {
        await files.make(path, maker);
        clips.push({ camera: camera.camera, path, from: parts[0]?.from ?? 0 });
      } catch (error) {
        without.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  onProgress('生成缩略图', 0.9);
  const sheet = `sheets/${folder}.jpg`;
  const title = `${lesson.class}  ${lesson.date}  第${String(lesson.no)}课时`;
  const rows = manifest.cameras.map((camera) => ({ camera: camera.camera, segments: there(camera) }));
  try {
    await files.write(sheet, await contactSheet({ title, lesson: manifest.lesson, rows }));
  } catch (error) {
    without.push(`${sheet}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const corrections = lesson.files.filter(({ path }) => /\/correction-[^/]+\.json$/.test(path));
  return {
    without,
    page: {
      manifest,
      records: await read('records'),
      coverage: await read('coverage'),
      openings: await read('openings'),
      people: await read('people'),
      corrections: await Promise.all(
        corrections.map(async ({ path }) => JSON.parse(await readFile(join(directory, path), 'utf8')) as never),
      ),
      missing,
      clips,
      sheet: files.has(sheet) ? sheet : null,
    },
  };
}
