import { io, type Socket } from 'socket.io-client';
import {
  type AskingHub,
  type HoldingHub,
  HUB_NAMESPACE,
  type PeerRequest,
  peerRequestSchema,
} from '../../../core/contract/center/hubs.ts';
import { liveInitSchema, livePacketSchema } from '../../../core/contract/live.ts';
import type { Log } from '../../../core/platform/log.ts';
import { type CommandLine, createCommands } from '../commands.ts';
import type { Hub } from '../hub.ts';
import type { KioskWay } from '../way.ts';
import { newNonce, peerMac, sameMac } from './secret.ts';

/** Another hub: the kiosks that it holds are reached through it. */
export interface Peer {
  readonly url: string;
  /** The way to one of its kiosks; the same one each time. */
  way(kiosk: string): KioskWay;
  close(): void;
}

export interface PeerOptions {
  readonly hub: Hub;
  /** This hub's own name. */
  readonly self: string;
  readonly secret: string;
  readonly ca?: string;
  readonly log: Log;
}

type AskingSocket = Socket<HoldingHub, AskingHub>;

const HELLO_WITHIN_MS = 10_000;
/** The other hub answers when it has the kiosk's files whole. */
const ANSWER_WITHIN_MS = 10 * 60_000;

/** Connects to another hub, which both sides prove to know the secret; comes back by itself, and watches again what was. */
export function openPeer(url: string, { hub, self, secret, ca, log }: PeerOptions): Peer {
  const socket: AskingSocket = io(`${new URL(url).origin}${HUB_NAMESPACE}`, {
    transports: ['websocket'],
    reconnectionDelay: 200,
    reconnectionDelayMax: 2000,
    forceNew: true,
    ...(ca === undefined ? {} : { ca }),
  });
  const ways = new Map<string, KioskWay>();
  const wanted = new Map<string, PeerRequest>();
  const commands = createCommands();
  let proven = false;
  let connected = Promise.withResolvers<undefined>();

  socket.on('challenge', (challenge) => {
    const nonce = newNonce();
    const hello = { hub: self, nonce, mac: peerMac(secret, 'asks', challenge, nonce) };
    socket.timeout(HELLO_WITHIN_MS).emit('hello', hello, (error: Error | null, answer: unknown) => {
      const mac = (answer as { mac?: unknown } | undefined)?.mac;
      proven = error === null && typeof mac === 'string' && sameMac(mac, peerMac(secret, 'holds', challenge, nonce));
      if (!proven) {
        log.error('another hub does not know the secret', { url });
        return;
      }
      connected.resolve(undefined);
      for (const request of wanted.values()) socket.emit('watch', request);
    });
  });
  socket.on('disconnect', () => {
    proven = false;
    connected = Promise.withResolvers<undefined>();
    for (const { kiosk, ...request } of wanted.values())
      if (current(kiosk)) hub.ended({ id: kiosk }, { ...request, why: '与教室之间的连接中断，正在恢复' });
  });
  const current = (kiosk: string): boolean => {
    const way = ways.get(kiosk);
    return way !== undefined && hub.elsewhere.isWay(kiosk, way);
  };
  socket.on('init', ({ kiosk, size, ...rest }) => {
    const init = liveInitSchema.safeParse(rest);
    if (proven && init.success && current(kiosk)) hub.init({ id: kiosk }, { ...init.data, size });
  });
  socket.on('packet', ({ kiosk, size, ...rest }, got) => {
    got();
    const packet = livePacketSchema.safeParse(rest);
    if (proven && packet.success && current(kiosk)) hub.packet({ id: kiosk }, { ...packet.data, size });
  });
  socket.on('ended', ({ why, ...rest }) => {
    const request = peerRequestSchema.safeParse(rest);
    if (!proven || !request.success || !current(request.data.kiosk)) return;
    const { kiosk, camera, size } = request.data;
    hub.ended({ id: kiosk }, { camera, size, why });
  });
  socket.on('chunk', (chunk, answer) => answer(proven && commands.chunk(url, chunk)));

  const line = (kiosk: string): CommandLine => ({
    command: async (id, command) => {
      await soon(connected.promise); // it may just have been heard of
      return (await socket.timeout(ANSWER_WITHIN_MS).emitWithAck('command', id, kiosk, command)) as unknown;
    },
    onGone: (gone) => {
      socket.once('disconnect', gone);
      return () => socket.off('disconnect', gone);
    },
    cancel: (id) => void socket.emit('cancel', id),
  });
  const way = (kiosk: string): KioskWay => ({
    watch: (request) => {
      wanted.set(keyOf({ kiosk, ...request }), { kiosk, ...request });
      if (proven) socket.emit('watch', { kiosk, ...request });
    },
    unwatch: (request) => {
      wanted.delete(keyOf({ kiosk, ...request }));
      if (proven) socket.emit('unwatch', { kiosk, ...request });
    },
    ask: (command, signal) => commands.ask(line(kiosk), url, command, signal),
    close: () => {
      for (const [key, request] of wanted) {
        if (request.kiosk !== kiosk) continue;
        wanted.delete(key);
        if (proven) socket.emit('unwatch', request);
      }
    },
  });
  return {
    url,
    way: (kiosk) => {
      const known = ways.get(kiosk) ?? way(kiosk);
      ways.set(kiosk, known);
      return known;
    },
    close: () => void socket.disconnect(),
  };
}

/** @throws Error when it does not come true within {@link HELLO_WITHIN_MS}. */
async function soon(promise: Promise<unknown>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('the hub that holds it is not reached')), HELLO_WITHIN_MS);
  await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const keyOf = ({ kiosk, camera, size }: PeerRequest): string => `${kiosk}/${camera}/${size}`;
