import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type * as z from 'zod/mini';
import type { Person } from '../contract/web/person.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a change leaves in the audit. Never a password, a full ID number or a photo. */
export interface Audited {
  /** What was done, kebab-case: `leave-entered`. */
  readonly action: string;
  /** What it was done to: a class code, a trainee's id, a user. */
  readonly subject: string;
  /** The particulars in words for people (zh-CN). */
  readonly detail: string;
}

/** A file instead of JSON. */
export interface FileAnswer {
  readonly file: true;
  readonly type: string;
  /** The name under which it is saved; with `inline`, shown by the browser. */
  readonly name: string;
  readonly inline?: boolean;
  /** With `inline`: our own pages may show it in a frame. */
  readonly framed?: boolean;
  /** Bytes, or a path of a file that is sent with Range. */
  readonly content: Uint8Array | { readonly path: string };
  /** Instead of the pages' own Content-Security-Policy: for printed pages that carry their style. */
  readonly policy?: string;
}

/** A request as a handler sees it: parsed once, by a signed-in person with the rights. */
export interface Call<Body, Query, Actor extends Person = Person> {
  readonly actor: Actor;
  /** The `:names` of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly query: Query;
  /** The body as it comes, for routes with `upload`; ends with an error past the limit. */
  readonly upload: Readable;
  /** Aborted when the browser goes away. */
  readonly signal: AbortSignal;
  /** For what no other member tells. */
  readonly request: IncomingMessage;
}

interface Common<Body, Query, Right> {
  readonly method: Method;
  /** Below `/api`, express style: `/classes/:code`. */
  readonly path: string;
  /** The least rights that may. */
  readonly least: Right;
  readonly body?: z.core.$ZodType<Body>;
  readonly query?: z.core.$ZodType<Query>;
  /** Takes the body as a stream of at most so many bytes, instead of JSON. */
  readonly upload?: { readonly mostBytes: number };
}

/**
 * A route of a program's pages. `handle` returns JSON, a {@link FileAnswer} or nothing; what it throws as ZaikeError is told to
 * the person (its message) under a status by its code, see `statusOf`. Every change names what it leaves in the audit;
 * `null` there: nothing was changed after all. Of reading, `audit` is for what shows or exports what is masked elsewhere.
 */
export interface WebRoute<Actor extends Person, Right> extends Common<unknown, unknown, Right> {
  readonly handle: (call: Call<never, never, Actor>) => unknown;
  readonly audit?: (call: Call<never, never, Actor>, answer: never) => Audited | null;
}

/** What declares a route of people `Actor` with rights `Right`; see {@link routesFor}. */
export type Declare<Actor extends Person, Right> = <Answer, Body = undefined, Query = undefined>(
  spec: Common<Body, Query, Right> & {
    readonly handle: (call: Call<Body, Query, Actor>) => Answer | Promise<Answer>;
  } & (
      | {
          readonly method: 'GET';
          readonly audit?: (call: Call<Body, Query, Actor>, answer: Awaited<Answer>) => Audited | null;
        }
      | {
          readonly method: Exclude<Method, 'GET'>;
          readonly audit: (call: Call<Body, Query, Actor>, answer: Awaited<Answer>) => Audited | null;
        }
    ),
) => WebRoute<Actor, Right>;

/** A program's own way to declare routes: the types of body and query come from their schemas, that of the answer from `handle`. */
export function routesFor<Actor extends Person, Right>(): Declare<Actor, Right> {
  return (spec) => spec;
}

/** A file to save or show. */
export function fileAnswer(answer: Omit<FileAnswer, 'file'>): FileAnswer {
  return { file: true, ...answer };
}

/** The status for an error's code: what is not there, what somebody else changed, what is too large, what is refused. */
export function statusOf(code: string): number {
  if (code.startsWith('no-such-') || code.endsWith('-missing')) return 404;
  if (code === 'too-many-tries') return 429;
  if (code === 'not-allowed') return 403;
  if (code === 'too-large') return 413;
  if (code.startsWith('stale-') || code.endsWith('-taken')) return 409;
  if (code === 'vision-down' || code === 'busy') return 503;
  return 422;
}
