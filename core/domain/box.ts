import { ZaikeError } from './errors.ts';

/** One box (atom) of an MP4 file, ISO/IEC 14496-12 §4.2. Offsets count from the start of the bytes searched. */
export interface Box4 {
  /** Four printable characters. */
  readonly type: string;
  readonly start: number;
  /** Where its payload begins: after size, type and, if any, the 64-bit size. */
  readonly body: number;
  /** The first byte after it. */
  readonly end: number;
}

/** What a box's first bytes say of it: `size` includes the head. */
export interface BoxHead {
  readonly type: string;
  readonly size: number;
  /** 8, or 16 with a 64-bit size. */
  readonly headSize: number;
}

/** The error of every malformed box: the file or stream is damaged; reading the same bytes again does not help. */
export function corrupt(expected: string, got: string): ZaikeError {
  return new ZaikeError(`fMP4 is damaged: expected ${expected}, got ${got}`, { code: 'fmp4-corrupt', retry: false });
}

export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The four characters at `at`. @throws ZaikeError `fmp4-corrupt` when they are missing or not printable ASCII. */
export function fourCharacters(bytes: Uint8Array, at: number): string {
  let text = '';
  for (let i = at; i < at + 4; i += 1) {
    const code = bytes[i];
    // 0xA9 (©) is the only other character in use.
    if (code === undefined || ((code < 0x20 || code > 0x7e) && code !== 0xa9))
      throw corrupt('a box type of four characters', code === undefined ? 'the end' : `the byte ${String(code)}`);
    text += String.fromCharCode(code);
  }
  return text;
}

/** Reads the head of the box at `at`, or undefined when `bytes` end before the head does. @throws ZaikeError `fmp4-corrupt`. */
export function boxHead(bytes: Uint8Array, at: number): BoxHead | undefined {
  if (at + 8 > bytes.length) return undefined;
  const data = view(bytes);
  const small = data.getUint32(at);
  const type = fourCharacters(bytes, at + 4);
  if (small !== 1) {
    if (small < 8) throw corrupt(`a size of 8 bytes or more for the box ${type}`, String(small));
    return { type, size: small, headSize: 8 };
  }
  if (at + 16 > bytes.length) return undefined;
  const large = data.getBigUint64(at + 8);
  if (large < 16n || large > BigInt(Number.MAX_SAFE_INTEGER))
    throw corrupt(`a possible 64-bit size for the box ${type}`, String(large));
  return { type, size: Number(large), headSize: 16 };
}

/** The boxes between `from` and `to`, which must be filled exactly. @throws ZaikeError `fmp4-corrupt`. */
export function boxes(bytes: Uint8Array, from: number, to: number): readonly Box4[] {
  const found: Box4[] = [];
  let at = from;
  while (at < to) {
    const head = boxHead(bytes, at);
    if (!head || at + head.size > to)
      throw corrupt(`a box that ends by byte ${String(to)}`, head ? `${head.type} of ${String(head.size)}` : 'less');
    found.push({ type: head.type, start: at, body: at + head.headSize, end: at + head.size });
    at += head.size;
  }
  return found;
}

/** The first child box of `parent` with this type. @throws ZaikeError `fmp4-corrupt` when there is none. */
export function child(bytes: Uint8Array, parent: Box4, type: string): Box4 {
  const box = boxes(bytes, parent.body, parent.end).find((candidate) => candidate.type === type);
  if (!box) throw corrupt(`a box ${type} inside ${parent.type}`, 'none');
  return box;
}

/** A bounded big-endian reader over one box's payload. Every read @throws ZaikeError `fmp4-corrupt` when it would pass the end. */
export class BoxReader {
  readonly #data: DataView;
  readonly #box: Box4;
  #at: number;

  constructor(bytes: Uint8Array, box: Box4) {
    this.#data = view(bytes);
    this.#box = box;
    this.#at = box.body;
  }

  skip(bytes: number): this {
    this.#take(bytes);
    return this;
  }

  u8(): number {
    return this.#data.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#data.getUint16(this.#take(2));
  }

  u32(): number {
    return this.#data.getUint32(this.#take(4));
  }

  i32(): number {
    return this.#data.getInt32(this.#take(4));
  }

  u64(): number {
    const value = this.#data.getBigUint64(this.#take(8));
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw corrupt(`a number below 2^53 in ${this.#box.type}`, String(value));
    return Number(value);
  }

  #take(bytes: number): number {
    const at = this.#at;
    if (at + bytes > this.#box.end)
      throw corrupt(`${String(bytes)} more bytes in ${this.#box.type}`, String(this.#box.end - at));
    this.#at += bytes;
    return at;
  }
}
