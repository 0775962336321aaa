import { existsSync } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEntry } from '../../core/contract/evidence.ts';
import { sameBytes } from '../../core/domain/bytes.ts';
import { formatVerifierKey, type Head, type NoteKey, openCheckpoint } from '../../core/domain/checkpoint.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { JournalEntry } from '../../core/domain/evidence.ts';
import { leafHash, MerkleTree } from '../../core/domain/merkle.ts';
import { sha256, verifyEd25519 } from './digest.ts';
import { readLines } from './lines.ts';

/** A journal as found on the disk. */
export interface FoundJournal {
  readonly tree: MerkleTree;
  /** Entries from `from` on, parsed. */
  readonly unapplied: JournalEntry[];
  /** Bytes up to which the log, the leaves and the checkpoints are whole. */
  readonly logLength: number;
  readonly leavesLength: number;
  readonly checkpointsLength: number;
  readonly tornBytes: number;
  /** Entries whose line is gone or no longer gives its leaf. */
  readonly damaged: readonly number[];
}

const LEAF_BYTES = 32;
/** A checkpoint has some 200 bytes. */
const TAIL_BYTES = 16_384;

/** Reads the journal in `directory` (created when missing) that `key` signs. See `Journal.open` for its errors. */
export async function readJournal(directory: string, key: NoteKey, from: number): Promise<FoundJournal> {
  await mkdir(directory, { recursive: true });
  const kept = await readLeaves(join(directory, 'leaves'));
  const signed = await lastHead(join(directory, 'checkpoints'), key);
  const log = await readLog(join(directory, 'log.jsonl'), { kept, signed: signed.head?.size ?? 0, from });
  if (log.first) checkKey(log.first, key, directory);
  const whole = { logLength: log.whole, checkpointsLength: signed.length, tornBytes: log.torn };
  if (!log.odd && log.tree.size >= from && fits(log.tree, signed.head)) {
    const unapplied = log.tail.map(mustBeEntry);
    return { ...whole, tree: log.tree, unapplied, leavesLength: log.same * LEAF_BYTES, damaged: [] };
  }
  // A line has changed or gone. The leaves, kept beside the log, still know what was written.
  const guarded = new MerkleTree(sha256);
  for (let seq = 0; seq < leafCount(kept); seq += 1) guarded.append(leafAt(kept, seq));
  if (guarded.size < from || !fits(guarded, signed.head)) throw broken(directory, signed.head?.size ?? from);
  const entries = await entriesBySeq(join(directory, 'log.jsonl'), kept);
  for (let next = leafCount(kept); ; next += 1) {
    const found = entries.get(next);
    if (!found) break;
    guarded.append(found.leaf);
  }
  const places = Array.from({ length: leafCount(kept) }, (_, seq) => seq);
  return {
    ...whole,
    tree: guarded,
    unapplied: [...entries.values()].map(({ entry }) => entry).filter(({ seq }) => seq >= from),
    leavesLength: leafCount(kept) * LEAF_BYTES,
    damaged: places.filter((seq) => !entries.has(seq)),
  };
}

const leafCount = (leaves: Buffer): number => Math.floor(leaves.length / LEAF_BYTES);
const leafAt = (leaves: Buffer, seq: number): Buffer => leaves.subarray(seq * LEAF_BYTES, (seq + 1) * LEAF_BYTES);

const fits = (tree: MerkleTree, head: Head | null): boolean =>
  head === null || (head.size <= tree.size && sameBytes(tree.root(head.size), head.root));

/** An entry, or null when the bytes are none. */
function entryOf(line: Buffer): JournalEntry | null {
  try {
    const parsed = parseEntry(JSON.parse(line.toString()));
    return parsed.ok ? parsed.value : null;
  } catch {
    return null;
  }
}

function mustBeEntry(line: Buffer): JournalEntry {
  const entry = entryOf(line);
  if (entry) return entry;
  throw new ZaikeError('the journal has an entry that this version does not know: start the version that wrote it', {
    code: 'journal-newer',
    retry: false,
  });
}

