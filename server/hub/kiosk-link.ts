import type { Namespace, Socket } from 'socket.io';
import type { CenterToKiosk, KioskToCenter } from '../../core/contract/center/events.ts';
import {
  type Challenge,
  type HelloAnswer,
  type KioskState,
  kioskStateSchema,
  type LiveRequest,
  liveRequestSchema,
  offerSchema,
} from '../../core/contract/center/link.ts';
import { type VisitAnswer, visitRequestSchema } from '../../core/contract/center/visits.ts';
import { liveInitSchema, livePacketSchema } from '../../core/contract/live.ts';
import type { Sha256 } from '../../core/domain/bytes.ts';
import { type DurationMs, type EpochMs, minutes, plus, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import { judgeHello, newChallenge, type Proven } from './gate.ts';
import { createHandling, type Handling, type UnhandledStore } from './handling.ts';
import { type CheckedItem, type ItemCheck, type ItemStore, receiveDelivery } from './inbox.ts';

/** A paired kiosk as its store keeps it. */
export interface PairedKiosk {
  readonly id: string;
  readonly institution: string;
  readonly room: string;
  readonly unpairedAt: number | null;
  readonly acknowledged: number;
}

/** Where kiosks are kept. */
export interface KioskStore extends ItemStore, UnhandledStore {
  byKey(key: string): Promise<PairedKiosk | undefined>;
  offer(code: string, key: string, now: EpochMs, expiresAt: EpochMs): Promise<boolean>;
  /** A link begins. @returns its number, higher than that of any link of this kiosk before, at whichever hub. */
  seen(id: string, seen: { software: string; contract: number }, at: EpochMs): Promise<number>;
  newestHead(kiosk: string): Promise<{ readonly size: number } | undefined>;
}

export type KioskSocket = Socket<KioskToCenter, CenterToKiosk>;
export type KioskNamespace = Namespace<KioskToCenter, CenterToKiosk>;

type KioskName = Pick<PairedKiosk, 'id'>;

/** What the hub does with what kiosks say. */
export interface KioskEvents {
  /** A kiosk is linked here now; a link of the same kiosk with a lower number is over. */
  came(kiosk: PairedKiosk, socket: KioskSocket, link: number): void;
  gone(kiosk: PairedKiosk, socket: KioskSocket): void;
  state(kiosk: PairedKiosk, state: KioskState): void;
  /** Items that are kept, in order; some may come again after a fault (see handling.ts). */
  delivered(kiosk: PairedKiosk, items: readonly CheckedItem[]): Promise<void>;
  init(kiosk: KioskName, init: Parameters<KioskToCenter['init']>[0]): void;
  packet(kiosk: KioskName, packet: Parameters<KioskToCenter['packet']>[0]): void;
  ended(kiosk: KioskName, request: LiveRequest & { readonly why: string }): void;
  chunk(kiosk: PairedKiosk, chunk: Parameters<KioskToCenter['chunk']>[0]): Promise<boolean>;
}

export interface KioskLinkOptions {
  /** The center's own name, part of what kiosks sign. */
  readonly center: string;
  readonly store: KioskStore;
  readonly events: KioskEvents;
  /** Says whose code was typed into a kiosk; left out: nobody's. */
  readonly visits?: { verify(kiosk: PairedKiosk, code: string): Promise<VisitAnswer> };
  readonly check: ItemCheck;
  readonly sha256: Sha256;
  readonly clock: Clock;
  readonly log: Log;
}

/** A connection that says nothing sensible for this long is closed. */
const HELLO_WITHIN: DurationMs = seconds(20);
const CODE_LASTS: DurationMs = minutes(10);
/** Messages of one kiosk within ten seconds, live video aside: a healthy one sends a few. */
const MOST_MESSAGES = 200;

/** Serves every kiosk that connects: challenge, hello, then what a proven and paired kiosk may say. */
export function serveKiosks(namespace: KioskNamespace, options: KioskLinkOptions): void {
  namespace.on('connection', (socket) => {
    const address = socket.handshake.address;
    serveKiosk(socket, options).catch((error: unknown) => {
      options.log.warn('a kiosk’s link ended', { address, error });
      socket.disconnect(true);
    });
  });
}

async function serveKiosk(socket: KioskSocket, options: KioskLinkOptions): Promise<void> {
  const { center, sha256, clock, log } = options;
  let challenge: Challenge | null = newChallenge(center);
  const { promise, resolve } = Promise.withResolvers<Proven | null>();
  socket.once('disconnect', () => resolve(null));
  socket.on('hello', (value, answer) => {
    if (typeof answer !== 'function') return;
    const judged = judgeHello(value, challenge, sha256);
    challenge = null; // one hello a challenge, right or wrong
    if (judged.kind === 'proven') {
      void admit(socket, judged.proven, answer, options).catch((error: unknown) => {
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
  const { store, events, clock, log } = options;
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
  const handling = createHandling(kiosk.id, (items) => events.delivered(kiosk, items), { store, log });
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
function takeOffers(socket: KioskSocket, { key }: Proven, { store, clock }: KioskLinkOptions): void {
  socket.on('offer', (value, answer) => {
    if (typeof answer !== 'function') return;
    const parsed = offerSchema.safeParse(value);
    if (!parsed.success) {
      answer({ refused: 'expected a code of eight characters' });
      return;
    }
    const now = clock.now();
    void store
      .offer(parsed.data.code, key, now, plus(now, CODE_LASTS))
      .then((kept) => answer(kept ? { kept: true } : { refused: 'the code is taken' }))
      .catch(() => answer({ refused: 'the code could not be kept' }));
  });
}

/** Where a kiosk that has proven its key is reached from every hub: `paired` makes it say hello again. */
export const roomOfKey = (key: string): string => `key/${key}`;

/** What a linked kiosk may say. Each message is read by its schema; a flood ends the link. */
function listen(
  socket: KioskSocket,
  kiosk: PairedKiosk,
  handling: Handling,
  { store, events, check, visits, clock, log }: KioskLinkOptions,
): void {
  let budget = { since: clock.monotonic(), left: MOST_MESSAGES };
  const counted = (): boolean => {
    const now = clock.monotonic();
    if (now - budget.since > seconds(10)) budget = { since: now, left: MOST_MESSAGES };
    budget.left -= 1;
    if (budget.left > 0) return true;
    if (budget.left === 0) log.warn('a kiosk sends too much and is cut off', { kiosk: kiosk.id });
    socket.disconnect(true);
    return false;
  };
  const odd = (what: string): void => log.warn('a kiosk’s message does not fit', { kiosk: kiosk.id, what });

  let last: Promise<unknown> = Promise.resolve();
  socket.on('deliver', (value, answer) => {
    if (typeof answer !== 'function' || !counted()) return;
    last = last
      .then(async () => {
        const received = await receiveDelivery(value, kiosk.id, { store, check, now: clock.now() });
        if (received.kind === 'refused') {
          odd('deliver');
          answer({ refused: received.message });
          return;
        }
        answer(received.receipt);
        handling.wake();
      })
      .catch((error: unknown) => {
        log.error('a delivery was not kept', { kiosk: kiosk.id, error });
        answer({ refused: 'it could not be kept: send it again' });
      });
  });
  socket.on('inspector', (value, answer) => {
    if (typeof answer !== 'function' || !counted()) return;
    const parsed = visitRequestSchema.safeParse(value);
    if (!parsed.success || visits === undefined) {
      answer({ refused: 'expected a code of eight characters, and a center that gives codes' });
      return;
    }
    void visits.verify(kiosk, parsed.data.code).then(answer, (error: unknown) => {
      log.error('an inspector’s code could not be looked up', { kiosk: kiosk.id, error });
      answer({ refused: 'it could not be looked up' });
    });
  });
  socket.on('state', (value) => {
    if (!counted()) return;
    const parsed = kioskStateSchema.safeParse(value);
    if (parsed.success) events.state(kiosk, parsed.data);
    else odd('state');
  });
  socket.on('init', (value) => {
    const { size, ...init } = partsOf<typeof value>(value);
    const parsed = liveInitSchema.safeParse(init);
    if (parsed.success && isSize(size)) events.init(kiosk, { ...parsed.data, size });
    else odd('init');
  });
  socket.on('packet', (value, got) => {
    if (typeof got === 'function') got();
    const { size, ...packet } = partsOf<typeof value>(value);
    const parsed = livePacketSchema.safeParse(packet);
    if (parsed.success && isSize(size)) events.packet(kiosk, { ...parsed.data, size });
    else odd('packet');
  });
  socket.on('ended', (value) => {
    const { why, ...request } = partsOf<typeof value>(value);
    const parsed = liveRequestSchema.safeParse(request);
    if (parsed.success && counted()) events.ended(kiosk, { ...parsed.data, why: String(why).slice(0, 200) });
  });
  socket.on('chunk', (value, answer) => {
    if (typeof answer !== 'function') return;
    void events.chunk(kiosk, value).then(answer, () => answer(false));
  });
}

/** The members of what came, of which nothing is known yet: anything else than an object has none. */
function partsOf<T extends object>(value: unknown): Partial<T> {
  return typeof value === 'object' && value !== null ? value : {};
}

const isSize = (value: unknown): value is LiveRequest['size'] => value === 'sub' || value === 'main';
