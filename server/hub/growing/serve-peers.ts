import type { Namespace, Socket } from 'socket.io';
import {
  type AskingHub,
  type HoldingHub,
  type PeerRequest,
  peerHelloSchema,
  peerRequestSchema,
} from '../../../core/contract/center/hubs.ts';
import { type CommandAnswer, commandSchema } from '../../../core/contract/center/link.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { Log } from '../../../core/platform/log.ts';
import { unsentBytes } from '../../../core/web/unsent.ts';
import { answerOf } from '../answer.ts';
import type { ReceivedFile } from '../commands.ts';
import type { Hub } from '../hub.ts';
import { newNonce, peerMac, sameMac } from './secret.ts';

type PeerSocket = Socket<AskingHub, HoldingHub>;

export interface ServePeersOptions {
  readonly hub: Hub;
  readonly secret: string;
  readonly log: Log;
}

const CHUNK_BYTES = 256 * 1024;
const CHUNK_WITHIN_MS = 60_000;
const HELLO_WITHIN_MS = 10_000;

/** Serves other hubs: live video and commands of the kiosks that are linked here, to whoever knows the secret. */
export function servePeers(namespace: Namespace<AskingHub, HoldingHub>, options: ServePeersOptions): void {
  namespace.on('connection', (socket) => {
    const challenge = newNonce();
    const late = setTimeout(() => socket.disconnect(true), HELLO_WITHIN_MS);
    socket.once('disconnect', () => clearTimeout(late));
    socket.once('hello', (value, answer) => {
      clearTimeout(late);
      const parsed = peerHelloSchema.safeParse(value);
      if (typeof answer !== 'function') return;
      if (!parsed.success || !sameMac(parsed.data.mac, peerMac(options.secret, 'asks', challenge, parsed.data.nonce))) {
        options.log.warn('another hub was refused: it does not know the secret', { address: socket.handshake.address });
        answer({ refused: 'the secret is another' });
        setTimeout(() => socket.disconnect(true), 1000);
        return;
      }
      servePeer(socket, options);
      answer({ mac: peerMac(options.secret, 'holds', challenge, parsed.data.nonce) });
    });
    socket.emit('challenge', challenge);
  });
}

function servePeer(socket: PeerSocket, { hub, log }: ServePeersOptions): void {
  const watching = new Map<string, () => void>();
  const asked = new Map<string, AbortController>();
  const stop = (key: string): void => {
    watching.get(key)?.();
    watching.delete(key);
  };
  socket.on('watch', (value) => {
    const parsed = peerRequestSchema.safeParse(value);
    if (!parsed.success) return;
    const { kiosk } = parsed.data;
    stop(keyOf(parsed.data));
    // Only what is linked here: otherwise two hubs with old news of each other would go in a circle.
    if (hub.socket(kiosk) === undefined) socket.emit('ended', { ...parsed.data, why: '教室电脑没有连接' });
    else watching.set(keyOf(parsed.data), join(socket, hub, parsed.data));
  });
  socket.on('unwatch', (value) => {
    const parsed = peerRequestSchema.safeParse(value);
    if (parsed.success) stop(keyOf(parsed.data));
  });
  socket.on('command', (id, kiosk, value, answer) => {
    if (typeof answer !== 'function' || typeof id !== 'string') return;
    const own = new AbortController();
    asked.set(id, own);
    carryOut(hub, kiosk, value, own.signal)
      .then(async ({ told, files }) => {
        answer(told);
        for (const [file, { data }] of files.entries()) await sendFile(socket, id, file, data);
      })
      .catch((error: unknown) => log.warn('a command for another hub failed', { kiosk, error }))
      .finally(() => asked.delete(id));
  });
  socket.on('cancel', (id) => asked.get(id)?.abort());
  socket.once('disconnect', () => {
    for (const key of [...watching.keys()]) stop(key);
    for (const own of asked.values()) own.abort();
  });
}

const keyOf = ({ kiosk, camera, size }: PeerRequest): string => `${kiosk}/${camera}/${size}`;

function join(socket: PeerSocket, hub: Hub, request: PeerRequest): () => void {
  const { kiosk, camera, size } = request;
  return hub.watch(
    kiosk,
    { camera, size },
    {
      init: (init) => void socket.emit('init', { ...init, kiosk, size }),
      packet: (packet, got) => void socket.emit('packet', { ...packet, kiosk, size }, got),
      ended: (why) => void socket.emit('ended', { ...request, why }),
      backlog: () => unsentBytes(socket),
    },
  );
}

async function carryOut(
  hub: Hub,
  kiosk: unknown,
  value: unknown,
  signal: AbortSignal,
): Promise<{ readonly told: CommandAnswer; readonly files: readonly ReceivedFile[] }> {
  try {
    const command = commandSchema.parse(value);
    if (typeof kiosk !== 'string' || hub.socket(kiosk) === undefined)
      throw new ZaikeError('这间教室的电脑没有连接', { code: 'kiosk-silent', retry: true });
    const { answer, files } = await hub.ask(kiosk, command, signal);
    return { told: answer, files };
  } catch (error) {
    const message = error instanceof ZaikeError ? error.message : '教室电脑未能完成';
    return { told: { kind: 'failed', message }, files: [] };
  }
}

async function sendFile(socket: PeerSocket, command: string, file: number, content: Uint8Array): Promise<void> {
  const send = async (data: Uint8Array, last: boolean): Promise<void> => {
    const chunk = { command, file, data, last };
    const go = await answerOf(socket, CHUNK_WITHIN_MS, (answer) => void socket.emit('chunk', chunk, answer));
    if (go !== true) throw new ZaikeError('the other hub wants no more of it', { code: 'cancelled', retry: false });
  };
  for (let at = 0; at < content.length; at += CHUNK_BYTES) await send(content.subarray(at, at + CHUNK_BYTES), false);
  await send(new Uint8Array(0), true);
}
