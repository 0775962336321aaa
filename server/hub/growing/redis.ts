import { createClient } from '@redis/client';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import type { Namespace, Server } from 'socket.io';
import type { HubMessage } from '../../../core/contract/center/hubs.ts';
import { KIOSK_NAMESPACE } from '../../../core/contract/center/link.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { Log } from '../../../core/platform/log.ts';
import type { Bus } from './bus.ts';

const PREFIX = 'zaike';
const CONNECT_WITHIN_MS = 10_000;
const AGAIN_AT_MOST_MS = 1000;

/** The event that hubs send each other in the kiosks' namespace; no client can send one. */
interface BetweenHubs {
  hub: (message: HubMessage) => void;
}
type NoEvents = Record<string, never>;

/**
 * Lets the rooms of the kiosks' namespace span all hubs, and carries what hubs tell each other. Other namespaces stay
 * this process's own: what inspectors see, each hub computes itself.
 * @throws ZaikeError `redis-unusable` when it does not answer within ten seconds.
 */
export async function openRedisBus(io: Server, url: string, log: Log): Promise<Bus & AsyncDisposable> {
  // The adapter reads replies in the shape of the second protocol.
  const client = createClient({
    ...{ url, RESP: 2 as const },
    socket: { reconnectStrategy: (tries) => Math.min(50 * 2 ** tries, AGAIN_AT_MOST_MS) },
  });
  let told = false;
  client.on('error', (error: Error) => {
    if (!told) log.error('Redis does not answer: hubs know nothing new of each other', { error });
    told = true;
  });
  client.on('ready', () => {
    if (told) log.info('Redis answers again');
    told = false;
  });
  await connected(client, url);
  const streams = createAdapter(forAdapter(client), { streamName: PREFIX, channelPrefix: PREFIX, blockTimeInMs: 1000 });
  const Plain = io.adapter() as unknown as new (of: Namespace) => ReturnType<typeof streams>;
  // Called by socket.io with `new`: no arrow.
  function adapterOf(of: Namespace): ReturnType<typeof streams> {
    return of.name === KIOSK_NAMESPACE ? streams(of) : new Plain(of);
  }
  io.adapter(adapterOf as never);
  const namespace = io.of(KIOSK_NAMESPACE) as unknown as Namespace<NoEvents, NoEvents, BetweenHubs>;
  return {
    get works() {
      return client.isReady;
    },
    tell: (message) => {
      if (client.isReady) namespace.serverSideEmit('hub', message);
    },
    listen: (heard) => void namespace.on('hub', heard),
    [Symbol.asyncDispose]: () => {
      client.destroy();
      return Promise.resolve();
    },
  };
}

/**
 * The adapter does not look at what becomes of its publications and subscriptions: one that fails while Redis restarts
 * would end the hub as an unhandled rejection. The client itself makes lost subscriptions anew.
 */
function forAdapter<C extends Calmed>(client: C): C {
  for (const call of ['publish', 'subscribe'] as const) {
    const real = client[call].bind(client) as (...args: unknown[]) => Promise<unknown>;
    Object.defineProperty(client, call, { value: (...args: unknown[]) => real(...args).catch(() => undefined) });
  }
  const duplicate = client.duplicate.bind(client) as () => Calmed;
  return Object.defineProperty(client, 'duplicate', { value: () => forAdapter(duplicate()) });
}

interface Calmed {
  publish(...args: never[]): Promise<unknown>;
  subscribe(...args: never[]): Promise<unknown>;
  duplicate(): unknown;
}

async function connected(
  client: Pick<ReturnType<typeof createClient>, 'destroy'> & { connect(): Promise<unknown> },
  url: string,
): Promise<void> {
  const late = AbortSignal.timeout(CONNECT_WITHIN_MS);
  const timeout = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () => reject(new Error('no answer')), { once: true });
  });
  try {
    await Promise.race([client.connect(), timeout]);
  } catch (cause) {
    client.destroy();
    const why = cause instanceof Error ? cause.message : 'unknown';
    const shown = url.replace(/\/\/[^@/]*@/, '//…@');
    throw new ZaikeError(`Redis (${shown}) cannot be used: ${why}`, { code: 'redis-unusable', retry: true }, { cause });
  }
}
