import { join } from 'node:path';
import { parseEntry } from '../../core/contract/evidence.ts';
import { sameBytes } from '../../core/domain/bytes.ts';
import { canonicalJson, type Json } from '../../core/domain/canonical.ts';
import {
  formatNote,
  formatVerifierKey,
  type Head,
  type NoteKey,
  openCheckpoint,
  parseNote,
  parseVerifierKey,
  splitNotes,
} from '../../core/domain/checkpoint.ts';
import type { JournalEntry } from '../../core/domain/evidence.ts';
import { leafHash, MerkleTree } from '../../core/domain/merkle.ts';
import { sha256, verifyEd25519 } from './digest.ts';
import { readLines } from './lines.ts';
import { CHECKPOINTS, LEAVES, LOG, PUBLIC_KEY } from './package-layout.ts';
import { type Folder, missing, readWhole, reason } from './verify-folder.ts';
import type { Faults } from './verify-report.ts';

/** The journal of a package as far as it can be believed. */
export interface CheckedJournal {
  /** By their place; what could not be read is not there. */
  readonly entries: ReadonlyMap<number, JournalEntry>;
  /** Of the lines as they are: what the proofs have to be made from. */
  readonly tree: MerkleTree;
  /** The last head that the package's key signed, and its note. */
  readonly head: (Head & { readonly note: string }) | null;
  /** Entries from this one on are not what was signed; the number of entries when all are. */
  readonly provenUntil: number;
  /** Entries below `provenUntil` that nevertheless are not what was signed. */
  readonly unproven: ReadonlySet<number>;
}

const tools = { sha256, verify: verifyEd25519 };

/** The key to believe: the one given from outside, else the package's own. */
export async function readKey(folder: Folder, pinned: string | null, faults: Faults): Promise<NoteKey | null> {
  const text = (await readWhole(folder, PUBLIC_KEY, faults))?.toString();
  const own = text === undefined ? null : parseVerifierKey(sha256, text);
  if (text !== undefined && (own === null || text !== `${formatVerifierKey(sha256, own)}\n`))
    faults.add(PUBLIC_KEY, 'is no verifier key as the kiosk writes it');
  if (pinned === null) return own;
  const trusted = parseVerifierKey(sha256, pinned);
  if (trusted === null) faults.add('--key', 'is no verifier key');
  else if (own !== null && formatVerifierKey(sha256, own) !== formatVerifierKey(sha256, trusted))
    faults.add(PUBLIC_KEY, `is another key than the one given: ${own.name}`);
  return trusted ?? own;
}

/** Reads log, leaves and checkpoints, and says what of it is under the signed heads. */
export async function checkJournal(folder: Folder, key: NoteKey | null, faults: Faults): Promise<CheckedJournal> {
  const entries = new Map<number, JournalEntry>();
  const tree = new MerkleTree(sha256);
  const leaves = new Map<number, Uint8Array>();
  await readLog(folder, faults, (line, place) => {
    const leaf = leafHash(sha256, line);
    tree.append(leaf);
    const entry = entryOf(line, place, faults);
    if (entry === null) return;
    entries.set(entry.seq, entry);
    leaves.set(entry.seq, leaf);
  });
  orderOf(entries, tree.size, faults);
  if (key !== null) checkOpening(entries.get(0), key, faults);
  const heads = key === null ? [] : await readHeads(folder, key, faults);
  const head = heads.at(-1) ?? null;
  const kept = await readLeaves(folder, faults);
  const { provenUntil, unproven } = prove({ tree, leaves, heads, kept }, faults);
  return { entries, tree, head, provenUntil, unproven };
}

async function readLog(folder: Folder, faults: Faults, onLine: (line: Buffer, place: number) => void): Promise<void> {
  if (!folder.files.has(LOG)) {
    faults.add(LOG, missing(folder, LOG));
    return;
  }
  try {
    let place = 0;
    const { torn } = await readLines(join(folder.root, LOG), (line) => {
      onLine(line, place);
      place += 1;
    });
    if (torn > 0) faults.add(LOG, `its last line is torn: ${String(torn)} bytes without an end`);
  } catch (error) {
    faults.add(LOG, `cannot be read: ${reason(error)}`);
  }
}

function entryOf(line: Buffer, place: number, faults: Faults): JournalEntry | null {
  const text = line.toString();
  try {
    const value: unknown = JSON.parse(text);
    const parsed = parseEntry(value);
    if (!parsed.ok) faults.add(LOG, `line ${String(place + 1)} is no entry: ${parsed.what}`);
    else if (canonicalJson(value as Json) === text) return parsed.value;
    else faults.add(LOG, `line ${String(place + 1)} is not written as the kiosk writes it`);
  } catch (error) {
    faults.add(LOG, `line ${String(place + 1)} cannot be read: ${reason(error)}`);
  }
  return null;
}

/** Each entry names its own place: one that was taken out leaves a hole. */
function orderOf(entries: ReadonlyMap<number, JournalEntry>, lines: number, faults: Faults): void {
  const last = Math.max(-1, ...[...entries.keys()].slice(-1));
  for (let seq = 0; seq <= last; seq += 1) if (!entries.has(seq)) faults.add(LOG, `entry ${String(seq)} is missing`);
  if (entries.size > 0 && lines > last + 1) faults.add(LOG, `has ${String(lines - last - 1)} lines too many`);
}

function checkOpening(first: JournalEntry | undefined, key: NoteKey, faults: Faults): void {
  if (first?.kind !== 'journal-opened') faults.add(LOG, 'does not begin with the entry that opens a journal');
  else if (first.key !== formatVerifierKey(sha256, key)) faults.add(LOG, `was begun with another key: ${first.key}`);
}

