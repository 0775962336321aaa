import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { peerText } from '../../../core/contract/center/hubs.ts';

/** What a side of a hub-to-hub socket sends to prove that it knows the shared secret: HMAC-SHA256 in base64. */
export function peerMac(secret: string, side: 'asks' | 'holds', challenge: string, nonce: string): string {
  return createHmac('sha256', secret)
    .update(peerText(side, challenge, nonce))
    .digest('base64');
}

/** Compares in constant time. */
export function sameMac(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}

/** 32 random bytes in base64. */
export function newNonce(): string {
  return randomBytes(32).toString('base64');
}
