import { createHash } from 'node:crypto';
import { lstat, open, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { canonicalJson, type Json } from '../../core/domain/canonical.ts';
import type { Digest } from '../../core/domain/evidence.ts';
import type { Faults } from './verify-report.ts';

/** A package as it lies there: its regular files with their lengths, and what else stands in their places. */
export interface Folder {
  readonly root: string;
  readonly files: ReadonlyMap<string, number>;
  readonly folders: ReadonlySet<string>;
}

/** Lists a folder without following a link or opening anything but folders. What is neither file nor folder is a fault. */
export async function listFolder(root: string, faults: Faults): Promise<Folder> {
  const files = new Map<string, number>();
  const folders = new Set<string>();
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const full = join(folder, entry.name);
      const path = relative(root, full).replaceAll(sep, '/');
      if (entry.isDirectory()) {
        folders.add(path);
        await visit(full).catch((error: unknown) => faults.add(path, `cannot be listed: ${reason(error)}`));
      } else if (entry.isFile()) files.set(path, (await lstat(full)).size);
      else faults.add(path, entry.isSymbolicLink() ? 'is a symbolic link, not a file' : 'is no regular file');
    }
  };
  try {
    if (!(await lstat(root)).isDirectory()) faults.add('.', 'is no folder');
    else await visit(root);
  } catch (error) {
    faults.add('.', `cannot be listed: ${reason(error)}`);
  }
  return { root, files, folders };
}

const CHUNK = 4 << 20;
const buffers = [Buffer.allocUnsafeSlow(CHUNK), Buffer.allocUnsafeSlow(CHUNK)] as const;

/** SHA-256 of a file; the disk reads the next piece while this one is hashed. One at a time: the buffers are shared. @throws the system's error. */
export async function hashFile(path: string): Promise<Digest> {
  await using file = await open(path, 'r');
  const hash = createHash('sha256');
  let [current, other] = buffers;
  for (let { bytesRead } = await file.read(current, 0, CHUNK); bytesRead > 0; ) {
    const next = file.read(other, 0, CHUNK);
    hash.update(current.subarray(0, bytesRead));
    ({ bytesRead } = await next);
    [current, other] = [other, current];
  }
  return hash.digest('hex');
}

/** A JSON file of a package larger than this is none. */
const MOST_BYTES = 256 << 20;

/** Reads a small file whole; a fault and null when that is not possible. */
export async function readWhole(folder: Folder, path: string, faults: Faults): Promise<Buffer | null> {
  const size = folder.files.get(path);
  if (size === undefined || size > MOST_BYTES) {
    const what =
      size === undefined ? missing(folder, path) : `is too large to be what it should be: ${String(size)} bytes`;
    faults.add(path, what);
    return null;
  }
  try {
    await using file = await open(join(folder.root, path), 'r');
    return await file.readFile();
  } catch (error) {
    faults.add(path, `cannot be read: ${reason(error)}`);
    return null;
  }
}

export const missing = ({ folders }: Folder, path: string): string =>
  folders.has(path) ? 'is a folder, expected a file' : 'is missing';

/** A value from its one canonical text; any other text is a fault and undefined. */
export function parseCanonical(bytes: Buffer, path: string, faults: Faults): unknown {
  const text = bytes.toString();
  try {
    const value: unknown = JSON.parse(text);
    if (canonicalJson(value as Json) === text) return value;
    faults.add(path, 'is not written as the kiosk writes it: something was changed in it');
  } catch (error) {
    faults.add(path, `is no JSON that can be read: ${reason(error)}`);
  }
  return undefined;
}

export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
