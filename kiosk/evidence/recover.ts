import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { JournalFact, KeptFile, Segment } from '../../core/domain/evidence.ts';
import { type Fmp4Fragment, Fmp4Reader } from '../../core/domain/fmp4.ts';
import { type EpochMs, epochMs, plus, seconds } from '../../core/domain/units.ts';
import type { Log } from '../../core/platform/log.ts';
import { digestOf, digestOfFile } from './digest.ts';
import type { Disk } from './disk.ts';
import type { AlarmSink, EvidenceIndex } from './ports.ts';
import { finishDeletion } from './retention.ts';
import { readHead, type SegmentHead } from './segment-head.ts';

export interface RecoverOptions {
  readonly directory: string;
  readonly index: EvidenceIndex;
  readonly disk: Disk;
  readonly log: Log;
  readonly alarm: AlarmSink;
  readonly append: (fact: JournalFact) => Promise<unknown>;
}

/** The folders whose every file the journal must know. */
const WATCHED = ['segments', 'lessons', 'pictures'];
const PART = '.part';

/**
 * What a start does before anything is recorded: finishes segments that a kill or a power cut left, sets aside what the
 * journal does not know, and journals as lost what it knows and the disk lacks. Nothing is deleted.
 * @returns the instant up to which the kiosk was certainly running before; 0 for a first start.
 */
export async function recover(options: RecoverOptions): Promise<EpochMs> {
  const { directory, index } = options;
  let alive = index.last().at;
  const found = await filesIn(directory);
  const known = new Map(Array.from(index.keptFiles(), (file) => [file.path, file]));
  for (const path of found.filter((each) => each.endsWith(PART))) {
    const to = await recoverPart(options, path, known);
    alive = epochMs(Math.max(alive, to));
    found.splice(found.indexOf(path), 1);
    known.delete(path.slice(0, -PART.length));
  }
  for (const path of found) {
    if (known.delete(path)) continue;
    const state = index.stateOf(path);
    if (state === 'deleted') await finishDeletion(directory, path);
    else if (state === null) await quarantine(options, path, '不在日志中的文件');
  }
  for (const file of known.values()) await lose(options, file, 'missing');
  return alive;
}

/** Seals one unfinished segment. @returns the instant of its end; 0 when it held nothing. */
async function recoverPart(
  options: RecoverOptions,
  part: string,
  known: ReadonlyMap<string, KeptFile>,
): Promise<EpochMs> {
  const { directory, disk, append, log } = options;
  const path = part.slice(0, -PART.length);
  const file = join(directory, part);
  const journalled = known.get(path);
  if (journalled) {
    // Killed between the journal's entry and the name.
    if ((await stat(file)).size === journalled.bytes) await disk.rename(file, join(directory, path));
    else {
      await lose(options, journalled, 'changed');
      await quarantine(options, part, '与日志不符的录像');
    }
    return epochMs(0);
  }
  const whole = await wholePart(file);
  if (whole === null) {
    log.info('an unfinished segment held no whole frame', { path });
    await disk.discard(file);
    return epochMs(0);
  }
  await using handle = await open(file, 'r+');
  await handle.truncate(whole.bytes);
  await handle.sync();
  const to = plus(whole.head.from, seconds((whole.endDecode - whole.head.firstDecode) / whole.head.timescale));
  const { head, bytes, frames, endDecode } = whole;
  const sha256 = await digestOfFile(file);
  await append({ kind: 'segment', ...head, path, to, bytes, frames, endDecode, sha256, note: 'recovered' });
  await disk.rename(file, join(directory, path));
  return to;
}

/** How far a segment file is whole; null when no frame is. */
async function wholePart(
  file: string,
): Promise<(Pick<Segment, 'bytes' | 'frames' | 'endDecode'> & { head: SegmentHead }) | null> {
  const reader = new Fmp4Reader();
  let head: SegmentHead | null = null;
  let frames = 0;
  let last: Fmp4Fragment | null = null;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
      head ??= readHead(chunk as Buffer);
      for (const fragment of reader.push(chunk as Buffer)) {
        if (fragment.kind !== 'fragment') continue;
        frames += 1;
        last = fragment;
      }
    }
  } catch {
    // Damage after the last whole fragment: the file is cut there.
  }
  if (head === null || last === null) return null;
  return { head, bytes: reader.wholeBytes, frames, endDecode: head.firstDecode + last.decodeTime + last.duration };
}

async function lose({ append, alarm }: RecoverOptions, file: KeptFile, why: 'missing' | 'changed'): Promise<void> {
  const { path, bytes, sha256 } = file;
  await append({ kind: 'lost', path, bytes, sha256, why });
  alarm({ code: 'segment-lost', camera: null, message: `证据文件丢失：${path}（日志中有记录，磁盘上没有）` });
}

async function quarantine(options: RecoverOptions, path: string, what: string): Promise<void> {
  const { directory, append, alarm, index } = options;
  const from = join(directory, path);
  const to = `quarantine/${String(index.applied())}/${path}`;
  const { bytes, sha256 } = await contentOf(from);
  await append({ kind: 'quarantined', path, to, bytes, sha256 });
  await mkdir(dirname(join(directory, to)), { recursive: true });
  await rename(from, join(directory, to));
  alarm({ code: 'file-unknown', camera: null, message: `${what}已移入隔离区：${path}` });
}

/** Of what is no readable file (a dangling link, say) there is nothing to tell. */
async function contentOf(path: string): Promise<Pick<KeptFile, 'bytes' | 'sha256'>> {
  try {
    return { bytes: (await stat(path)).size, sha256: await digestOfFile(path) };
  } catch {
    return { bytes: 0, sha256: digestOf('') };
  }
}

/** Every file under the watched folders, relative, with `/`. Symbolic links count as files that nobody knows. */
async function filesIn(directory: string): Promise<string[]> {
  const files: string[] = [];
  for (const folder of WATCHED) {
    await mkdir(join(directory, folder), { recursive: true });
    for (const entry of await readdir(join(directory, folder), { recursive: true, withFileTypes: true }))
      if (!entry.isDirectory())
        files.push(relative(directory, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
  }
  return files;
}
