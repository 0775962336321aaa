import { damaged } from './container.ts';

/** Takes stretches of known length from bytes that come in pieces; disposed of, the source is closed. */
export interface ByteReading extends AsyncDisposable {
  /** The next `length` bytes. @throws ZaikeError `transfer-damaged` when they do not come. */
  take(length: number): Promise<Buffer>;
  /** A length that was written as 4 bytes. @throws ZaikeError `transfer-damaged` above `most`. */
  length(most: number): Promise<number>;
  /** Whether nothing follows. */
  atEnd(): Promise<boolean>;
}

/** Reads from `source`; no more than asked for is held. */
export function readBytes(source: AsyncIterable<Uint8Array>): ByteReading {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Uint8Array = Buffer.alloc(0);
  const take = async (length: number): Promise<Buffer> => {
    const parts = [rest];
    let held = rest.length;
    while (held < length) {
      const next = await chunks.next();
      if (next.done === true) throw damaged();
      parts.push(next.value);
      held += next.value.length;
    }
    const whole = Buffer.concat(parts);
    rest = whole.subarray(length);
    return whole.subarray(0, length);
  };
  return {
    take,
    length: async (most) => {
      const length = (await take(4)).readUInt32BE();
      if (length > most) throw damaged();
      return length;
    },
    atEnd: async () => {
      while (rest.length === 0) {
        const next = await chunks.next();
        if (next.done === true) return true;
        rest = next.value;
      }
      return false;
    },
    [Symbol.asyncDispose]: async () => {
      await chunks.return?.();
    },
  };
}

/** Bytes with their length before them. */
export function* withLength(bytes: Uint8Array): Generator<Uint8Array> {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  yield length;
  yield bytes;
}
