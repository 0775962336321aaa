import { createServer as createClear } from 'node:http';
import { createServer as createTls } from 'node:https';
import express, { type RequestHandler, type Router } from 'express';
import { Server } from 'socket.io';
import { type CenterActor, hasCenterRights } from '../../core/contract/center/actor.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import { ownHostOnly, PAGES_POLICY, securityHeaders } from '../../core/web/guard.ts';
import { listen } from '../../core/web/listen.ts';
import { openPage } from '../../core/web/pages.ts';
import { type AuditWriter, serveRoutes } from '../../core/web/serve.ts';
import { actorOf } from '../../core/web/session.ts';
import { type SignIn, signInRouter } from '../../core/web/sign-in.ts';
import type { Route } from './route.ts';

export interface CenterHttpOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Host names, besides addresses and `localhost`, by which the pages may be called. */
  readonly names: readonly string[];
  /** Certificate and key, PEM; without them a proxy before the center speaks TLS, or it listens on this machine only. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** Whether browsers reach us by TLS. */
  readonly secure: boolean;
  /** Whether a proxy stands before the center, which says in `X-Forwarded-For` who asks. */
  readonly proxied: boolean;
  /** The folder that `scripts/pages.ts` fills. */
  readonly pages: string;
  /** The center's name. */
  readonly name: string;
  readonly accounts: SignIn<CenterActor>;
  readonly audit: AuditWriter;
  readonly routes: readonly Route[];
  /** Further routers below `/api` with ways in of their own. */
  readonly open?: readonly { readonly path: string; readonly router: Router }[];
  /** What a monitor may read: never anybody's data. */
  readonly health: () => Readonly<Record<string, unknown>>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The running server, listening from `listen` on; disposing of it closes every connection and frees the port. */
export interface CenterHttp extends AsyncDisposable {
  /** Its namespaces are served by who composes the center, before it listens. */
  readonly io: Server;
  /** Returns the port. @throws ZaikeError of {@link listen}. */
  listen(): Promise<number>;
}

/**
 * The wall opens first: the browser asks for what it shows while it still fetches the scripts. Not where nobody is signed
 * in, who would be refused.
 */
const wallEarly =
  (accounts: SignIn<CenterActor>): RequestHandler =>
  async (request, response, next) => {
    if ((await actorOf(request, accounts)) !== null)
      response.set('Link', '</api/wall>; rel=preload; as=fetch; crossorigin=anonymous');
    next();
  };

/** What a kiosk sends in one piece: a keyframe of a large picture, or 500 items. A page sends requests only. */
const MOST_MESSAGE = 8 << 20;

/** Serves the dashboard under `/center`, its interface under `/api`, and `/healthz`. @throws ZaikeError `pages-missing`. */
export async function createCenterHttp(options: CenterHttpOptions): Promise<CenterHttp> {
  const { names, secure, proxied, tls, pages, name, accounts, audit, routes, health, clock, log } = options;
  const page = await openPage(pages, 'center');
  const app = express();
  app.disable('x-powered-by');
  if (proxied) app.set('trust proxy', 1); // its own peer, the last that it names: what stands before that anybody can write
  app.use(securityHeaders, ownHostOnly(names));
  app.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ build: page.build, ...health() });
  });
  app.get('/', (_request, response) => response.redirect(302, '/center/'));
  app.use('/center', (_request, response, next) => {
    response.set('Content-Security-Policy', PAGES_POLICY);
    next();
  });
  app.get(['/center', '/center/wall'], wallEarly(accounts));
  app.use('/center', page.router, page.index);
  for (const { path, router } of options.open ?? []) app.use(`/api${path}`, router);
  app.use('/api', signInRouter({ accounts, audit, institution: name, names, secure, clock }));
  app.use('/api', serveRoutes({ routes, sessions: accounts, hasRights: hasCenterRights, audit, names, clock, log }));
  app.use((_request, response) => {
    response.status(404).type('text/plain').send('没有这个页面。\n');
  });
  const server = tls === null ? createClear(app) : createTls(tls, app);
  const io = new Server(server, {
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: MOST_MESSAGE,
    pingInterval: 5000,
    pingTimeout: 10_000,
  });
  return {
    io,
    listen: () => listen(server, options.port, options.host),
    [Symbol.asyncDispose]: () => io.close(),
  };
}
