/** Inspectors who watch, in a process of their own; some of them stall when told so. */
import type { Socket as NetSocket } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import type { LivePacket } from '../../../../core/contract/live.ts';
import { answerLines } from './child.ts';
import { busyName } from './kiosk.ts';
import { WATCH_NAMESPACE } from './watch.ts';

interface Line {
  readonly url?: string;
  readonly watchers?: number;
  /** Over how many kiosks they are spread. */
  readonly watched?: number;
  /** The last so many stop: every other one confirms nothing any more, the rest read nothing any more. */
  readonly stall?: number;
}

const BETWEEN_MS = 30;

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

  constructor(url: string, kiosk: string) {
    this.#socket = io(`${url}${WATCH_NAMESPACE}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 500,
    });
    this.#socket.on('connect', () => {
      this.#askedAt = performance.now();
      this.#last = null;
      this.#socket.emit('watch', { stream: 's', kiosk, camera: 'front', size: 'sub' }, () => undefined);
    });
    this.#socket.on('packet', (_stream: string, packet: LivePacket, got: () => void) => this.#take(packet, got));
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

await answerLines(async ({ url, watchers: count = 0, watched = 1, stall }: Line) => {
  for (let at = 0; url !== undefined && at < count; at += 1) {
    watchers.push(new Watcher(url, busyName(at % watched)));
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
