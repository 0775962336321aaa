import { open } from 'node:fs/promises';

const CHUNK = 256 << 10;
/** An entry longer than this is none: 500 deleted files fit many times over. */
export const MAX_LINE = 8 << 20;
const NEWLINE = 0x0a;

/** Where a file of lines is whole. */
export interface LinesRead {
  /** Bytes up to and with the last newline. */
  readonly whole: number;
  /** Bytes after it: a write that did not end. */
  readonly torn: number;
}

/**
 * Gives each line (without its newline; the bytes are only valid during the call) in order. Memory stays
 * at one chunk. A line beyond {@link MAX_LINE} counts as torn, with all that follows.
 * @throws the system's error when the file cannot be read.
 */
export async function readLines(path: string, onLine: (line: Buffer) => void): Promise<LinesRead> {
  await using file = await open(path, 'r');
  let held = Buffer.alloc(0);
  let whole = 0;
  const chunk = Buffer.allocUnsafe(CHUNK);
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, CHUNK);
    if (bytesRead === 0) break;
    const bytes =
      held.length === 0 ? chunk.subarray(0, bytesRead) : Buffer.concat([held, chunk.subarray(0, bytesRead)]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE, held.length); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      onLine(bytes.subarray(start, end));
      start = end + 1;
    }
    whole += start;
    held = Buffer.from(bytes.subarray(start));
    if (held.length > MAX_LINE) break;
  }
  const { size } = await file.stat();
  return { whole, torn: size - whole };
}
