import { createHash } from 'node:crypto';
import type { Credentials } from '../rtsp/digest.ts';
import { elementText } from './soap.ts';

/** How far `Created` may be from the camera's own clock: five minutes, as WS-Security recommends. */
export const FRESH_MS = 5 * 60_000;

const FIELDS = ['Username', 'Password', 'Nonce', 'Created'];

/** Nonces that were used lately, so that a message heard cannot be sent again. */
export type UsedNonces = Set<string>;

/**
 * Judges a message's UsernameToken with PasswordDigest = Base64(SHA-1(nonce + created + password))
 * (WS-Security UsernameToken Profile 1.0 §3.1) by the camera's clock. Returns what is wrong, or null.
 */
export function checkUsernameToken(
  xml: string,
  credentials: Credentials,
  cameraNowMs: number,
  used: UsedNonces,
): string | null {
  const [username = null, digest = null, nonce = null, created = null] = FIELDS.map((name) => elementText(xml, name));
  if (username === null || digest === null || nonce === null || created === null) return 'expected a UsernameToken';
  if (!(Math.abs(Date.parse(created) - cameraNowMs) <= FRESH_MS)) return 'Created is too far from the time here';
  const expected = createHash('sha1')
    .update(Buffer.concat([Buffer.from(nonce, 'base64'), Buffer.from(created + credentials.password)]))
    .digest('base64');
  if (username !== credentials.username || digest !== expected) return 'wrong user or password';
  if (used.has(nonce)) return 'the nonce was used before';
  used.add(nonce);
  return null;
}
