import { createHash, createPrivateKey } from 'node:crypto';
import { type KioskKey, kioskKey } from '../../../kiosk/evidence/key.ts';

/** A key that is the same in every run: its seed is the hash of a word. For tests only. */
export function testKey(word: string): KioskKey {
  const seed = createHash('sha256').update(word).digest();
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return kioskKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
}
