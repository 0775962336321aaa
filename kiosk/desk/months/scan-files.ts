import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZaikeError } from '../../../core/domain/errors.ts';

/** A scan as it is kept. */
export interface KeptScan {
  readonly sha256: string;
  readonly type: 'application/pdf' | 'image/jpeg' | 'image/png';
  readonly bytes: number;
}

/** Where signed scans lie, each under its own hash. */
export interface ScanFiles {
  /** Keeps a scan whole or not at all. @throws ZaikeError `not-a-scan`; what the stream itself throws. */
  keep(bytes: Readable): Promise<KeptScan>;
  path(sha256: string): string;
}

const HEAD = 8;

/** Scans in a folder, content-addressed: the same file twice is kept once. */
export function scanFiles(folder: string): ScanFiles {
  const path = (sha256: string): string => join(folder, sha256);
  return {
    path,
    keep: async (stream) => {
      await mkdir(folder, { recursive: true });
      const part = join(folder, `.${randomBytes(9).toString('base64url')}.part`);
      try {
        const hash = createHash('sha256');
        let bytes = 0;
        const counted = new Transform({
          transform(chunk: Buffer, _encoding, done) {
            hash.update(chunk);
            bytes += chunk.length;
            done(null, chunk);
          },
        });
        await pipeline(stream, counted, createWriteStream(part, { flags: 'wx', mode: 0o600 }));
        const type = await typeOf(part);
        if (type === null)
          throw new ZaikeError('请上传 PDF、JPEG 或 PNG 格式的扫描件', { code: 'not-a-scan', retry: false });
        const sha256 = hash.digest('hex');
        if (await isThere(path(sha256))) await rm(part);
        else await settle(part, path(sha256));
        return { sha256, type, bytes };
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
  };
}

/** On the disk for good before it has its name. */
async function settle(part: string, path: string): Promise<void> {
  await using file = await open(part, 'r+');
  await file.sync();
  await rename(part, path);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The type by the file's first bytes, whatever its name says. */
async function typeOf(path: string): Promise<KeptScan['type'] | null> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
  const head = buffer.subarray(0, bytesRead);
  if (head.subarray(0, 5).toString('latin1') === '%PDF-') return 'application/pdf';
  if (head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (head.equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png';
  return null;
}
