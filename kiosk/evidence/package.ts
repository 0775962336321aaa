import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Contents, parseEntry } from '../../core/contract/evidence.ts';
import { canonicalJson } from '../../core/domain/canonical.ts';
import { formatVerifierKey, type NoteKey } from '../../core/domain/checkpoint.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { JournalEntry, JournalFact } from '../../core/domain/evidence.ts';
import type { ClassCode } from '../../core/domain/ids.ts';
import type { Clock } from '../../core/platform/clock.ts';
import { digestOf, sha256 } from './digest.ts';
import type { Checkpoint, Journal } from './journal.ts';
import { readLines } from './lines.ts';
import { PackageFiles } from './package-files.ts';
import { CHECKPOINTS, CONTENTS, LEAVES, LOG, PROOFS, PUBLIC_KEY } from './package-layout.ts';
import { packLesson } from './package-lesson.ts';
import { writePage } from './package-page.ts';
import { README } from './package-readme.ts';
import type { EvidenceIndex } from './ports.ts';
import { proofsOf, type Selection, toProve } from './proofs.ts';

/** What goes into a package, and where. */
export interface PackageRequest {
  /** An empty folder, or one that is not there yet. */
  readonly out: string;
  /** Null: all classes. */
  readonly class: ClassCode | null;
  /** `YYYY-MM`; null: all. */
  readonly month: string | null;
  /** Who asks for it, for the journal. */
  readonly by: string;
  /** A folder of forms to go along, if there is one. */
  readonly forms?: string | undefined;
}

export interface PackageSource {
  /** The evidence folder. */
  readonly directory: string;
  readonly index: EvidenceIndex;
  readonly journal: Pick<Journal, 'tree' | 'checkpoint'>;
  readonly append: (fact: JournalFact) => Promise<JournalEntry>;
  readonly key: NoteKey;
  readonly clock: Clock;
  /** What is being done, in words (zh-CN), and how much of it, 0–1. */
  readonly onProgress?: (step: string, share: number) => void;
}

/** What a package came to hold. */
export interface Packed {
  readonly lessons: number;
  readonly segments: number;
  readonly bytes: number;
  /** Sealed segments that could not be packed: lost, or deleted lawfully. */
  readonly missing: readonly string[];
  /** Conveniences that could not be made, and why. */
  readonly without: readonly string[];
  readonly head: Checkpoint;
}

/**
 * Packs lessons into a folder that proves itself. The list of all its files is hashed into the journal's export entry; the checkpoint after
 * that entry is the package's head, and it goes to the outbox like every other.
 * @throws ZaikeError `out-not-empty`, `no-lessons`, and the system's errors (a full disk, say).
 */
export async function makePackage(source: PackageSource, request: PackageRequest): Promise<Packed> {
  const { index, append, journal, clock, key, onProgress } = source;
  const { class: code, month, out } = request;
  await mkdir(out, { recursive: true });
  if ((await readdir(out)).length > 0)
    throw new ZaikeError(`${out} 不是空文件夹：请指定一个新的文件夹`, { code: 'out-not-empty', retry: false });
  const lessons = index
    .lessons(code, month ?? '')
    .filter(({ files }) => files.some(({ path }) => path.endsWith('/manifest.json')));
  if (lessons.length === 0)
    throw new ZaikeError(`没有已封存的课时（班级 ${code ?? '全部'}，月份 ${month ?? '全部'}）`, {
      code: 'no-lessons',
      retry: false,
    });
  let bytes = 0;
  const files = new PackageFiles(out, (count) => {
    bytes += count;
  });
  const [pages, missing, without] = [[] as Awaited<ReturnType<typeof packLesson>>[], [] as string[], [] as string[]];
  for (const [i, lesson] of lessons.entries()) {
    const name = `${lesson.date} 第${String(lesson.no)}课时`;
    const progress = (step: string, share: number): void =>
      onProgress?.(`${name}：${step}`, (i + share) / lessons.length);
    const packed = await packLesson({ ...source, files, onProgress: progress }, lesson);
    pages.push(packed);
    missing.push(...packed.page.missing);
    without.push(...packed.without);
  }
  const forms =
    request.forms !== undefined && existsSync(request.forms) ? await files.copyFolder(request.forms, 'forms') : [];
  await files.write('README.txt', README);
  const exportedAt = clock.now();
  const verifierKey = formatVerifierKey(sha256, key);
  await writePage(files, {
    kiosk: key.name,
    key: verifierKey,
    exportedAt,
    class: code,
    month,
    lessons: pages.map(({ page }) => page),
    forms,
  });
  const head = await sealPackage(source, request, { files, exportedAt, append, journal, verifierKey });
  const segments = files.list().filter(({ path }) => path.startsWith('segments/')).length;
  return { lessons: lessons.length, segments, bytes, missing: [...new Set(missing)], without, head };
}

interface Sealing {
  readonly files: PackageFiles;
  readonly exportedAt: Contents['exportedAt'];
  readonly append: PackageSource['append'];
  readonly journal: PackageSource['journal'];
  readonly verifierKey: string;
}

/** The list, the export entry that vouches for it, the head over that entry, and the proofs against that head. */
async function sealPackage(
  { directory, key }: PackageSource,
  { out, class: code, month, by }: PackageRequest,
  { files, exportedAt, append, journal, verifierKey }: Sealing,
): Promise<Checkpoint> {
  const from = (name: string): string => join(directory, 'journal', name);
  const before = await journal.checkpoint();
  await mkdir(join(out, 'journal'), { recursive: true });
  const earlier = await notesThrough(from('checkpoints'), before.note);
  const contents: Contents = {
    format: 1,
    kiosk: key.name,
    class: code,
    month,
    exportedAt,
    checkpoints: { bytes: earlier.length, sha256: digestOf(earlier) },
    files: files.list(),
  };
  const text = canonicalJson(contents);
  await writeFile(join(out, CONTENTS), text, { flag: 'wx' });
  const list = { contents: digestOf(text), files: contents.files.length };
  await append({ kind: 'export', ...list, class: code, month, by });
  const head = await journal.checkpoint();

  await writeFile(join(out, CHECKPOINTS), await notesThrough(from('checkpoints'), head.note));
  const wanted = await copyLog(from('log.jsonl'), join(out, LOG), head.size, { class: code, month });
  const leaves = Array.from({ length: head.size }, (_, seq) => journal.tree.nodes(0, seq));
  await writeFile(join(out, LEAVES), Buffer.concat(leaves));
  await writeFile(join(out, PUBLIC_KEY), `${verifierKey}\n`);
  await writeFile(join(out, PROOFS), canonicalJson(proofsOf(journal.tree, { size: head.size, ...wanted })));
  return head;
}

/** The checkpoints up to and with this one. */
async function notesThrough(path: string, note: string): Promise<Buffer> {
  const all = await readFile(path);
  const at = all.lastIndexOf(note);
  return all.subarray(0, at + Buffer.byteLength(note));
}

/** Copies the first `size` lines of the log. @returns what of them is to be proven. */
async function copyLog(
  from: string,
  to: string,
  size: number,
  selection: Selection,
): Promise<ReturnType<typeof toProve>> {
  let [length, count] = [0, 0];
  const told: JournalEntry[] = [];
  await readLines(from, (line) => {
    if (count >= size) return;
    count += 1;
    length += line.length + 1;
    const parsed = parseEntry(JSON.parse(line.toString()));
    if (parsed.ok) told.push(parsed.value);
  });
  await pipeline(createReadStream(from, { end: length - 1 }), createWriteStream(to, { flags: 'wx' }));
  return toProve(told, selection, size);
}
