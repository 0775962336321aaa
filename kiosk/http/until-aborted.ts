/** Passes `source` on until it ends or `signal` aborts, also while `source` has nothing to give. Then `source` is told to return. */
export async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void, void> {
  const { promise: aborted, resolve } = Promise.withResolvers<IteratorReturnResult<undefined>>();
  const abort = (): void => resolve({ done: true, value: undefined });
  if (signal.aborted) return;
  signal.addEventListener('abort', abort, { once: true });
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', abort);
    // A generator that waits inside next() returns only after it: nobody waits for that here.
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
