import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { NoteKey } from '../../core/domain/checkpoint.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { digestOf } from './digest.ts';
import { writeWholeSync } from './disk.ts';

/** The kiosk's own key: whoever holds its public half can tell what this kiosk said. */
export interface KioskKey extends NoteKey {
  /** Ed25519 over the text's UTF-8: 64 bytes. */
  sign(text: string): Uint8Array;
}

/**
 * Reads the kiosk's Ed25519 key (PKCS#8 PEM, readable by its owner only), or makes it at the first start.
 * Its name is `zaike/kiosk-` and eight digits of the public key's hash.
 * @throws ZaikeError `key-unusable` when the file is there but is no such key.
 */
export function openKey(file: string): KioskKey {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeWholeSync(file, Buffer.from(pem), 0o600);
  }
  return kioskKey(readKey(file));
}

/** A key in hand. */
export function kioskKey(privateKey: KeyObject): KioskKey {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const publicKey = new Uint8Array(spki.subarray(-32));
  return {
    name: `zaike/kiosk-${digestOf(publicKey).slice(0, 8)}`,
    publicKey,
    sign: (text) => sign(null, Buffer.from(text), privateKey),
  };
}

function readKey(file: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
    throw new Error(`expected an Ed25519 key, got ${String(key.asymmetricKeyType)}`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ZaikeError(
      `${file}: expected this kiosk's private key, got: ${why}. Put the key's backup back; with another key the journal cannot be continued`,
      { code: 'key-unusable', retry: false, facts: { file } },
      { cause },
    );
  }
}
