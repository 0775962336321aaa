/** Work that nobody waits for while it runs, and that whoever ends waits for. */
export class Underway implements AsyncDisposable {
  readonly #all = new Set<Promise<unknown>>();
  #ending = false;

  /** Nothing new should be begun. */
  get ending(): boolean {
    return this.#ending;
  }

  /** @returns the work itself, faults and all. */
  add<T>(work: Promise<T>): Promise<T> {
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    this.#all.add(settled);
    void settled.then(() => this.#all.delete(settled));
    return work;
  }

  /** Waits for all of it, also for what it begins meanwhile. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending = true;
    while (this.#all.size > 0) await Promise.all(this.#all);
  }
}
