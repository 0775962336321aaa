import express, { type Router } from 'express';
import * as z from 'zod/mini';
import { type Claim, claimSchema, type Person, signInSchema } from '../contract/web/person.ts';
import { ZaikeError } from '../domain/errors.ts';
import type { Clock } from '../platform/clock.ts';
import { isOwnPage } from './guard.ts';
import { statusOf } from './route.ts';
import type { AuditWriter } from './serve.ts';
import { actorOf, type Sessions, sessionCookie, tokenOf } from './session.ts';

/** Signing in and out: `core/accounts` satisfies it. */
export interface SignIn<Actor extends Person> extends Sessions<Actor> {
  firstRunCode(): Promise<string | null>;
  claim(claim: Claim): Promise<Actor>;
  signIn(user: string, password: string, from: string): Promise<string>;
  signOut(token: string): Promise<void>;
}

export interface SignInOptions<Actor extends Person> {
  readonly accounts: SignIn<Actor>;
  readonly audit: AuditWriter;
  /** Whose pages these are: the institution, or the center. */
  readonly institution: string;
  readonly names: readonly string[];
  /** Whether browsers reach us by TLS: the cookie then goes by nothing else. */
  readonly secure: boolean;
  readonly clock: Clock;
}

/** What goes without a session: whether anybody is signed in, signing in and out, and the first administrator. */
export function signInRouter<Actor extends Person>(options: SignInOptions<Actor>): Router {
  const { accounts, audit, institution, names, secure, clock } = options;
  const router = express.Router();
  const json = express.json({ limit: '8kb' });
  const note = async ({ user, name, role }: Actor, action: string, detail: string): Promise<void> => {
    await audit.write({ at: clock.now(), user, name, role, action, subject: user, detail });
  };
  router.get('/welcome', async (request, response) => {
    const welcome = {
      institution,
      firstRun: (await accounts.firstRunCode()) !== null,
      actor: await actorOf(request, accounts),
    };
    response.set('Cache-Control', 'no-store').json(welcome);
  });
  router.use(['/sign-in', '/claim', '/sign-out'], (request, response, next) => {
    if (isOwnPage(request, names) && request.get('X-Zaike') !== undefined) next();
    else response.status(403).json({ error: { code: 'not-allowed', message: '请从本机的页面登录' } });
  });
  router.post('/sign-in', json, async (request, response) => {
    const { user, password } = z.parse(signInSchema, request.body);
    const token = await accounts.signIn(user, password, request.ip ?? '');
    const actor = await accounts.actorOf(token, true);
    if (actor !== null) await note(actor, 'signed-in', '登录');
    response.set('Set-Cookie', sessionCookie(request, token, secure)).json({ actor });
  });
  router.post('/claim', json, async (request, response) => {
    const claim = z.parse(claimSchema, request.body);
    const actor = await accounts.claim(claim);
    await note(actor, 'account-added', `首个管理员 ${actor.name} 用初始化码建立`);
    const token = await accounts.signIn(claim.user, claim.password, request.ip ?? '');
    response.set('Set-Cookie', sessionCookie(request, token, secure)).json({ actor });
  });
  router.post('/sign-out', async (request, response) => {
    const token = tokenOf(request);
    const actor = await actorOf(request, accounts);
    if (token !== null) await accounts.signOut(token);
    if (actor !== null) await note(actor, 'signed-out', '退出');
    response
      .set('Set-Cookie', sessionCookie(request, null, secure))
      .status(204)
      .end();
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
