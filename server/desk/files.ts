import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ZaikeError } from '../../core/domain/errors.ts';

/** A file by its content. */
export interface SealedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Files that the center keeps, by their SHA-256: one place, on a disk that all hubs share. */
export interface Files {
  keep(file: { readonly name: string; readonly type: string; readonly data: Uint8Array }): Promise<SealedFile>;
  /** Where a kept file lies. @throws ZaikeError `no-such-file` for what is no hash. */
  path(sha256: string): string;
}

export function keptFiles(folder: string): Files {
  const path = (sha256: string): string => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new ZaikeError('没有这个文件', { code: 'no-such-file', retry: false });
    return join(folder, sha256.slice(0, 2), sha256);
  };
  return {
    path,
    keep: async ({ name, type, data }) => {
      const sha256 = createHash('sha256').update(data).digest('hex');
      const target = path(sha256);
      await mkdir(join(folder, sha256.slice(0, 2)), { recursive: true });
      const fresh = `${target}.${randomBytes(4).toString('hex')}`;
      await writeFile(fresh, data, { flush: true });
      await rename(fresh, target);
      return { name, type, bytes: data.length, sha256 };
    },
  };
}
