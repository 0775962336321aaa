import { createHash, createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Sha256, toHex } from '../../core/domain/bytes.ts';
import type { VerifySignature } from '../../core/domain/checkpoint.ts';
import type { Digest } from '../../core/domain/evidence.ts';

/** SHA-256 of OpenSSL, in one call. */
export const sha256: Sha256 = (data) => hash('sha256', data, 'buffer');

/** SHA-256 of bytes or of a text's UTF-8, as hexadecimal. */
export const digestOf = (data: Uint8Array | string): Digest => hash('sha256', data, 'hex');

/** SHA-256 of a file, read in pieces. @throws the system's error. */
export async function digestOfFile(path: string): Promise<Digest> {
  const whole = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), whole);
  return whole.digest('hex');
}

const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex'); // RFC 8410: an Ed25519 SubjectPublicKeyInfo up to the key
const keys = new Map<string, KeyObject>();

/** Ed25519 by OpenSSL; false for anything that is no key or no signature. */
export const verifyEd25519: VerifySignature = (publicKey, text, signature) => {
  try {
    const name = toHex(publicKey);
    const key =
      keys.get(name) ?? createPublicKey({ key: Buffer.concat([SPKI_HEAD, publicKey]), format: 'der', type: 'spki' });
    keys.set(name, key);
    return verify(null, Buffer.from(text), key, signature);
  } catch {
    return false;
  }
};
