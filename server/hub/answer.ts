import { ZaikeError } from '../../core/domain/errors.ts';

/** A connection, of which it is known when it breaks. */
interface Line {
  readonly connected: boolean;
  once(event: 'disconnect', gone: () => void): unknown;
  off(event: 'disconnect', gone: () => void): unknown;
}

/**
 * Asks over a connection and waits for the answer. A server's `timeout(…).emitWithAck(…)` waits to the end of its time,
 * and keeps the process running as long, also when the connection broke and no answer can come any more.
 * @throws ZaikeError `kiosk-silent` when the line breaks or `withinMs` milliseconds have passed.
 */
export async function answerOf(
  line: Line,
  withinMs: number,
  ask: (answer: (told: unknown) => void) => void,
): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const fail = (why: string) => (): void => reject(new ZaikeError(why, { code: 'kiosk-silent', retry: true }));
  const gone = fail('the link broke before the answer came');
  const late = setTimeout(fail(`no answer came within ${withinMs} ms`), withinMs);
  line.once('disconnect', gone);
  try {
    if (line.connected) ask(resolve);
    else gone();
    return await promise;
  } finally {
    clearTimeout(late);
    line.off('disconnect', gone);
  }
}