interface Scanned {
  readonly tree: MerkleTree;
  readonly first: Buffer | null;
  /** Lines from `from` on. */
  readonly tail: readonly Buffer[];
  /** How many leaves, from the first on, are those of the lines. */
  readonly same: number;
  /** A line that the leaves know, but no head has signed yet, is no entry or stands at another place. */
  readonly odd: boolean;
  readonly whole: number;
  readonly torn: number;
}

/** Lines that a head has signed are believed by their hash; later ones must parse. One that fails there and that no leaf knows was never whole: the log ends before it. */
async function readLog(path: string, known: { kept: Buffer; signed: number; from: number }): Promise<Scanned> {
  const tree = new MerkleTree(sha256);
  const tail: Buffer[] = [];
  let first: Buffer | null = null;
  let [at, end, same, odd] = [0, Number.POSITIVE_INFINITY, 0, false];
  const onLine = (line: Buffer): void => {
    const seq = tree.size;
    if (at < end && seq >= known.signed && entryOf(line)?.seq !== seq) {
      if (seq < leafCount(known.kept)) odd = true;
      else end = at;
    }
    at += line.length + 1;
    if (at > end) return;
    const leaf = leafHash(sha256, line);
    tree.append(leaf);
    if (same === seq && leafAt(known.kept, seq).equals(leaf)) same += 1;
    if (seq === 0) first = Buffer.from(line);
    if (seq >= known.from) tail.push(Buffer.from(line));
  };
  const { whole, torn } = existsSync(path) ? await readLines(path, onLine) : { whole: 0, torn: 0 };
  return { tree, first, tail, same, odd, whole: Math.min(whole, end), torn: torn + Math.max(0, whole - end) };
}

/** The slow way, for a damaged log: each line that gives its leaf, and those that follow the leaves. */
async function entriesBySeq(
  path: string,
  kept: Buffer,
): Promise<Map<number, { entry: JournalEntry; leaf: Uint8Array }>> {
  const entries = new Map<number, { entry: JournalEntry; leaf: Uint8Array }>();
  if (!existsSync(path)) return entries;
  let next = leafCount(kept);
  await readLines(path, (line) => {
    const entry = entryOf(line);
    if (!entry) return;
    const leaf = leafHash(sha256, line);
    const known = entry.seq < leafCount(kept);
    if (known ? !leafAt(kept, entry.seq).equals(leaf) : entry.seq !== next) return;
    if (!known) next += 1;
    entries.set(entry.seq, { entry, leaf });
  });
  return entries;
}

/** All leaves, one behind the other. */
async function readLeaves(path: string): Promise<Buffer> {
  return existsSync(path) ? await readFile(path) : Buffer.alloc(0);
}

/** The last checkpoint that this key signed, and where the file is whole. Only the file's tail is read. */
async function lastHead(path: string, key: NoteKey): Promise<{ head: Head | null; length: number }> {
  if (!existsSync(path)) return { head: null, length: 0 };
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
  await file.read(tail, 0, tail.length, size - tail.length);
  const start = Buffer.from(`${key.name}\n`);
  for (let end = tail.length; end > 0; ) {
    const at = tail.lastIndexOf(start, end - 1);
    if (at < 0) break;
    const opened = openCheckpoint({ sha256, verify: verifyEd25519 }, key, tail.toString('utf8', at, end));
    if (opened.kind === 'signed') return { head: opened.head, length: size - tail.length + end };
    end = at;
  }
  return { head: null, length: size > TAIL_BYTES ? size : 0 };
}

function checkKey(firstLine: Buffer, key: NoteKey, directory: string): void {
  const first = entryOf(firstLine);
  if (!first || (first.kind === 'journal-opened' && first.key === formatVerifierKey(sha256, key))) return;
  throw new ZaikeError(
    `${directory} was begun with another key than ${key.name}: put the kiosk's own key file back, or give it an empty evidence folder`,
    { code: 'journal-key', retry: false },
  );
}

function broken(directory: string, size: number): ZaikeError {
  return new ZaikeError(
    `${directory}: neither the log nor its leaves give what was signed or stored at ${size} entries: the journal was changed. Keep the folder as it is, and give the kiosk an empty evidence folder`,
    { code: 'journal-broken', retry: false, facts: { size } },
  );
}
