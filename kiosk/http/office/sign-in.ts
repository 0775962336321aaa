import express, { type Router } from 'express';
import * as z from 'zod/mini';
import { claimSchema, signInSchema, type Welcome } from '../../../core/contract/office/accounts.ts';
import type { Actor } from '../../../core/contract/office/actor.ts';
import type { AuditLine } from '../../../core/contract/office/audit.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { Clock } from '../../../core/platform/clock.ts';
import { isOwnPage } from '../guard.ts';
import { statusOf } from './route.ts';
import { actorOf, type Sessions, sessionCookie, tokenOf } from './session.ts';

/** Signing in and out: the accounts of `kiosk/desk` satisfy it. */
export interface SignIn extends Sessions {
  firstRunCode(): string | null;
  claim(claim: z.infer<typeof claimSchema>): Promise<Actor>;
  signIn(user: string, password: string, from: string): Promise<string>;
  signOut(token: string): void;
}

export interface SignInOptions {
  readonly accounts: SignIn;
  readonly audit: { write(line: Omit<AuditLine, 'id'>): void };
  readonly institution: string;
  readonly names: readonly string[];
  /** Whether browsers reach us by TLS: the cookie then goes by nothing else. */
  readonly secure: boolean;
  readonly clock: Clock;
}

/** What goes without a session: whether anybody is signed in, signing in and out, and the first administrator. */
export function signInRouter({ accounts, audit, institution, names, secure, clock }: SignInOptions): Router {
  const router = express.Router();
  const json = express.json({ limit: '8kb' });
  const note = ({ user, name, role }: Actor, action: string, detail: string): void => {
    audit.write({ at: clock.now(), user, name, role, action, subject: user, detail });
  };
  router.get('/welcome', (request, response) => {
    const welcome: Welcome = {
      institution,
      firstRun: accounts.firstRunCode() !== null,
      actor: actorOf(request, accounts),
    };
    response.set('Cache-Control', 'no-store').json(welcome);
  });
  router.use(['/sign-in', '/claim', '/sign-out'], (request, response, next) => {
    if (isOwnPage(request, names) && request.get('X-Zaike') !== undefined) next();
    else response.status(403).json({ error: { code: 'not-allowed', message: '请从本机的页面登录' } });
  });
  router.post('/sign-in', json, async (request, response) => {
    const { user, password } = z.parse(signInSchema, request.body);
    const token = await accounts.signIn(user, password, request.socket.remoteAddress ?? '');
    const actor = accounts.actorOf(token);
    if (actor !== null) note(actor, 'signed-in', '登录');
    response.set('Set-Cookie', sessionCookie(token, secure)).json({ actor });
  });
  router.post('/claim', json, async (request, response) => {
    const claim = z.parse(claimSchema, request.body);
    const actor = await accounts.claim(claim);
    note(actor, 'account-added', `首个管理员 ${actor.name} 用屏幕上的初始化码建立`);
    const token = await accounts.signIn(claim.user, claim.password, request.socket.remoteAddress ?? '');
    response.set('Set-Cookie', sessionCookie(token, secure)).json({ actor });
  });
  router.post('/sign-out', (request, response) => {
    const token = tokenOf(request);
    const actor = actorOf(request, accounts);
    if (token !== null) accounts.signOut(token);
    if (actor !== null) note(actor, 'signed-out', '退出');
    response.set('Set-Cookie', sessionCookie(null, secure)).status(204).end();
  });
  router.use(((error: unknown, _request, response, next) => {
    if (error instanceof ZaikeError)
      response.status(statusOf(error.code)).json({ error: said(error.code, error.message) });
    else if (error instanceof z.core.$ZodError)
      response.status(422).json({ error: said('bad-input', error.issues.map(({ message }) => message).join('；')) });
    else next(error);
  }) satisfies express.ErrorRequestHandler);
  return router;
}

const said = (code: string, message: string) => ({ code, message });
