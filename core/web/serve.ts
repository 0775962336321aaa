import { PassThrough, type Readable, Transform } from 'node:stream';
import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import * as z from 'zod/mini';
import type { AuditEntry } from '../contract/web/audit.ts';
import type { Person } from '../contract/web/person.ts';
import { ZaikeError } from '../domain/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { isOwnPage } from './guard.ts';
import { type Call, type FileAnswer, statusOf, type WebRoute } from './route.ts';
import { actorOf, type Sessions } from './session.ts';

/** Where the audit is kept. */
export interface AuditWriter {
  write(line: AuditEntry): void | Promise<void>;
}

export interface ServeOptions<Actor extends Person, Right> {
  readonly routes: readonly WebRoute<Actor, Right>[];
  readonly sessions: Sessions<Actor>;
  /** Whether a role has at least the rights that a route asks. */
  readonly hasRights: (role: Actor['role'], least: Right) => boolean;
  readonly audit: AuditWriter;
  /** Host names of this server, as for the pages. */
  readonly names: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Words for faults that a schema gives none of its own for. */
const inChinese = { error: z.locales.zhCN().localeError };
/** JSON bodies: forms and signatures drawn by hand, never photos (those are uploads). */
const MOST_JSON = '1mb';

/** Every route under `/api` goes through the same steps: own page, session, rights, parsing, work, audit, answer. */
export function serveRoutes<Actor extends Person, Right>(options: ServeOptions<Actor, Right>): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  const json = express.json({ limit: MOST_JSON, strict: true });
  for (const each of options.routes) {
    const method = each.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    const steps: RequestHandler[] = [ownPageOnly(options.names)];
    if (each.body !== undefined) steps.push(json);
    router[method](each.path, ...steps, (request, response) => answerRoute(each, request, response, options));
  }
  router.use((_request, response) => {
    tell(response, 404, 'no-such-route', '没有这个接口');
  });
  router.use(failure(options.log));
  return router;
}

/** A change comes from a page of ours and says so by a header that no form and no foreign page can send. */
function ownPageOnly(names: readonly string[]): RequestHandler {
  return (request, response, next) => {
    if (request.method === 'GET') next();
    else if (isOwnPage(request, names) && request.get('X-Zaike') !== undefined) next();
    else tell(response, 403, 'not-allowed', '请从本机的页面操作');
  };
}

async function answerRoute<Actor extends Person, Right>(
  each: WebRoute<Actor, Right>,
  request: Request,
  response: Response,
  options: ServeOptions<Actor, Right>,
): Promise<void> {
  const actor = await actorOf(request, options.sessions);
  if (actor === null) {
    tell(response, 401, 'signed-out', '请先登录');
    return;
  }
  if (!options.hasRights(actor.role, each.least)) {
    tell(response, 403, 'not-allowed', '您的账号没有这个权限，请联系管理员');
    return;
  }
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  const call = {
    actor,
    params: request.params as Readonly<Record<string, string>>,
    body: parsed(each.body, request.body, '提交的内容'),
    query: parsed(each.query, request.query, '查询条件'),
    upload: limited(request, each.upload?.mostBytes ?? 0),
    signal: gone.signal,
    request,
  } as unknown as Call<never, never, Actor>;
  const answer: unknown = await each.handle(call);
  const audited = each.audit?.(call, answer as never) ?? null;
  const { user, name, role } = actor;
  if (audited !== null) await options.audit.write({ at: options.clock.now(), user, name, role, ...audited });
  send(response, answer);
}

/** @throws ZaikeError `bad-input` with every fault: where, and what is expected. */
function parsed(schema: z.core.$ZodType | undefined, value: unknown, what: string): unknown {
  if (schema === undefined) return undefined;
  const result = z.safeParse(schema, value, inChinese);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}：${message}` : message,
  );
  throw new ZaikeError(`${what}不对：${faults.join('；')}`, { code: 'bad-input', retry: false });
}

/** The body as a stream that fails past `most` bytes; nothing of it for routes that take no upload. */
function limited(request: Request, most: number): Readable {
  if (most === 0) return new PassThrough().end();
  let bytes = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= most) done(null, chunk);
      else done(new ZaikeError(`文件太大：最多 ${Math.floor(most / 1e6)} MB`, { code: 'too-large', retry: false }));
    },
  });
  request.on('aborted', () => limit.destroy(new ZaikeError('上传中断了，请重试', { code: 'upload-cut', retry: true })));
  return request.pipe(limit);
}

function send(response: Response, answer: unknown): void {
  if (response.headersSent) return; // a handler that streams by itself
  if (answer === undefined) response.status(204).end();
  else if (isFile(answer)) sendFile(response, answer);
  else response.json(answer);
}

function isFile(answer: unknown): answer is FileAnswer {
  return typeof answer === 'object' && answer !== null && 'file' in answer && answer.file === true;
}

function sendFile(
  response: Response,
  { type, name, inline = false, framed = false, content, policy }: FileAnswer,
): void {
  const shown = `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`;
  response.set({ 'Content-Type': type, 'Content-Disposition': shown });
  if (framed) response.set('X-Frame-Options', 'SAMEORIGIN');
  if (policy !== undefined) response.set('Content-Security-Policy', policy);
  if (content instanceof Uint8Array) response.send(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
  else response.sendFile(content.path, { dotfiles: 'allow', cacheControl: false, headers: { 'Content-Type': type } });
}

/** Answers what a handler threw: people read the message, programs the code; surprises go to the log. */
function failure(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (error instanceof ZaikeError) {
      tell(response, statusOf(error.code), error.code, error.message);
      return;
    }
    const status = (error as { status?: unknown }).status;
    if (status === 400 || status === 413) {
      tell(response, status, status === 413 ? 'too-large' : 'bad-input', '提交的内容无法读取或太大');
      return;
    }
    log.error('a request failed', { method: request.method, path: request.path, error });
    tell(response, 500, 'surprise', '出现意外错误，请重试；仍不行请查看日志');
  };
}

function tell(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ error: { code, message } });
}
