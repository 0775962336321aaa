import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Accounts } from '../core/accounts/accounts.ts';
import { createJobs } from '../core/accounts/jobs.ts';
import type { CenterActor, CenterRight } from '../core/contract/center/actor.ts';
import { INSPECTOR_NAMESPACE } from '../core/contract/center/inspector.ts';
import { itemFault } from '../core/contract/center/items.ts';
import { KIOSK_NAMESPACE } from '../core/contract/center/link.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import { Underway } from '../core/platform/underway.ts';
import { jobRoutes } from '../core/web/jobs.ts';
import { openCases } from './cases.ts';
import type { CenterConfig, Growing } from './config.ts';
import { centerAccounts } from './desk/accounts.ts';
import { factsOf } from './desk/facts.ts';
import { kioskDesk } from './desk/kiosks.ts';
import { visitDesk } from './desk/visits.ts';
import { centerAccountRoutes } from './http/accounts.ts';
import { alertRoutes } from './http/alerts.ts';
import { serveInspectors } from './http/inspector/serve.ts';
import { kioskRoutes } from './http/kiosks.ts';
import { createCenterHttp } from './http/server.ts';
import { wallRoutes } from './http/wall.ts';
import { type GrowingOptions, growHub } from './hub/growing/grow.ts';
import { createHub, type Hub } from './hub/hub.ts';
import { roomOfKey, serveKiosks } from './hub/kiosk-link.ts';
import { accounts as accountTables } from './store/accounts.ts';
import { audit as auditTable } from './store/audit.ts';
import { type Facts, facts as factTable } from './store/facts.ts';
import { type Kiosks, kiosks as kioskTables } from './store/kiosks.ts';
import { type CenterDb, openCenterDb } from './store/open.ts';
import { openRun } from './store/runs.ts';
import { visits as visitTable } from './store/visits.ts';
import { openWatching, sha256 } from './watching.ts';

/** The running center. */
export interface Center extends AsyncDisposable {
  readonly port: number;
  /** Where a browser on this machine finds the dashboard. */
  readonly url: string;
  readonly accounts: Accounts<CenterActor>;
  readonly hub: Hub;
  readonly db: CenterDb;
  readonly kiosks: Kiosks;
  readonly facts: Facts;
}

export interface CenterPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** The folder that `scripts/pages.ts` fills. */
  readonly pages: string;
}

/** Opens the center: store, hub, pages. Every slice adds its routes here. @throws ZaikeError when store, pages or port cannot be had. */
export async function openCenter(config: CenterConfig, { clock, log, pages }: CenterPorts): Promise<Center> {
  await using open = new AsyncDisposableStack();
  mkdirSync(config.dataDir, { recursive: true });
  const db = open.use(await openCenterDb(config.database));
  const kiosks = kioskTables(db);
  const facts = factTable(db);
  const run = open.use(await openRun(db, { clock, log: log.child('run'), shared: config.growing !== null }));
  const audit = auditTable(db, run);
  const accounts = centerAccounts(accountTables(db), clock);
  const jobs = open.use(createJobs(log));
  const hub = open.use(createHub(clock));
  const cases = open.use(
    openCases({
      ...{ db, accounts, clock, log: log.child('cases') },
      ask: (id, command, signal) => hub.ask(id, command, signal),
      stateOf: (id) => hub.linked().get(id)?.state ?? null,
      linkedHere: () => new Set([...hub.linked()].flatMap(([id, { here }]) => (here ? [id] : []))),
      filesDir: join(config.dataDir, 'files'),
    }),
  );
  const countersigner: Accounts<CenterActor>['countersigner'] = (actor, signature) =>
    accounts.countersigner(actor, signature);
  const watching = open.use(await openWatching({ db, hub, kiosks, facts, countersigner, clock, log }));
  const met = new Set<string>();
  hub.listen({
    changed: (id) => {
      if (!hub.linked().has(id)) met.delete(id);
      else if (!met.has(id)) {
        met.add(id);
        void cases.decisions.tell(id); // what was decided while it was away
      }
    },
    delivered: async ({ id }, items) => {
      await facts.put(factsOf(id, items));
      await watching.delivered(id, items);
    },
    heads: ({ id }, items) => watching.heads(id, items),
  });
  const desk = kioskDesk({
    store: kiosks,
    hasClasses: async (kiosk) => (await facts.marks('filing', { kiosk })).length > 0,
    connected: (id) => hub.linked().has(id),
    paired: (key) => http.io.of(KIOSK_NAMESPACE).to(roomOfKey(key)).emit('paired'),
    cut: (key) => http.io.of(KIOSK_NAMESPACE).in(roomOfKey(key)).disconnectSockets(true),
    clock,
    log,
  });
  const visits = visitDesk({ store: visitTable(db), kiosk: (actor, id) => desk.one(actor, id), audit, clock });
  const { host, port: wanted, names, tls, proxied } = config.http;
  const http = open.use(
    await createCenterHttp({
      ...{ port: wanted, host, names, pages, name: config.name, accounts, audit, clock, log: log.child('http') },
      tls: tls === undefined ? null : { cert: readFileSync(tls.cert, 'utf8'), key: readFileSync(tls.key, 'utf8') },
      secure: proxied || tls !== undefined,
      proxied,
      health: () => hub.figures(),
      routes: [
        ...centerAccountRoutes(accounts, audit),
        ...jobRoutes<CenterActor, CenterRight>(jobs, { look: 'own', change: 'own' }),
        ...kioskRoutes(desk, visits),
        ...cases.routes,
        ...wallRoutes(watching.wall, clock),
        ...alertRoutes(watching.alerts),
      ],
    }),
  );
  if (config.growing !== null)
    open.use(await grow(config.growing, { io: http.io, hub, clock, log: log.child('hubs') }));
  open.use(
    serveKiosks(http.io.of(KIOSK_NAMESPACE), {
      ...{ center: config.name, store: kiosks, events: hub, check: itemFault, clock, log: log.child('kiosks') },
      ...{ sha256, visits, underway: new Underway() },
    }),
  );
  open.use(
    serveInspectors(http.io.of(INSPECTOR_NAMESPACE), {
      ...{ sessions: accounts, names, wall: watching.wall, audit, clock, log: log.child('inspectors') },
      find: (actor, id) => desk.one(actor, id),
      cameraName: (id, camera) => watching.cameraName(id, camera),
      watch: (id, request, watcher) => hub.watch(id, request, watcher),
    }),
  );
  const port = await http.listen();
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const url = `${tls === undefined ? 'http' : 'https'}://${shown}:${String(port)}/center/`;
  log.info('the dashboard is at', { url });
  const parts = open.move();
  return { ...{ port, url, accounts, hub, db, kiosks, facts }, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

/** Makes this one of several hubs, under a name of its own for each start. */
function grow({ ca, ...growing }: Growing, parts: Pick<GrowingOptions, 'io' | 'hub' | 'clock' | 'log'>) {
  const { url, ...shared } = growing;
  const trusted = ca === null ? {} : { ca: readFileSync(ca, 'utf8') };
  return growHub({ ...parts, ...shared, ...trusted, self: { id: randomUUID(), url } });
}

/** Where `scripts/pages.ts` puts the pages of this program. */
export const PAGES = join(import.meta.dirname, '..', 'dist');
