import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { ZaikeError } from '../../core/domain/errors.ts';
import { KEY_BYTES, keyMark, type Vault, vaultOf } from './vault.ts';

/** Remembers, beside the sealed things, which key sealed them; the store keeps it. */
export interface KeyMemory {
  /** The mark of the key in use, or null before the first start. */
  mark(): string | null;
  remember(mark: string): void;
}

/**
 * Opens the vault with the key in `file` (32 bytes, readable by its owner only). The key is made at the first start;
 * once a key was in use, no other one ever takes its place silently.
 * @throws ZaikeError `vault-key-missing`, `vault-key-wrong` or `vault-key-unusable`, each naming the file and what to do.
 */
export function openVault(file: string, memory: KeyMemory): Vault {
  const known = memory.mark();
  let key = readKey(file);
  if (key === null) {
    if (known !== null) throw missing(file);
    makeKey(file);
    key = readKey(file);
    if (key === null) throw missing(file);
  }
  const mark = keyMark(key);
  if (known === null) memory.remember(mark);
  else if (known !== mark) throw wrong(file);
  return vaultOf(key, file);
}

/** Makes a key in `file`, or takes the one that is there. @throws ZaikeError `vault-key-unusable`. */
export function keyIn(file: string): Buffer {
  makeKey(file);
  const key = readKey(file);
  if (key === null) throw missing(file);
  return key;
}

/** The key, or null when there is no such file. A key that others may read is closed to them. */
export function readKey(file: string): Buffer | null {
  let key: Buffer;
  try {
    key = readFileSync(file);
    chmodSync(file, 0o600);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw unusable(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (key.length !== KEY_BYTES) throw unusable(file, `${key.length} bytes`);
  return key;
}

/** Writes a new key whole or not at all, and never over one that is there (two kiosks starting at once share the first). */
function makeKey(file: string): void {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.new`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const descriptor = openSync(temporary, 'wx', 0o600);
    try {
      writeSync(descriptor, randomBytes(KEY_BYTES));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    linkSync(temporary, file);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return;
    throw unusable(file, cause instanceof Error ? cause.message : String(cause), cause);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function missing(file: string): ZaikeError {
  return new ZaikeError(
    `${file}: expected the key that sealed this kiosk's templates, photos and camera passwords, got no such file. Put its backup back; without it they cannot be read, and no new key is made in its place`,
    { code: 'vault-key-missing', retry: false, facts: { file } },
  );
}

function wrong(file: string): ZaikeError {
  return new ZaikeError(
    `${file}: expected the key that sealed this kiosk's templates, photos and camera passwords, got another key. Put the right key's backup back`,
    { code: 'vault-key-wrong', retry: false, facts: { file } },
  );
}

function unusable(file: string, got: string, cause?: unknown): ZaikeError {
  return new ZaikeError(
    `${file}: expected a vault key of ${KEY_BYTES} bytes that this user can read and write, got: ${got}. Put the key's backup back, or check the folder's permissions`,
    { code: 'vault-key-unusable', retry: false, facts: { file } },
    { cause },
  );
}
