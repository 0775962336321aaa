import { mkdir } from 'node:fs/promises';
import { run, systemProcesses } from '../../../core/platform/process.ts';
import { type Disk, type OutFile, systemDisk } from '../../../kiosk/evidence/disk.ts';

/** A folder with little room, and a way to give it more. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
  readonly disk: Disk;
  readonly kind: 'tmpfs' | 'quota';
  /** Room for `bytes` in all. */
  resize(bytes: number): Promise<void>;
}

/** A real little file system where the test may mount one (root), else a disk that refuses beyond a quota. */
export async function smallDisk(path: string, bytes: number): Promise<SmallDisk> {
  await mkdir(path, { recursive: true });
  const size = (room: number): string => `size=${String(Math.ceil(room / 4096) * 4096)}`;
  try {
    await run(systemProcesses, 'mount', ['-t', 'tmpfs', '-o', size(bytes), 'tmpfs', path]);
  } catch {
    return quotaDisk(path, bytes);
  }
  return {
    path,
    disk: systemDisk,
    kind: 'tmpfs',
    resize: async (room) => {
      await run(systemProcesses, 'mount', ['-o', `remount,${size(room)}`, path]);
    },
    [Symbol.asyncDispose]: async () => {
      await run(systemProcesses, 'umount', ['-l', path]);
    },
  };
}

/** What has been written counts against the quota, whichever file it went to; it writes as much as fits, as a disk does. */
export function quotaDisk(path: string, bytes: number): SmallDisk {
  let room = bytes;
  const full = (): Error => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  const limited = (file: OutFile): OutFile => ({
    ...file,
    write: async (parts, position) => {
      const all = Buffer.concat(parts);
      const fits = Math.min(room, all.length);
      room -= fits;
      if (fits > 0) await file.write([all.subarray(0, fits)], position);
      if (fits < all.length) throw full();
    },
  });
  return {
    path,
    kind: 'quota',
    disk: { ...systemDisk, open: async (file, mode) => limited(await systemDisk.open(file, mode)) },
    resize: (size) => {
      room = Math.max(0, size - (bytes - room));
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
