/** Inspectors who watch, in a process of their own; some of them stall when told so. */
import type { Socket as NetSocket } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { INSPECTOR_CONTRACT, INSPECTOR_NAMESPACE } from '../../../../core/contract/center/inspector.ts';
import type { LivePacket } from '../../../../core/contract/live.ts';
import { cookieName } from '../../../../core/web/session.ts';
import { answerLines } from './child.ts';
import { busyName } from './kiosk.ts';

interface Line {
  readonly url?: string;
  /** Of the session of whoever watches. */
  readonly token?: string;
  readonly watchers?: number;
  /** Over how many kiosks they are spread. */
  readonly watched?: number;
  /** The last so many stop: every other one confirms nothing any more, the rest read nothing any more. */
  readonly stall?: number;
}

const BETWEEN_MS = 30;
/** The dashboard's: `server/dashboard/live/source.ts`. */
const AGAIN_AFTER_MS = 4000;

class Watcher {
  readonly #socket: Socket;
  #askedAt = 0;
  #last: { run: number; frame: number } | null = null;
  #confirms = true;
  firstFrameMs: number | null = null;
  received = 0;
  bytes = 0;
  lost = 0;
  /** When the newest packet came, monotonic milliseconds. */
  heardAt = 0;

  constructor(url: string, token: string, kiosk: string) {
    this.#socket = io(`${url}${INSPECTOR_NAMESPACE}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 500,
      auth: { contract: INSPECTOR_CONTRACT },
      extraHeaders: { Cookie: `${cookieName(url)}=${token}` },
    });
    this.#socket.on('connect', () => {
      this.#askedAt = performance.now();
      this.#last = null;
      this.#socket.emit('wall', () => undefined); // every page of classrooms follows it
      this.#watch(kiosk);
    });
    // As the dashboard's page does.
    this.#socket.on('ended', () => setTimeout(() => this.#watch(kiosk), AGAIN_AFTER_MS));
    this.#socket.on('packet', (_stream: string, packet: LivePacket, got: () => void) => this.#take(packet, got));
  }

  #watch(kiosk: string): void {
    this.#socket.emit('watch', { stream: 's', kiosk, camera: 'front', size: 'sub' }, () => undefined);
  }

  #take({ run, frame, data }: LivePacket, got: () => void): void {
    if (this.#confirms) got();
    this.heardAt = performance.now();
    this.firstFrameMs ??= this.heardAt - this.#askedAt;
    this.received += 1;
    this.bytes += data.byteLength;
    if (this.#last?.run === run) this.lost += Math.max(0, frame - this.#last.frame - 1);
    this.#last = { run, frame };
  }

  confirmNothing(): void {
    this.#confirms = false;
  }

  /** The connection itself stops, and stops again when it comes back. */
  readNothing(): void {
    const pause = (): void => {
      const { transport } = this.#socket.io.engine as unknown as { transport: { ws?: { _socket?: NetSocket } } };
      transport.ws?._socket?.pause();
    };
    pause();
    this.#socket.on('connect', () => setTimeout(pause, 500));
  }
}

const watchers: Watcher[] = [];
let stalled = 0;

await answerLines(async ({ url, token = '', watchers: count = 0, watched = 1, stall }: Line) => {
  for (let at = 0; url !== undefined && at < count; at += 1) {
    watchers.push(new Watcher(url, token, busyName(at % watched)));
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
  if (stall !== undefined) {
    stalled = stall;
    for (const [at, watcher] of watchers.slice(-stall).entries())
      if (at % 2 === 0) watcher.confirmNothing();
      else watcher.readNothing();
  }
  const others = watchers.slice(0, watchers.length - stalled);
  const now = performance.now();
  return {
    firstFrameMs: watchers.flatMap(({ firstFrameMs }) => firstFrameMs ?? []),
    received: others.reduce((sum, { received }) => sum + received, 0),
    bytes: others.reduce((sum, { bytes }) => sum + bytes, 0),
    lost: others.reduce((sum, { lost }) => sum + lost, 0),
    /** Milliseconds since the one of the others who waits longest heard something. */
    silent: Math.max(0, ...others.map(({ heardAt }) => now - heardAt)),
  };
});
