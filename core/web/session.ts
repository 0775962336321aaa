import type { IncomingMessage } from 'node:http';
import type { Person } from '../contract/web/person.ts';

/** Who holds a token: the accounts satisfy it. */
export interface Sessions<Actor extends Person = Person> {
  /** `active`: whether somebody is at the page, see {@link isActive}. */
  actorOf(token: string, active: boolean): Promise<Actor | null>;
}

/**
 * The cookie of the server that a browser calls `host` (a Host header, or a URL's). Browsers keep cookies by host name
 * alone, so without the port two programs on one computer would sign each other's people out. It is the port that the
 * browser sees: several hubs behind one address share their sessions.
 */
export function cookieName(host: string | undefined): string {
  const port = /:(\d{1,5})$/.exec(host ?? '')?.[1];
  return port === undefined ? 'zaike' : `zaike-${port}`;
}

/** The token that the browser holds; null when it holds none. */
export function tokenOf({ headers }: Pick<IncomingMessage, 'headers'>): string | null {
  const own = cookieName(headers.host);
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === own && value !== undefined && /^[\w-]{20,100}$/.test(value)) return value;
  }
  return null;
}

/** Who sends this request; null: nobody who is signed in. */
export async function actorOf<Actor extends Person>(
  request: Pick<IncomingMessage, 'headers' | 'method'>,
  sessions: Sessions<Actor>,
): Promise<Actor | null> {
  const token = tokenOf(request);
  return token === null ? null : await sessions.actorOf(token, isActive(request));
}

/** The header by which a page says that somebody moved, touched or typed since it last said so. */
const ACTIVE = 'x-zaike-active';

/** Whether a person is behind a request: a change always is one's doing, reading only where the page says so. */
export function isActive({ method = 'GET', headers }: Pick<IncomingMessage, 'headers' | 'method'>): boolean {
  return method !== 'GET' || headers[ACTIVE] !== undefined;
}

/**
 * The cookie that holds `token`, for whoever asked; null: the one that takes it back. Scripts cannot read it, other sites
 * do not send it.
 */
export function sessionCookie(
  { headers }: Pick<IncomingMessage, 'headers'>,
  token: string | null,
  secure: boolean,
): string {
  const base = `${cookieName(headers.host)}=${token ?? ''}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  return token === null ? `${base}; Max-Age=0` : base;
}

/** Whether a request comes from this computer itself: who stands before the kiosk. */
export function isHere({ socket }: Pick<IncomingMessage, 'socket'>): boolean {
  const address = socket.remoteAddress ?? '';
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}
