import { type Sha256, toHex } from '../../../core/domain/bytes.ts';
import { formatVerifierKey, type NoteKey, parseVerifierKey } from '../../../core/domain/checkpoint.ts';

/** How long a fingerprint is, in hexadecimal digits: 128 bits. */
const DIGITS = 32;

/** A kiosk's verifier key, its identity among the institution's kiosks. */
export function identityOf(sha256: Sha256, key: NoteKey): string {
  return formatVerifierKey(sha256, key);
}

/** What people compare: the hash of the public key, in groups of four. */
export function fingerprintOf(sha256: Sha256, key: NoteKey): string {
  return (toHex(sha256(key.publicKey)).slice(0, DIGITS).match(/.{4}/g) ?? []).join(' ');
}

/** The name in a verifier key: `zaike/kiosk-…`. */
export function nameOf(sha256: Sha256, verifierKey: string): string {
  return parseVerifierKey(sha256, verifierKey)?.name ?? verifierKey;
}

/** An institution's name as it is compared: written the same, whatever spaces stand in it. */
export function isSameInstitution(a: string, b: string): boolean {
  const plain = (name: string): string => name.normalize('NFKC').replace(/\s/g, '');
  return plain(a) !== '' && plain(a) === plain(b);
}
