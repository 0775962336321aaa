import express, { type Request, type Response, type Router } from 'express';
import type { ApiClass, ApiClient, ApiMonth, ApiScope } from '../../../core/contract/api.ts';
import { openApi } from '../../../core/contract/openapi.ts';
import type { AuditEntry } from '../../../core/contract/web/audit.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { Clock } from '../../../core/platform/clock.ts';
import type { Log } from '../../../core/platform/log.ts';
import { statusOf } from '../../../core/web/route.ts';

/** What other systems read: kiosk/desk/api satisfies it. */
export interface ApiDesk {
  admit(
    token: string | null,
    scope: ApiScope | null,
    from: string,
  ):
    | { readonly kind: 'admitted' | 'notInScope'; readonly client: ApiClient }
    | { readonly kind: 'unknown' }
    | { readonly kind: 'tooMany'; readonly waitSeconds: number };
  classes(): readonly ApiClass[];
  month(code: string, month: string, people: boolean): ApiMonth;
  csv(month: ApiMonth): string;
}

export interface ApiOptions {
  readonly api: ApiDesk;
  readonly audit: { write(line: AuditEntry): void };
  readonly clock: Clock;
  readonly log: Log;
}

/** The interface for other systems, below `/api/v1`: tokens instead of sessions, reading only, each reading in the audit. */
export function apiRouter({ api, audit, clock, log }: ApiOptions): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  const description = openApi();

  /** The client, or null after the refusal was sent. */
  const admitted = (request: Request, response: Response, scope: ApiScope): ApiClient | null => {
    const answer = api.admit(tokenOf(request), scope, request.socket.remoteAddress ?? '');
    switch (answer.kind) {
      case 'admitted':
        return answer.client;
      case 'tooMany':
        response.set('Retry-After', String(answer.waitSeconds));
        tell(response, 429, 'too-many-tries', `请求过于频繁，请在 ${answer.waitSeconds} 秒后再试`);
        return null;
      case 'notInScope':
        tell(response, 403, 'not-allowed', `这个令牌没有“${scope}”权限`);
        return null;
      case 'unknown':
        response.set('WWW-Authenticate', 'Bearer');
        tell(response, 401, 'no-token', '请在 Authorization 头里带上有效的令牌：Bearer zk_…');
        return null;
    }
  };
  const note = (client: ApiClient, subject: string, detail: string): void => {
    const user = `api-${client.id}`;
    audit.write({ at: clock.now(), user, name: client.name, role: 'client', action: 'api-read', subject, detail });
  };

  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/openapi.json', (_request, response) => {
    response.json(description);
  });
  router.get('/classes', (request, response) => {
    const client = admitted(request, response, 'classes');
    if (client === null) return;
    const classes = api.classes();
    note(client, 'classes', `读取班级列表（${classes.length} 个）`);
    response.json({ classes });
  });
  router.get('/classes/:code/months/:month', (request, response) => {
    const client = admitted(request, response, 'months');
    if (client === null) return;
    const { code, month: asked } = request.params;
    const asCsv = asked.endsWith('.csv');
    const wanted = asCsv ? asked.slice(0, -'.csv'.length) : asked;
    const month = api.month(code, wanted, client.scopes.includes('people'));
    const type = asCsv ? 'text/csv' : request.accepts(['application/json', 'text/csv']);
    if (type === false) {
      tell(response, 406, 'not-acceptable', '只有 application/json 和 text/csv 两种格式');
      return;
    }
    note(client, code, `读取 ${wanted} 考勤（${type === 'text/csv' ? 'CSV' : 'JSON'}）`);
    response.vary('Accept');
    if (type === 'text/csv') response.type('text/csv; charset=utf-8').send(api.csv(month));
    else response.json(month);
  });
  router.use((_request, response) => {
    tell(response, 404, 'no-such-route', '没有这个接口，见 /api/v1/openapi.json');
  });
  router.use(((error: unknown, request, response, _next) => {
    if (error instanceof ZaikeError) {
      tell(response, statusOf(error.code), error.code, error.message);
      return;
    }
    log.error('a request of another system failed', { path: request.path, error });
    tell(response, 500, 'surprise', '出现意外错误，请稍后重试');
  }) satisfies express.ErrorRequestHandler);
  return router;
}

function tokenOf(request: Request): string | null {
  return /^Bearer ([\w-]{20,100})$/.exec(request.get('Authorization') ?? '')?.[1] ?? null;
}

function tell(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ error: { code, message } });
}
