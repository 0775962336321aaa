import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A folder that keeps uploaded photos until they are imported: encrypted with a key that lives in this
 * process only, so that what a power cut leaves behind can be read by nobody. Removed with its scope.
 */
export class Staging implements AsyncDisposable {
  readonly #folder: string;
  readonly #key = randomBytes(32);
  readonly #kept = new Set<string>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the folder (and its parents). */
  static async open(folder: string): Promise<Staging> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new Staging(folder);
  }

  /** Keeps a file; answers its sha256 (hexadecimal), by which it is read. The same bytes are kept once. */
  async put(bytes: Uint8Array): Promise<string> {
    const name = createHash('sha256').update(bytes).digest('hex');
    if (this.#kept.has(name)) return name;
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    const sealed = Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    await writeFile(join(this.#folder, name), sealed, { mode: 0o600 });
    this.#kept.add(name);
    return name;
  }

  /** The bytes that `put` kept under this sha256. @throws Error when they are gone or were touched. */
  async get(name: string): Promise<Buffer> {
    if (!this.#kept.has(name)) throw new Error(`expected a staged file, got ${name}`);
    const sealed = await readFile(join(this.#folder, name));
    const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#kept.clear();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
