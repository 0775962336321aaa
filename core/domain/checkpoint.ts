import { ascii, concat, fromBase64, type Sha256, sameBytes, toBase64, toHex } from './bytes.ts';

/** A Merkle tree's head: what a checkpoint states. */
export interface Head {
  /** Names the log; here also the name of the key. */
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** A key that signs or verifies notes: its name and its 32-byte Ed25519 public key. */
export interface NoteKey {
  readonly name: string;
  readonly publicKey: Uint8Array;
}

/** One signature line of a note. */
export interface NoteSignature {
  readonly name: string;
  /** The first 4 bytes of the line's base64. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

/** A signed note taken apart; nothing is verified yet. */
export interface Note {
  /** What is signed, its last newline included. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const ED25519 = 1; // the signature type byte, C2SP signed-note
const KEY_NAME = /^[\x21-\x2a\x2c-\x7e]+$/; // printable ASCII without space and plus
const VERIFIER_KEY = /^([\x21-\x2a\x2c-\x7e]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\n?$/;
const SIGNATURE_LINE = /^— (\S+) ([A-Za-z0-9+/=]+)$/u;

/** `SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key)[:4]` (C2SP signed-note). @throws RangeError for a name that is no printable ASCII word. */
export function keyId(sha256: Sha256, { name, publicKey }: NoteKey): Uint8Array {
  if (!KEY_NAME.test(name)) throw new RangeError(`expected a key name without space and plus, got ${name}`);
  return sha256(concat(ascii(name), Uint8Array.of(0x0a, ED25519), publicKey)).slice(0, 4);
}

/** A verifier key as Go's note package writes it: `name+keyid+base64(0x01 ‖ key)`. */
export function formatVerifierKey(sha256: Sha256, key: NoteKey): string {
  return `${key.name}+${toHex(keyId(sha256, key))}+${toBase64(concat(Uint8Array.of(ED25519), key.publicKey))}`;
}

/** Reads {@link formatVerifierKey}'s text (one newline may follow), or null when it is anything else. */
export function parseVerifierKey(sha256: Sha256, text: string): NoteKey | null {
  const [, name, id, encoded] = VERIFIER_KEY.exec(text) ?? [];
  const bytes = fromBase64(encoded ?? '');
  if (name === undefined || bytes?.length !== 33 || bytes[0] !== ED25519) return null;
  const key = { name, publicKey: bytes.slice(1) };
  return toHex(keyId(sha256, key)) === id ? key : null;
}

/** The three lines that a checkpoint signs (C2SP tlog-checkpoint). */
export function checkpointText({ origin, size, root }: Head): string {
  return `${origin}\n${String(size)}\n${toBase64(root)}\n`;
}

/** Reads a checkpoint's text strictly, without extension lines, or null. */
export function parseCheckpointText(text: string): Head | null {
  const [origin, size, root, end, ...rest] = text.split('\n');
  const hash = fromBase64(root ?? '');
  if (end !== '' || rest.length > 0 || origin === undefined || origin === '' || hash?.length !== 32) return null;
  if (size === undefined || !/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) return null;
  return { origin, size: Number(size), root: hash };
}

/** A note: the text, an empty line, and a line for each signature. */
export function formatNote(text: string, signatures: readonly NoteSignature[]): string {
  const lines = signatures.map((one) => `— ${one.name} ${toBase64(concat(one.keyId, one.signature))}\n`);
  return `${text}\n${lines.join('')}`;
}

/** Takes a note apart, or null when it has not a note's form. At most 16 signatures. */
export function parseNote(note: string): Note | null {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return null;
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > 16) return null;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
    const bytes = fromBase64(encoded ?? '');
    if (name === undefined || !bytes || bytes.length < 5) return null;
    signatures.push({ name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) });
  }
  return { text: note.slice(0, split + 1), signatures };
}

/** Ed25519 (RFC 8032) over the text's UTF-8. A parameter: the domain has no cryptography of its own. */
export type VerifySignature = (publicKey: Uint8Array, text: string, signature: Uint8Array) => boolean;

export type OpenedCheckpoint =
  | { readonly kind: 'signed'; readonly head: Head }
  | { readonly kind: 'malformed' }
  /** No signature line names this key. */
  | { readonly kind: 'other-key'; readonly names: readonly string[] }
  | { readonly kind: 'bad-signature' };

/** Opens a checkpoint with the one trusted key; signatures of other keys (witnesses) are passed over, as the specification says. */
export function openCheckpoint(
  tools: { readonly sha256: Sha256; readonly verify: VerifySignature },
  key: NoteKey,
  text: string,
): OpenedCheckpoint {
  const note = parseNote(text);
  const head = note && parseCheckpointText(note.text);
  if (!note || !head) return { kind: 'malformed' };
  const id = keyId(tools.sha256, key);
  const own = note.signatures.filter((one) => one.name === key.name && sameBytes(one.keyId, id));
  if (own.length === 0) return { kind: 'other-key', names: note.signatures.map(({ name }) => name) };
  const good = own.every(({ signature }) => tools.verify(key.publicKey, note.text, signature));
  return good ? { kind: 'signed', head } : { kind: 'bad-signature' };
}

/** Splits a file of notes that follow one another: each ends with its signature lines. The rest that is no note comes last, if any. */
export function splitNotes(file: string): string[] {
  const notes: string[] = [];
  let rest = file;
  while (rest !== '') {
    const found = /\n\n(?:— [^\n]*\n)+/u.exec(rest);
    const end = found ? found.index + found[0].length : rest.length;
    notes.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return notes;
}
