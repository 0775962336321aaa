import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { KeptFile } from '../../core/domain/evidence.ts';
import { digestOf, digestOfFile } from './digest.ts';

/** A package while it is filled: every file that goes in is listed with the hash of what was really written. */
export class PackageFiles {
  readonly #out: string;
  readonly #files = new Map<string, KeptFile>();
  readonly #onBytes: (bytes: number) => void;

  constructor(out: string, onBytes: (bytes: number) => void = () => undefined) {
    this.#out = out;
    this.#onBytes = onBytes;
  }

  /** Where a file of the package is. */
  at(path: string): string {
    return join(this.#out, path);
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** The list, by path. */
  list(): KeptFile[] {
    return [...this.#files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Copies byte for byte, hashing on the way. Twice the same path is copied once. @throws the system's error. */
  async copy(from: string, path: string): Promise<void> {
    if (this.#files.has(path)) return;
    await mkdir(dirname(this.at(path)), { recursive: true });
    const hash = createHash('sha256');
    let bytes = 0;
    const count = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        hash.update(chunk);
        bytes += chunk.length;
        this.#onBytes(chunk.length);
        done(null, chunk);
      },
    });
    const input = createReadStream(from, { highWaterMark: 1 << 20 });
    await pipeline(input, count, createWriteStream(this.at(path), { highWaterMark: 4 << 20, flags: 'wx' }));
    this.#files.set(path, { path, bytes, sha256: hash.digest('hex') });
  }

  async write(path: string, data: Uint8Array | string): Promise<void> {
    await mkdir(dirname(this.at(path)), { recursive: true });
    await writeFile(this.at(path), data, { flag: 'wx' });
    this.#files.set(path, { path, bytes: Buffer.byteLength(data), sha256: digestOf(data) });
  }

  /** Lets something else make a file (ffmpeg, say), and lists it if it did. */
  async make(path: string, maker: (file: string) => Promise<void>): Promise<void> {
    await mkdir(dirname(this.at(path)), { recursive: true });
    await maker(this.at(path));
    const { size } = await stat(this.at(path));
    this.#files.set(path, { path, bytes: size, sha256: await digestOfFile(this.at(path)) });
  }

  /** Copies a folder's files, links left out. @returns their paths in the package. */
  async copyFolder(from: string, path: string): Promise<string[]> {
    const copied: string[] = [];
    for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const target = `${path}/${relative(from, file).replaceAll(sep, '/')}`;
      await this.copy(file, target);
      copied.push(target);
    }
    return copied;
  }
}
