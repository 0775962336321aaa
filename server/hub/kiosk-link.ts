import { type Challenge, type HelloAnswer, offerSchema } from '../../core/contract/center/link.ts';
import { type DurationMs, minutes, plus, seconds } from '../../core/domain/units.ts';
import { judgeHello, newChallenge, type Proven } from './gate.ts';
import { createHandling, type UnhandledStore } from './handling.ts';
import { listen } from './kiosk-messages.ts';
import type { KioskLinkOptions, KioskNamespace, KioskSocket } from './kiosk-ports.ts';

/** A connection that says nothing sensible for this long is closed. */
const HELLO_WITHIN: DurationMs = seconds(20);
const CODE_LASTS: DurationMs = minutes(10);

/**
 * Serves every kiosk that connects: challenge, hello, then what a proven and paired kiosk may say. Disposing of it cuts
 * all of this process's kiosks off and waits for what they began: after that nothing is written on their behalf.
 */
export function serveKiosks(namespace: KioskNamespace, options: KioskLinkOptions): AsyncDisposable {
  const { underway } = options;
  namespace.on('connection', (socket) => {
    if (underway.ending) {
      socket.disconnect(true);
      return;
    }
    const address = socket.handshake.address;
    serveKiosk(socket, options).catch((error: unknown) => {
      options.log.warn('a kiosk’s link ended', { address, error });
      socket.disconnect(true);
    });
  });
  return {
    [Symbol.asyncDispose]: async () => {
      const ended = underway[Symbol.asyncDispose]();
      namespace.local.disconnectSockets(true);
      await ended;
    },
  };
}

async function serveKiosk(socket: KioskSocket, options: KioskLinkOptions): Promise<void> {
  const { center, sha256, underway, clock, log } = options;
  let challenge: Challenge | null = newChallenge(center);
  const { promise, resolve } = Promise.withResolvers<Proven | null>();
  socket.once('disconnect', () => resolve(null));
  socket.on('hello', (value, answer) => {
    if (typeof answer !== 'function') return;
    const judged = judgeHello(value, challenge, sha256);
    challenge = null; // one hello a challenge, right or wrong
    if (judged.kind === 'proven') {
      underway.add(admit(socket, judged.proven, answer, options)).catch((error: unknown) => {
        log.error('a kiosk could not be admitted', { error });
        socket.disconnect(true);
      });
      resolve(judged.proven);
    } else {
      log.warn('a kiosk was refused', { why: judged.message, address: socket.handshake.address });
      answer(judged);
      resolve(null);
    }
  });
  socket.emit('challenge', challenge);
  const waiting = new AbortController();
  const late = clock.sleep(HELLO_WITHIN, waiting.signal).then(
    () => null,
    () => null,
  );
  if ((await Promise.race([promise, late])) === null) setTimeout(() => socket.disconnect(true), 1000);
  waiting.abort();
}

async function admit(
  socket: KioskSocket,
  proven: Proven,
  answer: (answer: HelloAnswer) => void,
  options: KioskLinkOptions,
): Promise<void> {
  const { store, events, underway, clock, log } = options;
  void socket.join(roomOfKey(proven.key)); // before it is looked up: who is paired in between is told so
  const kiosk = await store.byKey(proven.key);
  if (kiosk === undefined || kiosk.unpairedAt !== null) {
    takeOffers(socket, proven, options);
    answer({ kind: 'unpaired' });
    return;
  }
  const link = await store.seen(kiosk.id, proven, clock.now());
  const head = (await store.newestHead(kiosk.id))?.size ?? 0;
  if (!socket.connected) return;
  const acting = createHandling(kiosk.id, (items) => events.delivered(kiosk, items), { store, underway, log });
  const checkpoints: UnhandledStore = {
    unhandled: (id, limit) => store.unproven(id, limit),
    handled: (id, last) => store.proven(id, last),
  };
  const proving = createHandling(kiosk.id, (items) => events.heads(kiosk, items), {
    ...{ store: checkpoints, underway, log },
  });
  const handling = {
    wake: () => {
      acting.wake();
      proving.wake();
    },
  };
  listen(socket, kiosk, handling, options);
  const { id, institution, room, acknowledged } = kiosk;
  // Before it is known here: a kiosk listens to what it is asked only after its welcome.
  answer({ kind: 'welcome', kiosk: id, institution, room, acknowledged, head });
  socket.once('disconnect', () => events.gone(kiosk, socket));
  events.came(kiosk, socket, link);
  handling.wake();
  log.info('a kiosk is linked', { kiosk: id, institution, room, software: proven.software });
}

/** An unpaired kiosk may do one thing: offer its code. It is told when an inspector has entered it. */
function takeOffers(socket: KioskSocket, { key }: Proven, { store, underway, clock }: KioskLinkOptions): void {
  socket.on('offer', (value, answer) => {
    if (typeof answer !== 'function') return;
    const parsed = offerSchema.safeParse(value);
    if (!parsed.success) {
      answer({ refused: 'expected a code of eight characters' });
      return;
    }
    const now = clock.now();
    void underway
      .add(store.offer(parsed.data.code, key, now, plus(now, CODE_LASTS)))
      .then((kept) => answer(kept ? { kept: true } : { refused: 'the code is taken' }))
      .catch(() => answer({ refused: 'the code could not be kept' }));
  });
}

/** Where a kiosk that has proven its key is reached from every hub: `paired` makes it say hello again. */
export const roomOfKey = (key: string): string => `key/${key}`;
