import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { ZaikeError } from '../../core/domain/errors.ts';

/** What sealed bytes are and whose; bytes sealed for one context open in no other. */
export interface SealContext {
  /** Kind of thing, for example `template`, `photo`, `camera-password`. */
  readonly what: string;
  /** Whose it is: a person's id and what else tells it apart, a camera's id. */
  readonly whose: string;
}

/** Keeps what must not lie readable on the disk: templates, enrolment photos, camera passwords. */
export interface Vault {
  /** The bytes encrypted and signed for `context`: 29 bytes longer than they were; never twice the same. */
  seal(bytes: Uint8Array, context: SealContext): Buffer<ArrayBuffer>;
  /**
   * The bytes as they were sealed. @throws ZaikeError `vault-refused` when they were changed, cut, sealed for another
   * context, or with another key.
   */
  open(sealed: Uint8Array, context: SealContext): Buffer<ArrayBuffer>;
}

/** Bytes of the key: AES-256. */
export const KEY_BYTES = 32;
/** Layout of sealed bytes: this byte, nonce, ciphertext, tag. */
const LAYOUT = 1;
/** 96 bits at random: with one key safe for 2³² items (NIST SP 800-38D §8.3), far more than a kiosk ever seals. */
const NONCE = 12;
const TAG = 16;

/** A vault of a key in hand (32 bytes). `source` names the key in errors. */
export function vaultOf(key: Uint8Array, source: string): Vault {
  return {
    seal: (bytes, context) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
      cipher.setAAD(bound(context));
      return Buffer.concat([Buffer.of(LAYOUT), nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    },
    open: (sealed, context) => {
      if (sealed.length < 1 + NONCE + TAG || sealed[0] !== LAYOUT) throw refused(context, source);
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE), { authTagLength: TAG });
      decipher.setAAD(bound(context));
      decipher.setAuthTag(sealed.subarray(-TAG));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE, -TAG)), decipher.final()]);
      } catch (cause) {
        throw refused(context, source, cause);
      }
    },
  };
}

/** Names a key without telling it: kept beside what it sealed, so that another key is noticed at the start. */
export function keyMark(key: Uint8Array): string {
  return createHmac('sha256', key).update('zaike vault key').digest('hex').slice(0, 32);
}

/** JSON of a list: no two contexts give the same bytes. */
function bound({ what, whose }: SealContext): Buffer {
  return Buffer.from(JSON.stringify(['zaike', LAYOUT, what, whose]));
}

function refused({ what, whose }: SealContext, source: string, cause?: unknown): ZaikeError {
  return new ZaikeError(
    `expected a ${what} of ${whose} sealed with the key ${source}, got bytes that it does not open: they were changed, or sealed with another key or for somebody else. Take them from a backup of the same day as the key`,
    { code: 'vault-refused', retry: false, facts: { what, whose, key: source } },
    { cause },
  );
}
