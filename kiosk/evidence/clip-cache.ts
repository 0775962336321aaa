import { existsSync, utimesSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../core/platform/clock.ts';

/** Files that were made for people who look, each once; above `mostBytes` those go that were not looked at for the longest. */
export interface ClipCache {
  /** The file if it was made already. */
  ready(name: string): string | null;
  /** Makes the file, unless it is there. `maker` writes it to the path that it is given. @throws what `maker` throws. */
  make(name: string, maker: (unfinished: string) => Promise<void>): Promise<string>;
}

/** Opens the cache in a folder of its own. */
export function clipCache(folder: string, clock: Pick<Clock, 'now'>, mostBytes: number): ClipCache {
  const ready = (name: string): string | null => {
    const file = join(folder, name);
    if (!existsSync(file)) return null;
    const seconds = clock.now() / 1000;
    try {
      utimesSync(file, seconds, seconds);
    } catch {
      return null; // room was made of it just now
    }
    return file;
  };

  /** Deletes what was not looked at for the longest, but for `newest`. */
  const makeRoom = async (newest: string): Promise<void> => {
    const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
    const files = await Promise.all(
      names.map(async (name) => {
        const path = join(folder, name);
        const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
        return { path, size, mtimeMs };
      }),
    );
    let bytes = files.reduce((sum, { size }) => sum + size, 0);
    for (const { path, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (bytes <= mostBytes) return;
      if (path === newest) continue;
      await rm(path, { force: true });
      bytes -= size;
    }
  };

  return {
    ready,
    make: async (name, maker) => {
      const there = ready(name);
      if (there !== null) return there;
      const file = join(folder, name);
      const unfinished = join(folder, `.${name}`);
      await mkdir(folder, { recursive: true });
      try {
        await maker(unfinished);
        await rename(unfinished, file);
      } finally {
        await rm(unfinished, { force: true });
      }
      await makeRoom(file);
      return file;
    },
  };
}
