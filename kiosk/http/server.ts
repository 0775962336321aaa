import { createServer } from 'node:http';
import express from 'express';
import { Server } from 'socket.io';
import { OFFICE_LIVE_NAMESPACE } from '../../core/contract/live.ts';
import { SCREEN_NAMESPACE } from '../../core/contract/screen.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import { isOwnPage, ownHostOnly, securityHeaders } from '../../core/web/guard.ts';
import { listen } from '../../core/web/listen.ts';
import { openPage } from '../../core/web/pages.ts';
import { actorOf, isHere } from '../../core/web/session.ts';
import { healthOf } from './health.ts';
import type { LiveService } from './live-socket.ts';
import { hereOrSignedIn, type Office, officeRouter } from './office/office.ts';
import { serveOfficeLive } from './office-live.ts';
import type { LivePackets, ScreenFeed } from './ports.ts';
import type { OwnService } from './screen-own.ts';
import { type ScreenNamespace, serveScreens } from './screen-socket.ts';

export interface HttpOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** The address to listen on; this machine alone by default. */
  readonly host?: string;
  /** Host names, besides addresses and `localhost`, by which the pages may be called. */
  readonly names?: readonly string[];
  /** The folder that `scripts/pages.ts` fills. */
  readonly pages: string;
  readonly feed: ScreenFeed;
  readonly live: LivePackets;
  /** The institution's office; without one only the check-in screen is served. */
  readonly office?: Office;
  /** What the check-in screen asks of the day; without it the screen only shows. */
  readonly own?: OwnService;
  /** Whether browsers reach this server by TLS (a proxy before it). */
  readonly secure?: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** The running server; disposing of it ends every watch, closes every connection and frees the port. */
export interface Http extends AsyncDisposable {
  readonly port: number;
  /** Where a browser on this machine finds the check-in screen. */
  readonly url: string;
}

/** Pages open at once, on all devices together. */
const MOST_PAGES = 64;
const LOOPBACK = '127.0.0.1';

/**
 * Serves the kiosk's pages and their sockets, and `/healthz`.
 * @throws ZaikeError `pages-missing`, or of {@link listen} when the port cannot be had.
 */
export async function createHttp(options: HttpOptions): Promise<Http> {
  const { host = LOOPBACK, names = [], secure = false, pages, feed, live, office, clock, log } = options;
  const screen = await openPage(options.pages, 'screen');
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders, ownHostOnly(names));
  app.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json(healthOf(feed.snapshot(), screen.build));
  });
  app.get('/', (_request, response) => response.redirect(302, '/screen/'));
  app.use('/screen', hereOrSignedIn(office), screen.router);
  if (office !== undefined) app.use(await officeRouter({ office, pages, names, secure, clock, log }));
  app.use((_request, response) => {
    response.status(404).type('text/plain').send('没有这个页面。\n');
  });

  const server = createServer(app);
  const io = new Server(server, {
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: 64 * 1024, // pages send requests only
    pingInterval: 5000,
    pingTimeout: 10_000,
    allowRequest: (request, answer) => {
      const known = isHere(request) ? true : office !== undefined && actorOf(request, office.accounts);
      void Promise.resolve(known).then(
        (who) =>
          answer(
            null,
            who !== null && who !== false && isOwnPage(request, names) && io.engine.clientsCount < MOST_PAGES,
          ),
        (error: unknown) => {
          log.error('whose socket this is cannot be told', { error });
          answer(null, false);
        },
      );
    },
  });
  const closing = new AbortController();
  const screens: ScreenNamespace = io.of(SCREEN_NAMESPACE);
  const { own } = options;
  const service = { feed, live, clock, log, build: screen.build, own, signal: closing.signal };
  const serving = serveScreens(screens, service).catch((error: unknown) =>
    log.error('the check-in screens get no more news', { error }),
  );
  if (office !== undefined) {
    const has: LiveService['has'] = (camera) => feed.snapshot().cameras.some(({ id }) => id === camera);
    serveOfficeLive(io.of(OFFICE_LIVE_NAMESPACE), office.accounts, { live, has, clock, log, signal: closing.signal });
  }
  const close = async (): Promise<void> => {
    closing.abort();
    await io.close();
    await serving;
  };
  try {
    const port = await listen(server, options.port, host);
    const url = `http://${host === '0.0.0.0' || host === '::' ? LOOPBACK : host}:${port}/screen/`;
    log.info('pages are served', { url });
    return { port, url, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}
