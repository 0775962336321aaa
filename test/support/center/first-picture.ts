import { setTimeout as delay } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import {
  type CenterToInspector,
  INSPECTOR_CONTRACT,
  INSPECTOR_NAMESPACE,
  type InspectorToCenter,
  type Watch,
} from '../../../core/contract/center/inspector.ts';
import { systemClock } from '../../../core/platform/clock.ts';
import { cookieName } from '../../../core/web/session.ts';

export interface FirstPictureOptions {
  /** The center's, `http://127.0.0.1:8470`. */
  readonly origin: string;
  /** A session's. */
  readonly token: string;
  readonly watch: Omit<Watch, 'stream'>;
  /** Milliseconds. */
  readonly within: number;
}

/**
 * Watches a camera as a page of the dashboard does, until its first packet is here.
 * @returns how long that took, in ms. @throws Error with the center's words, or when none comes in time.
 */
export async function firstPicture({ origin, token, watch, within }: FirstPictureOptions): Promise<number> {
  const asked = systemClock.monotonic();
  const page: Socket<CenterToInspector, InspectorToCenter> = io(`${origin}${INSPECTOR_NAMESPACE}`, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false, auth: { contract: INSPECTOR_CONTRACT } },
    extraHeaders: { Cookie: `${cookieName(origin)}=${token}` },
  });
  const first = Promise.withResolvers<number>();
  const refused = (why: string): void => first.reject(new Error(`no live picture of ${watch.camera}: ${why}`));
  page.on('packet', (_stream, _packet, got) => {
    got();
    first.resolve(Math.round(systemClock.monotonic() - asked));
  });
  page.on('ended', (_stream, why) => refused(why));
  page.on('connect_error', ({ message }) => refused(message));
  page.on('connect', () =>
    page.emit('watch', { ...watch, stream: 'first' }, (answer) => {
      if (!answer.ok) refused(answer.message);
    }),
  );
  const late = new AbortController();
  const silence = delay(within, undefined, { signal: late.signal }).then(
    () => refused(`expected one within ${within} ms`),
    () => undefined,
  );
  try {
    return await first.promise;
  } finally {
    late.abort();
    await silence;
    page.disconnect();
  }
}
