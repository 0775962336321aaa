import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { type FileKind, fileKindOf, MAGIC_BYTES } from '../../../core/domain/file-kind.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import type { EpochMs } from '../../../core/domain/units.ts';

/** A scan has at most so many bytes. */
export const MOST_BYTES = 20_000_000;

/** A file attached to a class. */
export interface Attachment {
  readonly id: number;
  readonly class: ClassCode;
  /** What it is attached to: `paper/idCard/t-0123456789`, `month/2026-10/annex6`. */
  readonly slot: string;
  readonly sha256: string;
  readonly kind: FileKind;
  readonly bytes: number;
  /** What the file was called; only ever shown. */
  readonly name: string;
  readonly by: string;
  readonly at: EpochMs;
}

/** Where attachments are noted: kiosk/store/attachments satisfies it. */
export interface AttachmentTable {
  add(attachment: Omit<Attachment, 'id'>): number;
  get(id: number): Attachment | null;
  list(code: ClassCode, slot: string): readonly Attachment[];
  remove(id: number, by: string, at: EpochMs): boolean;
  /** Deletes a slot's rows and those below it, in one transaction with `first`. @returns the files that no row names any more. */
  drop(code: ClassCode, slot: string, first: () => void): readonly Pick<Attachment, 'sha256' | 'kind'>[];
}

/** What is attached, by whom and when. */
export interface Attaching {
  readonly class: ClassCode;
  readonly slot: string;
  readonly name: string;
  readonly by: string;
  readonly at: EpochMs;
}

/** Files that people attach: scans of papers, of signed forms, of proofs. */
export interface Attachments {
  /**
   * Keeps a file from a stream, all or nothing. What it is goes by its first bytes, never by its name.
   * @throws ZaikeError `too-large`, `not-a-scan`, `empty-file`; whatever the stream throws.
   */
  add(bytes: AsyncIterable<Uint8Array>, what: Attaching): Promise<Attachment>;
  /** @throws ZaikeError `no-such-attachment`. */
  get(id: number): Attachment;
  /** Those of a slot and of the slots below it, oldest first. */
  list(code: ClassCode, slot: string): readonly Attachment[];
  /** Where the bytes lie. @throws ZaikeError `attachment-missing` when the file is gone from the disk. */
  path(attachment: Attachment): Promise<string>;
  /** Takes it off its slot; the archive keeps the file. @throws ZaikeError `no-such-attachment`. */
  remove(id: number, by: string, at: EpochMs): Attachment;
  /**
   * Deletes all of a slot and of the slots below it, the removed ones too, with the files that nothing else names: for a
   * draft that goes, never for what was filed. `first` is done in the same transaction; when it throws, nothing is.
   */
  drop(code: ClassCode, slot: string, first: () => void): void;
}

/** @param folder made if it is not there; files lie in it by their hash, so that the same scan twice is one file */
export function attachments(folder: string, table: AttachmentTable): Attachments {
  mkdirSync(join(folder, 'coming'), { recursive: true });
  const placeOf = (sha256: string, kind: FileKind): string => join(folder, sha256.slice(0, 2), `${sha256}.${kind}`);
  const get = (id: number): Attachment => {
    const found = table.get(id);
    if (found) return found;
    throw new ZaikeError('没有这个附件，可能已被移除', { code: 'no-such-attachment', retry: false, facts: { id } });
  };
  /** Files that are in place while their row is not: as good as named. */
  const arriving = new Set<string>();
  return {
    add: async (bytes, what) => {
      const coming = join(folder, 'coming', randomUUID());
      let place = '';
      try {
        const written = await write(bytes, coming);
        place = placeOf(written.sha256, written.kind);
        arriving.add(place);
        await mkdir(join(folder, written.sha256.slice(0, 2)), { recursive: true });
        await rename(coming, place);
        const attachment = { ...what, ...written, name: shownName(what.name) };
        return { id: table.add(attachment), ...attachment };
      } finally {
        arriving.delete(place);
        await rm(coming, { force: true });
      }
    },
    get,
    list: (code, slot) => table.list(code, slot),
    path: async ({ sha256, kind, bytes, name }) => {
      const place = placeOf(sha256, kind);
      const found = await stat(place).catch(() => null);
      if (found?.size === bytes) return place;
      throw new ZaikeError(`附件“${name}”的文件不在硬盘上或已损坏，请重新上传`, {
        code: 'attachment-missing',
        retry: false,
      });
    },
    remove: (id, by, at) => {
      const attachment = get(id);
      table.remove(id, by, at);
      return attachment;
    },
    drop: (code, slot, first) => {
      const places = table.drop(code, slot, first).map(({ sha256, kind }) => placeOf(sha256, kind));
      // In the same tick as the check: no upload comes in between.
      for (const place of places) if (!arriving.has(place)) rmSync(place, { force: true });
    },
  };
}

interface Written {
  readonly sha256: string;
  readonly kind: FileKind;
  readonly bytes: number;
}

/** Writes a stream to a file, safe on the disk when this resolves. */
async function write(bytes: AsyncIterable<Uint8Array>, path: string): Promise<Written> {
  const hash = createHash('sha256');
  let head: Uint8Array = new Uint8Array(0);
  let length = 0;
  await using file: FileHandle = await open(path, 'wx', 0o600);
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > MOST_BYTES) throw refusal('too-large', `文件太大：最多 ${MOST_BYTES / 1e6} MB，请降低扫描分辨率`);
    if (head.length < MAGIC_BYTES) {
      head = Buffer.concat([head, chunk.subarray(0, MAGIC_BYTES - head.length)]);
      if (head.length === MAGIC_BYTES && fileKindOf(head) === null) throw notAScan();
    }
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  if (length === 0) throw refusal('empty-file', '文件是空的，请重新选择');
  const kind = fileKindOf(head);
  if (kind === null) throw notAScan();
  await file.sync();
  return { sha256: hash.digest('hex'), kind, bytes: length };
}

const notAScan = (): ZaikeError =>
  refusal('not-a-scan', '只能上传 PDF、JPEG 或 PNG：这个文件的内容不是（改扩展名不行）');

function refusal(code: string, message: string): ZaikeError {
  return new ZaikeError(message, { code, retry: false });
}

/** A name as it is shown: without control characters and folders, at most 120 characters. */
function shownName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  const clean = last.replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim();
  return clean.slice(0, 120) || '未命名';
}
