import type { Server } from 'socket.io';
import { HUB_NAMESPACE } from '../../../core/contract/center/hubs.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { Clock } from '../../../core/platform/clock.ts';
import type { Log } from '../../../core/platform/log.ts';
import type { Hub } from '../hub.ts';
import { type Hubs, joinHubs } from './hubs.ts';
import { openPeer } from './peer.ts';
import { openRedisBus } from './redis.ts';
import { servePeers } from './serve-peers.ts';

export interface GrowingOptions {
  /** Before it serves any kiosk: its kiosks' rooms are moved to Redis. */
  readonly io: Server;
  readonly hub: Hub;
  /** `redis://…` or `rediss://…`. */
  readonly redis: string;
  /** This hub: a name of its own, and where the other hubs reach it. */
  readonly self: { readonly id: string; readonly url: string };
  /** Known to all hubs of the center and to nobody else; at least 32 characters. */
  readonly secret: string;
  /** Lets live video between hubs go in the clear over a network: for one that is theirs alone. */
  readonly allowClear: boolean;
  /** Certificates to trust besides the system's, PEM: hubs with one of their own. */
  readonly ca?: string;
  readonly clock: Clock;
  readonly log: Log;
}

const SHORTEST_SECRET = 32;

/**
 * Makes this process one of several hubs: all kiosks of all hubs are seen, watched and asked as if they were linked
 * here. Without it a hub is alone and needs no Redis.
 * @throws ZaikeError `redis-unusable`, `clear-text`, `secret-too-short`.
 */
export async function growHub(options: GrowingOptions): Promise<Pick<Hubs, 'others'> & AsyncDisposable> {
  const { io, hub, self, secret, clock, log } = options;
  checked(options);
  const bus = await openRedisBus(io, options.redis, log);
  servePeers(io.of(HUB_NAMESPACE), { hub, secret, log });
  const { ca } = options;
  const peer = { hub, self: self.id, secret, log, ...(ca === undefined ? {} : { ca }) };
  const hubs = joinHubs({ hub, bus, self, clock, log, openPeer: (url) => openPeer(url, peer) });
  return {
    others: () => hubs.others(),
    [Symbol.asyncDispose]: async () => {
      hubs[Symbol.dispose]();
      await bus[Symbol.asyncDispose]();
    },
  };
}

function checked({ self, secret, allowClear }: GrowingOptions): void {
  if (secret.length < SHORTEST_SECRET)
    throw new ZaikeError(`the hubs' secret: expected at least ${SHORTEST_SECRET} characters, got ${secret.length}`, {
      ...{ code: 'secret-too-short', retry: false },
    });
  const url = new URL(self.url);
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'https:' || here || allowClear) return;
  throw new ZaikeError(
    `hub ${url.origin}: expected https:// (clear text is for this machine itself), or leave to send video in the clear`,
    { code: 'clear-text', retry: false },
  );
}
