import type { Sha256 } from '../../../core/domain/bytes.ts';
import { sameBytes } from '../../../core/domain/bytes.ts';
import {
  formatNote,
  formatVerifierKey,
  keyId,
  type NoteKey,
  parseNote,
  parseVerifierKey,
  type VerifySignature,
} from '../../../core/domain/checkpoint.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { damaged } from './container.ts';

/** The first line of a records file: what it is, in which format. */
const FIRST = 'zaike records ';
const FORMAT = 1;

/** The signed content of a records file, and who signed. */
export interface SignedContent {
  /** The verifier key that it names and is signed with. */
  readonly kiosk: string;
  readonly key: NoteKey;
  readonly json: string;
}

/**
 * A records file: a signed note (C2SP signed-note) of three lines, what it is, the kiosk's verifier key, the content as
 * JSON in one line; the kiosk's Ed25519 signature follows.
 */
export function signedFile(sha256: Sha256, key: NoteKey & { sign(text: string): Uint8Array }, json: string): string {
  const text = `${FIRST}${FORMAT}\n${formatVerifierKey(sha256, key)}\n${json}\n`;
  return formatNote(text, [{ name: key.name, keyId: keyId(sha256, key), signature: key.sign(text) }]);
}

/** Whether a file begins like a records file. */
export function isSignedFile(start: string): boolean {
  return start.startsWith(FIRST);
}

/**
 * Reads a records file and checks its signature; whether the key is to be believed is for a person to say.
 * @throws ZaikeError `transfer-damaged` when it was changed or cut off, `transfer-newer`.
 */
export function readSigned(
  { sha256, verify }: { readonly sha256: Sha256; readonly verify: VerifySignature },
  file: string,
): SignedContent {
  const format = /^zaike records (\d{1,4})\n/.exec(file)?.[1];
  if (format !== undefined && Number(format) > FORMAT)
    throw new ZaikeError('这份文件由更新版本的程序导出，请先把本机升级到同一版本', {
      code: 'transfer-newer',
      retry: false,
    });
  const note = parseNote(file);
  const [first, verifier = '', json = '', end, ...rest] = note?.text.split('\n') ?? [];
  const key = parseVerifierKey(sha256, verifier);
  if (note === null || first !== `${FIRST}${FORMAT}` || key === null || end !== '' || rest.length > 0) throw damaged();
  const id = keyId(sha256, key);
  const [signature] = note.signatures.filter((one) => one.name === key.name && sameBytes(one.keyId, id));
  if (signature === undefined || !verify(key.publicKey, note.text, signature.signature)) throw damaged();
  return { kiosk: verifier, key, json };
}
