/** A protobuf message under construction: field after field, in the order written. Wire format: protobuf.dev/programming-guides/encoding. */
export class MessageWriter {
  readonly #parts: Uint8Array[] = [];

  /** Wire type 0; `value` is a non-negative safe integer, or negative down to −2^53 (two's complement over 64 bits). */
  varint(field: number, value: number): this {
    this.#parts.push(varintBytes(BigInt(field) << 3n), varintBytes(BigInt.asUintN(64, BigInt(value))));
    return this;
  }

  /** Wire type 5: one little-endian float32. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.#parts.push(varintBytes(BigInt((field << 3) | 5)), bytes);
    return this;
  }

  /** Wire type 2: bytes, a nested message or UTF-8 text. */
  bytes(field: number, value: Uint8Array | MessageWriter | string): this {
    const content =
      typeof value === 'string' ? Buffer.from(value) : value instanceof MessageWriter ? value.finish() : value;
    this.#parts.push(varintBytes(BigInt((field << 3) | 2)), varintBytes(BigInt(content.length)), content);
    return this;
  }

  /** A field as it was read, key and all. */
  raw(field: Field): this {
    this.#parts.push(field.raw);
    return this;
  }

  finish(): Uint8Array {
    return Buffer.concat(this.#parts);
  }
}

/** One field of a message as read; `bytes` is empty unless its wire type is 2, `value` is 0 unless it is 0. */
export interface Field {
  readonly field: number;
  readonly value: number;
  readonly bytes: Uint8Array;
  /** Key and content as they stand in the message. */
  readonly raw: Uint8Array;
}

/** Reads the fields of one message, not descending. @throws RangeError when the bytes end early or hold an unknown wire type. */
export function* readFields(message: Uint8Array): Generator<Field> {
  const view = Buffer.from(message.buffer, message.byteOffset, message.length);
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = view[at++];
      if (byte === undefined || shift > 63n) throw new RangeError(`protobuf ends inside a number at byte ${at}`);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
  };
  const take = (length: number): Uint8Array => {
    if (length < 0 || at + length > view.length) throw new RangeError(`protobuf ends inside a field at byte ${at}`);
    const part = view.subarray(at, at + length);
    at += length;
    return part;
  };
  const nothing = new Uint8Array(0);
  while (at < view.length) {
    const start = at;
    const key = varint();
    const field = key >>> 3;
    let value = 0;
    let bytes: Uint8Array = nothing;
    switch (key & 7) {
      case 0:
        value = varint();
        break;
      case 1:
        take(8);
        break;
      case 2:
        bytes = take(varint());
        break;
      case 5:
        take(4);
        break;
      default:
        throw new RangeError(`protobuf: unknown wire type ${key & 7} at byte ${start}`);
    }
    yield { field, value, bytes, raw: view.subarray(start, at) };
  }
}

function varintBytes(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
