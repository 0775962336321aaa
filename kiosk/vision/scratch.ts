/** Memory for one piece of work after the other: it grows to the largest and is not given back. */
export class Scratch {
  #bytes = new Uint8Array(0);

  /** `length` bytes, with what the last piece of work left in them; valid until the next call. */
  of(length: number): Uint8Array {
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length);
    return this.#bytes.subarray(0, length);
  }
}
