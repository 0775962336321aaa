import { createHash, timingSafeEqual } from 'node:crypto';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The name that challenges carry. */
export const REALM = 'Zaike simulated camera';

/** `WWW-Authenticate` of a 401 (RFC 2617 §3.2.1, RFC 7616; MD5 as cameras do it, qop on offer). */
export function challenge(nonce: string, stale: boolean): string {
  return `Digest realm="${REALM}", nonce="${nonce}", algorithm=MD5, qop="auth"${stale ? ', stale=true' : ''}`;
}

/** What an `Authorization` header turns out to be. */
export type DigestVerdict = 'ok' | 'missing' | 'wrong' | 'stale';

/**
 * Judges an `Authorization: Digest …` header for a request `method` to `uri`, with the nonce given to
 * this client. With and without qop (RFC 2069's short form), as clients send both.
 */
export function checkDigest(
  header: string | undefined,
  request: { method: string; uri: string },
  credentials: Credentials,
  nonce: string,
): DigestVerdict {
  if (header?.startsWith('Digest ') !== true) return 'missing';
  const fields = digestFields(header.slice('Digest '.length));
  const { username, uri, response, qop, nc, cnonce } = fields;
  if (fields.nonce !== nonce) return 'stale';
  if (username !== credentials.username || uri !== request.uri || response === undefined) return 'wrong';
  const ha1 = md5(`${username}:${REALM}:${credentials.password}`);
  const ha2 = md5(`${request.method}:${uri}`);
  const expected =
    qop === undefined
      ? md5(`${ha1}:${nonce}:${ha2}`)
      : md5(`${ha1}:${nonce}:${nc ?? ''}:${cnonce ?? ''}:${qop}:${ha2}`);
  return sameText(expected, response.toLowerCase()) ? 'ok' : 'wrong';
}

/** `key="value"` and `key=value` pairs of a Digest header. */
export function digestFields(text: string): Partial<Record<string, string>> {
  const pairs = [...text.matchAll(/([a-z0-9]+)=(?:"([^"]*)"|([^\s,]+))/gi)];
  return Object.fromEntries(pairs.map(([, key = '', quoted, bare]) => [key.toLowerCase(), quoted ?? bare ?? '']));
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
