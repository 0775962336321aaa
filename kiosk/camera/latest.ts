/** What a slow reader takes: the newest value, and how many it has missed since its last. */
export interface Taken<T> {
  readonly value: T;
  readonly dropped: number;
}

/** Holds one value, the newest, for one reader. */
export class Latest<T> implements AsyncIterable<Taken<T>> {
  #value: { readonly value: T } | null = null;
  #dropped = 0;
  #ended = false;
  #wake: (() => void) | null = null;

  put(value: T): void {
    if (this.#value) this.#dropped += 1;
    this.#value = { value };
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Taken<T>, void> {
    while (!this.#ended) {
      const held = this.#value;
      if (held) {
        const dropped = this.#dropped;
        this.#value = null;
        this.#dropped = 0;
        yield { value: held.value, dropped };
        continue;
      }
      const { promise, resolve } = Promise.withResolvers<undefined>();
      this.#wake = () => {
        resolve(undefined);
      };
      await promise;
      this.#wake = null;
    }
  }
}
