import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';

const BLOCK = 16;

/**
 * An upload on the disk, encrypted with a key of its own that only this process holds (AES-256-CTR, so
 * that it can be read from any place): photos never lie there readable. Removed with its scope.
 */
export class SealedUpload implements AsyncDisposable {
  readonly #file: string;
  readonly #key = randomBytes(32);
  readonly #nonce = randomBytes(8);

  private constructor(file: string) {
    this.#file = file;
  }

  /** Writes a stream to its end. */
  static async take(file: string, upload: Readable): Promise<SealedUpload> {
    const sealed = new SealedUpload(file);
    try {
      await pipeline(
        upload,
        createCipheriv('aes-256-ctr', sealed.#key, sealed.#counter(0)),
        createWriteStream(file, { mode: 0o600 }),
      );
      return sealed;
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
  }

  /** How the zip library reads it: its size, and any stretch of it. */
  async source(): Promise<{ readonly reader: yauzl.RandomAccessReader; readonly size: number }> {
    const { size } = await stat(this.#file);
    const read = (start: number, end: number): Readable => this.#read(start, end);
    class Reader extends yauzl.RandomAccessReader {
      override _readStreamForRange(start: number, end: number): Readable {
        return read(start, end);
      }
    }
    return { reader: new Reader(), size };
  }

  /** Bytes `start` up to, not including, `end`. */
  #read(start: number, end: number): Readable {
    if (end <= start) return Readable.from([]);
    const skip = start % BLOCK;
    const decipher = createDecipheriv('aes-256-ctr', this.#key, this.#counter((start - skip) / BLOCK));
    decipher.update(Buffer.alloc(skip));
    const file = createReadStream(this.#file, { start, end: end - 1 });
    const plain = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        done(null, decipher.update(chunk));
      },
    });
    file.once('error', (error) => plain.destroy(error));
    plain.once('close', () => file.destroy());
    return file.pipe(plain);
  }

  #counter(block: number): Buffer {
    const counter = Buffer.alloc(BLOCK);
    this.#nonce.copy(counter);
    counter.writeBigUInt64BE(BigInt(block), 8);
    return counter;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#file, { force: true });
  }
}
