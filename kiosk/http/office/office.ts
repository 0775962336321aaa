import express, { type RequestHandler, type Router } from 'express';
import { type Actor, hasRights } from '../../../core/contract/office/actor.ts';
import type { Clock } from '../../../core/platform/clock.ts';
import type { Log } from '../../../core/platform/log.ts';
import { PAGES_POLICY } from '../../../core/web/guard.ts';
import { openPage } from '../../../core/web/pages.ts';
import { type AuditWriter, serveRoutes } from '../../../core/web/serve.ts';
import { actorOf, isHere } from '../../../core/web/session.ts';
import { type SignIn, signInRouter } from '../../../core/web/sign-in.ts';
import { type Route } from './route.ts';

/** What `kiosk/desk.ts` makes: all routes of the office and who may use them. */
export interface Office {
  readonly institution: string;
  readonly accounts: SignIn<Actor>;
  readonly audit: AuditWriter;
  readonly routes: readonly Route[];
  /** Further routers below `/api` with ways in of their own (clients with tokens). */
  readonly open?: readonly { readonly path: string; readonly router: Router }[];
}

export interface OfficeOptions {
  readonly office: Office;
  /** The folder that `scripts/pages.ts` fills. */
  readonly pages: string;
  readonly names: readonly string[];
  readonly secure: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** The office's page under `/office` and its interface under `/api`. @throws ZaikeError `pages-missing`. */
export async function officeRouter(options: OfficeOptions): Promise<Router> {
  const { office, pages, names, secure, clock, log } = options;
  const page = await openPage(pages, 'office');
  const router = express.Router();
  router.use('/office', (_request, response, next) => {
    response.set('Content-Security-Policy', PAGES_POLICY);
    next();
  });
  router.use('/office', page.router, page.index);
  for (const { path, router: open } of office.open ?? []) router.use(`/api${path}`, open);
  router.use('/api', signInRouter({ ...office, names, secure, clock }));
  router.use('/api', serveRoutes({ ...office, sessions: office.accounts, hasRights, names, clock, log }));
  return router;
}

/** The wall screen shows names and a live picture: to who stands before the kiosk, or is signed in. */
export function hereOrSignedIn(office: Office | undefined): RequestHandler {
  return async (request, response, next) => {
    if (isHere(request) || (office !== undefined && (await actorOf(request, office.accounts)) !== null)) next();
    else response.redirect(302, '/office/');
  };
}
