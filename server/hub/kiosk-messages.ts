import { kioskStateSchema, type LiveRequest, liveRequestSchema } from '../../core/contract/center/link.ts';
import { visitRequestSchema } from '../../core/contract/center/visits.ts';
import { liveInitSchema, livePacketSchema } from '../../core/contract/live.ts';
import { seconds } from '../../core/domain/units.ts';
import type { Handling } from './handling.ts';
import { receiveDelivery } from './inbox.ts';
import type { KioskLinkOptions, KioskSocket, PairedKiosk } from './kiosk-ports.ts';

/** Messages of one kiosk within ten seconds, live video aside: a healthy one sends a few. */
const MOST_MESSAGES = 200;

/** What a linked kiosk may say. Each message is read by its schema; a flood ends the link. */
export function listen(
  socket: KioskSocket,
  kiosk: PairedKiosk,
  handling: Handling,
  { store, events, check, visits, underway, clock, log }: KioskLinkOptions,
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
    if (typeof answer !== 'function' || underway.ending || !counted()) return;
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
    void underway.add(last);
  });
  socket.on('inspector', (value, answer) => {
    if (typeof answer !== 'function' || !counted()) return;
    const parsed = visitRequestSchema.safeParse(value);
    if (!parsed.success || visits === undefined) {
      answer({ refused: 'expected a code of eight characters, and a center that gives codes' });
      return;
    }
    void underway.add(visits.verify(kiosk, parsed.data.code)).then(answer, (error: unknown) => {
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
