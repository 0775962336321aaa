import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { PhotoFiles, Sealing } from './ports.ts';

const ID = /^[0-9a-f]{32}$/;
/** How the name of a sealed photo ends. */
export const SUFFIX = '.sealed';

/** Sealed files in `folder`, made when missing (0700). */
export function photoFiles(folder: string, sealing: Sealing): PhotoFiles {
  const path = (id: string): string => {
    if (!ID.test(id)) throw missing(id);
    return join(folder, `${id}${SUFFIX}`);
  };
  return {
    put: async (bytes, person) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const id = randomBytes(16).toString('hex');
      const temporary = `${path(id)}.new`;
      try {
        await using file = await open(temporary, 'wx', 0o600);
        await file.writeFile(sealing.seal(bytes, contextOf(id, person)));
        await file.sync();
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      await rename(temporary, path(id));
      return id;
    },
    get: async (id, person) => {
      const sealed = await readFile(path(id)).catch((error: unknown) => {
        throw isMissing(error) ? missing(id) : error;
      });
      return sealing.open(sealed, contextOf(id, person));
    },
    remove: (id) => rm(path(id), { force: true }),
    sweep: async (known) => {
      const names = await readdir(folder).catch(() => []);
      const lost = names.filter((name) => !name.endsWith(SUFFIX) || !known.has(name.slice(0, -SUFFIX.length)));
      await Promise.all(lost.map((name) => rm(join(folder, name), { force: true })));
      return lost.length;
    },
  };
}

/** What a photo's file is sealed for. */
export const contextOf = (id: string, person: string) => ({ what: 'photo', whose: `${person} ${id}` });
const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

function missing(id: string): ZaikeError {
  return new ZaikeError('照片文件不在了，请重新上传', { code: 'photo-missing', retry: false, facts: { photo: id } });
}
