import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** A file on its way to the center. */
export interface SentFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** What a command yields: its result, and the files that the result names by their place. */
export interface Carried<Result> {
  readonly result: Result;
  readonly files: readonly SentFile[];
}

/** Gathers the files of one answer. */
export interface Sending {
  readonly files: readonly SentFile[];
  /** @returns the file's place. */
  bytes(name: string, type: string, data: Uint8Array): number;
  /** A file of the disk, as long as it is now. @returns its place. @throws the system's error. */
  path(name: string, type: string, path: string): Promise<number>;
}

/** An answer without files yet. */
export function sending(): Sending {
  const files: SentFile[] = [];
  return {
    files,
    bytes: (name, type, data) => files.push({ name, type, bytes: data.length, content: once(data) }) - 1,
    path: async (name, type, path) => {
      const { size } = await stat(path);
      const content = size === 0 ? once(new Uint8Array(0)) : createReadStream(path, { end: size - 1 });
      return files.push({ name, type, bytes: size, content }) - 1;
    },
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- an async iterable of one
async function* once(data: Uint8Array): AsyncGenerator<Uint8Array> {
  yield data;
}
