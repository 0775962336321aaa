import { type Delivery, type Receipt, receiptSchema } from '../../core/contract/center/link.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { type DurationMs, minutes, plus, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { OutboxReader } from './ports.ts';

/** Items of one message; fewer when they are large. */
const MOST_ITEMS = 200;
const MOST_BYTES = 256 * 1024;
/** How often the outbox is looked at while nothing waits. */
const LOOK_EVERY: DurationMs = seconds(0.5);
/** Acknowledged items are kept this long: a center restored from a backup can ask for them again. */
const KEEP: DurationMs = minutes(7 * 24 * 60);

export interface DeliverOptions {
  readonly outbox: OutboxReader;
  /** The newest item that the center says it has. */
  readonly from: number;
  /** Sends and waits for the answer. @throws when the link breaks. */
  readonly send: (delivery: Delivery) => Promise<unknown>;
  readonly clock: Clock;
  /** Ends with the connection. */
  readonly signal: AbortSignal;
}

/**
 * Delivers the outbox in order, one message underway at a time, until the connection ends. What was sent and not
 * acknowledged is sent again on the next connection: the center keeps each id once.
 * @throws ZaikeError `delivery-refused` when the center does not take a message: the connection is then to be made anew.
 */
export async function deliver({ outbox, from, send, clock, signal }: DeliverOptions): Promise<void> {
  let at = from;
  outbox.meet(at, clock.now());
  while (!signal.aborted) {
    const items = nextItems(outbox, at);
    if (items.length === 0) {
      await clock.sleep(LOOK_EVERY, signal).catch(() => undefined);
      continue;
    }
    outbox.sending(items.at(-1)?.id ?? at);
    const answer = receiptSchema.safeParse(await send({ items }));
    if (!answer.success)
      throw new ZaikeError('the center did not take a delivery', { code: 'delivery-refused', retry: true });
    at = advanced(answer.data, at);
    outbox.acknowledge(at, clock.now(), plus(clock.now(), (-1 * KEEP) as DurationMs));
  }
}

/** @throws ZaikeError when the center acknowledges nothing of what was sent: sending it for ever would help nobody. */
function advanced({ acknowledged }: Receipt, before: number): number {
  if (acknowledged > before) return acknowledged;
  throw new ZaikeError(`the center acknowledged ${acknowledged} again`, { code: 'delivery-refused', retry: true });
}

function nextItems(outbox: OutboxReader, after: number): Delivery['items'] {
  const items: Delivery['items'] = [];
  let bytes = 0;
  for (const { id, kind, body, createdAt } of outbox.after(after, MOST_ITEMS)) {
    bytes += JSON.stringify(body).length;
    if (items.length > 0 && bytes > MOST_BYTES) break;
    items.push({ id, kind, body: body as Delivery['items'][number]['body'], createdAt });
  }
  return items;
}
