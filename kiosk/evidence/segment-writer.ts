import { createHash } from 'node:crypto';
import type { Digest } from '../../core/domain/evidence.ts';
import type { Disk, OutFile } from './disk.ts';

/** How far a segment has got: each step is a fact about the file as it is on the disk. */
export interface Progress {
  readonly bytes: number;
  readonly frames: number;
  /** Ticks after the last frame. */
  readonly endDecode: number;
}

/**
 * One segment file while it grows. Frames are gathered in memory and written in batches; the hash follows the
 * bytes that were really written, so that it holds at every moment for what {@link written} says.
 */
export class SegmentWriter {
  readonly #disk: Disk;
  readonly #path: string;
  readonly #hash = createHash('sha256');
  #file: OutFile | null = null;
  #pending: Uint8Array[];
  #gathered: Progress;
  #written: Progress;
  #unsynced = false;

  /** @param head the bytes before the first frame. */
  constructor(disk: Disk, path: string, head: readonly Uint8Array[]) {
    this.#disk = disk;
    this.#path = path;
    this.#pending = [...head];
    this.#written = { bytes: 0, frames: 0, endDecode: 0 };
    this.#gathered = { ...this.#written, bytes: length(head) };
  }

  /** Frames in hand and on the disk. */
  get frames(): number {
    return this.#gathered.frames;
  }

  get path(): string {
    return this.#path;
  }

  /** What is on the disk, in whole frames. */
  get written(): Progress {
    return this.#written;
  }

  /** Bytes that wait for the disk. */
  get waiting(): number {
    return this.#gathered.bytes - this.#written.bytes;
  }

  add(frame: readonly Uint8Array[], endDecode: number): void {
    for (const piece of frame) this.#pending.push(piece);
    const { bytes, frames } = this.#gathered;
    this.#gathered = { bytes: bytes + length(frame), frames: frames + 1, endDecode };
  }

  /** Writes what has been gathered. Not to be called again before it is done. @throws the disk's error. */
  async flush(): Promise<void> {
    if (this.#pending.length === 0) return;
    this.#file ??= await this.#disk.open(this.#path, 'fresh');
    const [batch, reached] = [this.#pending, this.#gathered];
    this.#pending = [];
    await this.#file.write(batch, this.#written.bytes);
    for (const piece of batch) this.#hash.update(piece);
    this.#written = reached;
    this.#unsynced = true;
  }

  async sync(): Promise<void> {
    if (!this.#unsynced) return;
    this.#unsynced = false;
    await this.#file?.sync();
  }

  /** Everything on the disk for good. @throws the disk's error. */
  async finish(): Promise<Digest> {
    await this.flush();
    await this.sync();
    await this.close();
    return this.#hash.digest('hex');
  }

  /** Lets go of what waits in memory. */
  drop(): void {
    this.#pending = [];
    this.#gathered = this.#written;
  }

  /** After a failed write: leaves the file at its last whole frame. @throws the disk's error. */
  async cut(): Promise<Digest> {
    await this.#file?.truncate(this.#written.bytes);
    await this.#file?.sync();
    await this.close();
    return this.#hash.digest('hex');
  }

  /** Takes back a file without a whole frame. @throws the disk's error. */
  async discard(): Promise<void> {
    await this.close();
    await this.#disk.discard(this.#path);
  }

  /** Lets go of the file as it is: the next start finds it. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close().catch(() => undefined);
  }
}

const length = (parts: readonly Uint8Array[]): number => parts.reduce((sum, part) => sum + part.length, 0);