/** All checkpoints in order; each that is not a plain checkpoint of this key is a fault and left out. */
async function readHeads(folder: Folder, key: NoteKey, faults: Faults): Promise<(Head & { note: string })[]> {
  const bytes = await readWhole(folder, CHECKPOINTS, faults);
  const heads: (Head & { note: string })[] = [];
  for (const [i, note] of splitNotes(bytes?.toString() ?? '').entries()) {
    const opened = openCheckpoint(tools, key, note);
    const name = `checkpoint ${String(i + 1)}`;
    const parsed = parseNote(note);
    if (opened.kind === 'malformed' || !parsed) faults.add(CHECKPOINTS, `${name} cannot be read`);
    else if (opened.kind === 'other-key')
      faults.add(CHECKPOINTS, `${name} is signed by another key: ${opened.names.join(', ')}`);
    else if (opened.kind === 'bad-signature')
      faults.add(
        CHECKPOINTS,
        `${name} has a signature that is not this key's: it was changed or signed by another key`,
      );
    else if (parsed.signatures.length !== 1 || formatNote(parsed.text, parsed.signatures) !== note)
      faults.add(CHECKPOINTS, `${name} carries more than the kiosk's signature`);
    else if (opened.head.size < (heads.at(-1)?.size ?? 0))
      faults.add(CHECKPOINTS, `${name} is older than the one before it`);
    else heads.push({ ...opened.head, note });
  }
  if (bytes !== null && heads.length === 0) faults.add(CHECKPOINTS, 'holds no checkpoint that this key signed');
  return heads;
}

async function readLeaves(folder: Folder, faults: Faults): Promise<Uint8Array[]> {
  const bytes = await readWhole(folder, LEAVES, faults);
  if (bytes === null) return [];
  if (bytes.length % 32 !== 0) faults.add(LEAVES, 'is torn');
  return Array.from({ length: Math.floor(bytes.length / 32) }, (_, i) => bytes.subarray(32 * i, 32 * i + 32));
}

interface Evidence {
  readonly tree: MerkleTree;
  readonly leaves: ReadonlyMap<number, Uint8Array>;
  readonly heads: readonly Head[];
  readonly kept: readonly Uint8Array[];
}

const fits = (tree: MerkleTree, { size, root }: Head): boolean => size <= tree.size && sameBytes(tree.root(size), root);

/** Where lines and heads part. The leaves, when they fit the last head, tell line by line what was changed; else the heads do from checkpoint to checkpoint. */
function prove(
  { tree, leaves, heads, kept }: Evidence,
  faults: Faults,
): Pick<CheckedJournal, 'provenUntil' | 'unproven'> {
  const head = heads.at(-1);
  if (!head) return { provenUntil: 0, unproven: new Set() };
  const whole = fits(tree, head) && heads.every((each) => fits(tree, each));
  const guarded = new MerkleTree(sha256);
  for (const leaf of kept) guarded.append(leaf);
  const guards = fits(guarded, head);
  if (!guards) faults.add(LEAVES, 'does not give the head that was signed');
  if (whole) {
    if (tree.size > head.size) faults.add(LOG, `has ${String(tree.size - head.size)} entries that no checkpoint signs`);
    if (guards && guarded.size !== tree.size) faults.add(LEAVES, 'does not have one leaf for each entry');
    return { provenUntil: Math.min(head.size, tree.size), unproven: new Set() };
  }
  if (guards) {
    const unproven = new Set<number>();
    for (const [seq, leaf] of kept.entries()) {
      const line = leaves.get(seq);
      if (line && sameBytes(line, leaf)) continue;
      unproven.add(seq);
      faults.add(LOG, `entry ${String(seq)} ${line ? 'was changed' : 'is missing'}`);
    }
    return { provenUntil: kept.length, unproven };
  }
  const last = heads.findLast((each) => fits(tree, each))?.size ?? 0;
  const next = heads.find(({ size }) => size > last)?.size ?? head.size;
  faults.add(
    LOG,
    tree.size < head.size
      ? `ends after ${String(tree.size)} entries, but ${String(head.size)} were signed: its tail was cut, or entries were taken out`
      : `the entries ${String(last)} to ${String(next - 1)} are not those that were signed`,
  );
  return { provenUntil: last, unproven: new Set() };
}

/** Compares the journal with a head from outside, which nobody in the classroom can have changed. */
export function checkHead(text: string, key: NoteKey | null, { tree }: CheckedJournal, faults: Faults): void {
  const notes = splitNotes(text.replaceAll('\r\n', '\n'));
  if (notes.length === 0) faults.add('--head', 'holds no checkpoint');
  for (const note of notes) {
    const opened = key === null ? { kind: 'malformed' as const } : openCheckpoint(tools, key, note);
    if (opened.kind === 'other-key')
      faults.add(
        CHECKPOINTS,
        `the package's key is not the one that signed the given head (${opened.names.join(', ')}): the checkpoints are signed by another key`,
      );
    else if (opened.kind === 'bad-signature')
      faults.add(
        CHECKPOINTS,
        'the given head is not signed by the package’s key: the checkpoints are signed by another key, or the head was changed',
      );
    else if (opened.kind === 'malformed') faults.add('--head', 'is no checkpoint that can be read');
    else if (opened.head.size > tree.size)
      faults.add(
        LOG,
        `ends after ${String(tree.size)} entries, but the given head has ${String(opened.head.size)}: its tail was cut, or the package is older than the head`,
      );
    else if (!fits(tree, opened.head))
      faults.add(
        LOG,
        `its first ${String(opened.head.size)} entries are not those of the given head: the history was rewritten`,
      );
  }
}
