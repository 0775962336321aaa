import { createPublicKey, verify } from 'node:crypto';
import type { VerifySignature } from '../../../core/domain/checkpoint.ts';

/** Ed25519's fixed SubjectPublicKeyInfo head, RFC 8410. */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

export const ed25519: VerifySignature = (publicKey, text, signature) => {
  const key = createPublicKey({ key: Buffer.concat([SPKI_HEAD, publicKey]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text), key, signature);
};
