import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { KIOSK_NAMESPACE } from '../../../core/contract/center/link.ts';
import { systemClock } from '../../../core/platform/clock.ts';
import { type Log, silentLog } from '../../../core/platform/log.ts';
import { Underway } from '../../../core/platform/underway.ts';
import { growHub } from '../../../server/hub/growing/grow.ts';
import type { OtherHub } from '../../../server/hub/growing/hubs.ts';
import { createHub, type Hub } from '../../../server/hub/hub.ts';
import { serveKiosks } from '../../../server/hub/kiosk-link.ts';
import { type Kiosks, kiosks } from '../../../server/store/kiosks.ts';
import { type CenterDb, openCenterDb } from '../../../server/store/open.ts';
import { sha256Bytes } from './sha256.ts';

/** A hub on a port of its own, with its database. */
export interface TestHub extends AsyncDisposable {
  readonly hub: Hub;
  readonly db: CenterDb;
  readonly kiosks: Kiosks;
  readonly url: string;
  readonly io: Server;
  /** The other hubs of the same center that it knows. */
  readonly others: () => readonly OtherHub[];
}

export interface TestHubOptions {
  /** 0: a free one; the port of a hub that ended, to come back as it. */
  readonly port?: number;
  /** One of several: its name, and what they share. */
  readonly growing?: { readonly id: string; readonly redis: string; readonly secret?: string };
  readonly log?: Log;
}

export const TEST_SECRET = 'known to the hubs of this test only';

export async function startHub(
  where: string,
  { port = 0, growing, log = silentLog }: TestHubOptions = {},
): Promise<TestHub> {
  await using started = new AsyncDisposableStack();
  const db = started.use(await openCenterDb(where));
  const store = kiosks(db);
  const hub = started.use(createHub(systemClock));
  const server = createServer();
  const io = new Server(server, { transports: ['websocket'], serveClient: false });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  let others = (): readonly OtherHub[] => [];
  if (growing !== undefined) {
    const { id, redis, secret = TEST_SECRET } = growing;
    const clock = systemClock;
    const grown = await growHub({ io, hub, redis, self: { id, url }, secret, allowClear: false, clock, log });
    started.use(grown);
    others = grown.others;
  }
  started.defer(() => io.close());
  started.use(
    serveKiosks(io.of(KIOSK_NAMESPACE), {
      ...{ center: 'test-center', store, events: hub, check: () => '', sha256: sha256Bytes },
      ...{ clock: systemClock, underway: new Underway(), log },
    }),
  );
  const resources = started.move();
  return { hub, db, kiosks: store, io, url, others, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}
