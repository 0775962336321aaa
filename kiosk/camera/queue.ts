/** An unbounded queue between callbacks and one async reader; whoever puts in sees to the bounds. */
export class Queue<T> implements AsyncIterable<T> {
  #items: T[] = [];
  #ended = false;
  #wake: (() => void) | null = null;

  /** What has not been read yet, oldest first. Replacing it drops items unread. */
  get items(): readonly T[] {
    return this.#items;
  }

  put(item: T): void {
    if (this.#ended) return;
    this.#items.push(item);
    this.#wake?.();
  }

  replace(items: readonly T[]): void {
    this.#items = [...items];
    if (items.length > 0) this.#wake?.();
  }

  /** No more will come; what is there can still be read. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** Reads until {@link end}. Only one reader at a time. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) {
        yield item;
        continue;
      }
      if (this.#ended) return;
      const { promise, resolve } = Promise.withResolvers<undefined>();
      this.#wake = () => {
        resolve(undefined);
      };
      await promise;
      this.#wake = null;
    }
  }
}
