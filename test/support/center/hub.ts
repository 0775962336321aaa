import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { KIOSK_NAMESPACE } from '../../../core/contract/center/link.ts';
import { systemClock } from '../../../core/platform/clock.ts';
import { silentLog } from '../../../core/platform/log.ts';
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
}

/** @param port 0: a free one; the port of a hub that ended, to come back as it. */
export async function startHub(where: string, port = 0): Promise<TestHub> {
  const db = await openCenterDb(where);
  const store = kiosks(db);
  const hub = createHub(systemClock);
  const server = createServer();
  const io = new Server(server, { transports: ['websocket'], serveClient: false });
  serveKiosks(io.of(KIOSK_NAMESPACE), {
    ...{ center: 'test-center', store, events: hub, check: () => '', sha256: sha256Bytes },
    ...{ clock: systemClock, log: silentLog },
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    ...{ hub, db, kiosks: store, io },
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    [Symbol.asyncDispose]: async () => {
      await io.close();
      await db[Symbol.asyncDispose]();
    },
  };
}
