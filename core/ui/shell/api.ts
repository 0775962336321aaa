import * as z from 'zod/mini';
import { activity } from './activity.ts';

/** What the server refused and why, in words for the person at the screen. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(message: string, status: number, code: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** Whether the session has ended: the office then shows the sign-in. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

/** What to tell the person of a failure. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return '连接不上，请检查网络后重试';
}

const ahead = new Map<string, Promise<unknown>>();

/** Reads as {@link get}, for oneself and for whoever gets the same next. */
export function getAhead<T>(path: string, schema: z.ZodMiniType<T>): Promise<T> {
  const asked = get(path, schema);
  ahead.set(path, asked);
  return asked;
}

/** Reads `/api<path>`, checked by its schema. @throws ApiError; TypeError when the server is not reached. */
export async function get<T>(path: string, schema: z.ZodMiniType<T>, signal?: AbortSignal): Promise<T> {
  const asked = ahead.get(path);
  ahead.delete(path);
  const known = await asked?.catch(() => undefined); // a refusal is asked for again
  if (known !== undefined) return known as T; // by the same schema: a path has one
  const response = await fetch(`/api${path}`, { headers: activity(), ...(signal === undefined ? {} : { signal }) });
  return z.parse(schema, await answerOf(response));
}

/** Sends a change to `/api<path>`; the answer checked by its schema (none: nothing is expected back). @throws as {@link get}. */
export async function send<T = undefined>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  schema?: z.ZodMiniType<T>,
): Promise<T> {
  const response = await fetch(`/api${path}`, {
    method,
    headers: { 'X-Zaike': 'page', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await answerOf(response);
  return schema === undefined ? (undefined as T) : z.parse(schema, answer);
}

/** Sends a file's bytes as they are. @throws as {@link get}. */
export async function upload<T = undefined>(
  method: 'POST' | 'PUT',
  path: string,
  file: Blob,
  schema?: z.ZodMiniType<T>,
  signal?: AbortSignal,
): Promise<T> {
  const response = await fetch(`/api${path}`, {
    method,
    headers: { 'X-Zaike': 'page', 'Content-Type': 'application/octet-stream' },
    body: file,
    ...(signal === undefined ? {} : { signal }),
  });
  const answer = await answerOf(response);
  return schema === undefined ? (undefined as T) : z.parse(schema, answer);
}

async function answerOf(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  const told = z.safeParse(refusal, answer);
  if (told.success) throw new ApiError(told.data.error.message, response.status, told.data.error.code);
  throw new ApiError(`出现意外错误（${String(response.status)}），请重试`, response.status, 'surprise');
}
