import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file being written. Positions are explicit, so that a failed write can be tried again. */
export interface OutFile {
  /** Writes all parts one after the other from `position` on. @throws the system's error (ENOSPC, EROFS, EIO, …). */
  write(parts: readonly Uint8Array[], position: number): Promise<void>;
  truncate(length: number): Promise<void>;
  /** Resolves once everything written is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What evidence needs of the disk; tests put failing ones in its place. */
export interface Disk {
  /** Creates the folders that are missing. `fresh`: the file must not be there yet. */
  open(path: string, mode: 'fresh' | 'append'): Promise<OutFile>;
  rename(from: string, to: string): Promise<void>;
  /** Takes back a file that never held a whole frame and that nobody knows of. Retention is the only deleter of evidence. */
  discard(path: string): Promise<void>;
  /** Bytes that may still be written, and in all. */
  space(path: string): Promise<{ readonly free: number; readonly total: number }>;
}

export const systemDisk: Disk = {
  open: async (path, mode) => {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(path, mode === 'fresh' ? 'wx+' : await existing(path));
    if (mode === 'fresh') await syncFolder(dirname(path));
    return outFile(handle);
  },
  rename: async (from, to) => {
    await rename(from, to);
    await syncFolder(dirname(to));
  },
  discard: (path) => rm(path, { force: true }),
  space: async (path) => {
    const { bavail, blocks, bsize } = await statfs(path);
    return { free: bavail * bsize, total: blocks * bsize };
  },
};

/** `r+` keeps what is there and allows positions; the file is made when missing. */
async function existing(path: string): Promise<string> {
  await (await open(path, 'a')).close();
  return 'r+';
}

function outFile(handle: FileHandle): OutFile {
  return {
    write: async (parts, position) => {
      let left = parts;
      for (let at = position; left.length > 0; ) {
        const { bytesWritten } = await handle.writev(left, at);
        if (bytesWritten === 0) throw Object.assign(new Error('nothing could be written'), { code: 'ENOSPC' });
        at += bytesWritten;
        left = after(left, bytesWritten);
      }
    },
    truncate: (length) => handle.truncate(length),
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

function after(parts: readonly Uint8Array[], written: number): readonly Uint8Array[] {
  let skip = written;
  const left: Uint8Array[] = [];
  for (const part of parts) {
    if (skip >= part.length) skip -= part.length;
    else {
      left.push(part.subarray(skip));
      skip = 0;
    }
  }
  return left;
}

/** Makes a new or renamed name in the folder survive a power cut. Some file systems cannot: then nothing is done. */
async function syncFolder(folder: string): Promise<void> {
  try {
    await using handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    // Windows opens no folders
  }
}

/** Writes a file whole or not at all: beside it, synced, then renamed over it. */
export function writeWholeSync(path: string, data: Uint8Array, mode = 0o644): void {
  const temporary = `${path}.new`;
  const descriptor = openSync(temporary, 'w', mode);
  try {
    writeSync(descriptor, data);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, path);
}
