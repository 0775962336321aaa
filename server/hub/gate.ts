import { createPublicKey, randomBytes, verify } from 'node:crypto';
import {
  type Challenge,
  CONTRACT_VERSION,
  type HelloAnswer,
  helloSchema,
  helloText,
  OLDEST_CONTRACT,
} from '../../core/contract/center/link.ts';
import type { Sha256 } from '../../core/domain/bytes.ts';
import { parseVerifierKey, type VerifySignature } from '../../core/domain/checkpoint.ts';

/** A kiosk that has proven that it holds its key. */
export interface Proven {
  /** The verifier key as text. */
  readonly key: string;
  readonly software: string;
  readonly contract: number;
}

export type Judged =
  | { readonly kind: 'proven'; readonly proven: Proven }
  | Exclude<HelloAnswer, { kind: 'welcome' | 'unpaired' }>;

/** What a new connection has to sign; a nonce is good for one hello. */
export function newChallenge(center: string): Challenge {
  return { center, nonce: randomBytes(32).toString('base64') };
}

/**
 * Judges a kiosk's hello: the contract, then the signature over this connection's own challenge. Whether the key is
 * paired is another question.
 */
export function judgeHello(value: unknown, challenge: Challenge | null, sha256: Sha256): Judged {
  const parsed = helloSchema.safeParse(value);
  if (!parsed.success) return refused('版本不一致：这台教室电脑的问候无法读取');
  if (challenge === null) return refused('这次连接的挑战已经用过，请重新连接');
  const { contract, software, key: text, signature } = parsed.data;
  if (contract < OLDEST_CONTRACT) {
    const message = `教室电脑的版本太旧（协议 ${contract}，中心需要 ${OLDEST_CONTRACT}–${CONTRACT_VERSION}），请升级；录像与考勤不受影响`;
    return { kind: 'too-old', oldest: OLDEST_CONTRACT, message };
  }
  const key = parseVerifierKey(sha256, text);
  if (key === null) return refused('教室电脑的密钥无法读取');
  const said = Buffer.from(helloText(challenge, contract));
  if (!verify(null, said, publicKeyOf(key.publicKey), Buffer.from(signature, 'base64'))) return refused('签名不对');
  return { kind: 'proven', proven: { key: text, software, contract } };
}

/** Ed25519 over the text's UTF-8; what is no key or no signature is not signed. */
export const verifyEd25519: VerifySignature = (publicKey, text, signature) => {
  try {
    return verify(null, Buffer.from(text), publicKeyOf(publicKey), signature);
  } catch {
    return false;
  }
};

/** Ed25519's fixed SubjectPublicKeyInfo head, RFC 8410. */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

function publicKeyOf(bytes: Uint8Array) {
  return createPublicKey({ key: Buffer.concat([SPKI_HEAD, bytes]), format: 'der', type: 'spki' });
}

function refused(message: string): Judged {
  return { kind: 'refused', message };
}
