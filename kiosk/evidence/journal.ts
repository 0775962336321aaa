import { join } from 'node:path';
import { canonicalJson, type Json } from '../../core/domain/canonical.ts';
import { checkpointText, formatNote, formatVerifierKey, type Head, keyId } from '../../core/domain/checkpoint.ts';
import type { JournalEntry, JournalFact } from '../../core/domain/evidence.ts';
import { leafHash, type MerkleTree } from '../../core/domain/merkle.ts';
import { seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import { sha256 } from './digest.ts';
import type { Disk, OutFile } from './disk.ts';
import { readJournal } from './journal-read.ts';
import type { KioskKey } from './key.ts';

/** A signed head: what leaves the room. */
export interface Checkpoint extends Head {
  /** The signed note, C2SP tlog-checkpoint. */
  readonly note: string;
}

/** What follows the journal: the store's tables of it, which know how far they have come. */
export interface JournalFollower {
  /** How many entries it has taken. */
  applied(): number;
  /** Takes the next entries, all or none. May throw: they come again. */
  apply(entries: readonly JournalEntry[]): void;
}

/** A checkpoint as it travels: plain JSON. */
export type SignedHead = Pick<Checkpoint, 'origin' | 'size' | 'note'>;

/** Where each checkpoint goes on its way out of the room. May throw: the next one says more. */
export interface CheckpointOutbox {
  checkpoint(head: SignedHead): void;
}

export interface JournalOptions {
  /** The folder of `log.jsonl`, `leaves` and `checkpoints`. */
  readonly directory: string;
  readonly key: KioskKey;
  readonly clock: Clock;
  readonly log: Log;
  readonly disk: Disk;
  readonly follower: JournalFollower;
  readonly outbox: CheckpointOutbox;
  /** Called when the disk refuses a write (once), and when it takes them again. */
  readonly onTrouble?: (error: Error | null) => void;
}

interface Files {
  readonly log: OutFile;
  readonly leaves: OutFile;
  readonly checkpoints: OutFile;
}

interface Waiting {
  readonly fact: JournalFact;
  readonly resolve: (entry: JournalEntry) => void;
  readonly reject: (error: Error) => void;
}

const RETRY = seconds(1);

/**
 * The append-only log of a kiosk and its Merkle tree. An entry exists once its line is on the disk:
 * only then is it a leaf, is it applied to the follower, and does its promise resolve. When the disk refuses,
 * entries wait in memory and are tried again until they are written or the journal is closed.
 */
export class Journal implements AsyncDisposable {
  readonly #options: JournalOptions;
  readonly #tree: MerkleTree;
  readonly #files: Files;
  readonly #waiting: Waiting[] = [];
  /** Entries written, but not yet taken by the follower. */
  #unapplied: JournalEntry[];
  #logLength: number;
  #checkpointsLength: number;
  #last: Checkpoint | null = null;
  #draining: Promise<void> | null = null;
  #troubled = false;
  readonly #closing = new AbortController();

  private constructor(
    options: JournalOptions,
    tree: MerkleTree,
    files: Files,
    state: { unapplied: JournalEntry[]; logLength: number; checkpointsLength: number },
  ) {
    this.#options = options;
    this.#tree = tree;
    this.#files = files;
    this.#unapplied = state.unapplied;
    this.#logLength = state.logLength;
    this.#checkpointsLength = state.checkpointsLength;
  }

  /**
   * Reads the journal back: cuts a torn last line, checks every line against its leaf and the leaves against the last
   * signed head, and brings the follower up to date. A new journal begins with the key's name.
   * @throws ZaikeError `journal-key` when another key began it, `journal-broken` when neither log nor leaves fit the last head.
   */
  static async open(options: JournalOptions): Promise<{ journal: Journal; tornBytes: number; damaged: number }> {
    const { directory, disk, key, follower } = options;
    const found = await readJournal(directory, key, follower.applied());
    const files = {
      log: await disk.open(join(directory, 'log.jsonl'), 'append'),
      leaves: await disk.open(join(directory, 'leaves'), 'append'),
      checkpoints: await disk.open(join(directory, 'checkpoints'), 'append'),
    };
    if (found.tornBytes > 0) await files.log.truncate(found.logLength);
    await files.checkpoints.truncate(found.checkpointsLength);
    await files.leaves.truncate(found.leavesLength);
    const journal = new Journal(options, found.tree, files, {
      unapplied: found.unapplied,
      logLength: found.logLength,
      checkpointsLength: found.checkpointsLength,
    });
    await journal.#writeLeaves(found.leavesLength / 32);
    journal.#follow();
    if (found.tree.size === 0)
      await journal.append({ kind: 'journal-opened', format: 1, key: formatVerifierKey(sha256, key) });
    const { damaged } = found;
    if (damaged.length > 0)
      await journal.append({ kind: 'damaged', entries: damaged.slice(0, 100), count: damaged.length });
    return { journal, tornBytes: found.tornBytes, damaged: damaged.length };
  }

  get size(): number {
    return this.#tree.size;
  }

  /** The tree as far as it is on the disk: for proofs. */
  get tree(): Pick<MerkleTree, 'size' | 'root' | 'inclusion' | 'consistency' | 'nodes'> {
    return this.#tree;
  }

  /** Resolves with the entry once it is on the disk. Rejects only when the journal is closed before that. */
  append(fact: JournalFact): Promise<JournalEntry> {
    const { promise, resolve, reject } = Promise.withResolvers<JournalEntry>();
    this.#waiting.push({ fact, resolve, reject });
    this.#draining ??= this.#drain();
    return promise;
  }

  /** Signs the head of what is on the disk, keeps it and hands it to the outbox; the last one again when nothing was added. */
  async checkpoint(): Promise<Checkpoint> {
    const { key, outbox } = this.#options;
    const { size } = this.#tree;
    if (this.#last?.size === size) return this.#last;
    const head = { origin: key.name, size, root: this.#tree.root(size).slice() };
    const text = checkpointText(head);
    const signature = { name: key.name, keyId: keyId(sha256, key), signature: key.sign(text) };
    const checkpoint = { ...head, note: formatNote(text, [signature]) };
    const bytes = Buffer.from(checkpoint.note);
    const at = this.#checkpointsLength;
    this.#checkpointsLength += bytes.length;
    this.#last = checkpoint;
    try {
      await this.#files.checkpoints.write([bytes], at);
      await this.#files.checkpoints.sync();
    } catch (error) {
      this.#checkpointsLength = at;
      this.#options.log.error('a checkpoint could not be kept; it still goes out', { error });
    }
    try {
      outbox.checkpoint({ origin: head.origin, size, note: checkpoint.note });
    } catch (error) {
      this.#options.log.error('a checkpoint could not be handed to the outbox', { error, size });
    }
    return checkpoint;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice();
      const at = this.#options.clock.now();
      const entries = batch.map(({ fact }, i): JournalEntry => ({ ...fact, seq: this.#tree.size + i, at }));
      const lines = entries.map((entry) => Buffer.from(`${canonicalJson(entry as unknown as Json)}\n`));
      if (!(await this.#write(lines))) break;
      this.#waiting.splice(0, batch.length);
      const first = this.#tree.size;
      for (const line of lines) this.#tree.append(leafHash(sha256, line.subarray(0, -1)));
      await this.#writeLeaves(first);
      this.#unapplied.push(...entries);
      this.#follow();
      for (const [i, entry] of entries.entries()) batch[i]?.resolve(entry);
    }
    this.#draining = null;
    if (this.#closing.signal.aborted) {
      const closed = new Error('the journal was closed before the disk took the entry');
      for (const { reject } of this.#waiting.splice(0)) reject(closed);
    }
  }

  /** Writes until the disk takes it; false when the journal is closed before. */
  async #write(lines: readonly Uint8Array[]): Promise<boolean> {
    const { clock, log, onTrouble } = this.#options;
    for (;;) {
      try {
        await this.#files.log.write(lines, this.#logLength);
        await this.#files.log.sync();
        this.#logLength += lines.reduce((sum, line) => sum + line.length, 0);
        if (this.#troubled) onTrouble?.(null);
        this.#troubled = false;
        return true;
      } catch (error) {
        if (!this.#troubled) {
          log.error('the journal cannot be written; entries wait', { error });
          onTrouble?.(error instanceof Error ? error : new Error(String(error)));
        }
        this.#troubled = true;
        await this.#files.log.truncate(this.#logLength).catch(() => undefined);
        if (this.#closing.signal.aborted) return false;
        await clock.sleep(RETRY, this.#closing.signal).catch(() => undefined);
      }
    }
  }

  /** The leaves are a copy that guards the log against a rotten line; losing them loses nothing, so no sync. */
  async #writeLeaves(from: number): Promise<void> {
    const leaves = Array.from({ length: this.#tree.size - from }, (_, i) => this.#tree.nodes(0, from + i).slice());
    try {
      if (leaves.length > 0) await this.#files.leaves.write(leaves, from * 32);
    } catch (error) {
      this.#options.log.warn('the leaves could not be written; they are made again at the next start', { error });
    }
  }

  #follow(): void {
    if (this.#unapplied.length === 0) return;
    try {
      this.#options.follower.apply(this.#unapplied);
      this.#unapplied = [];
    } catch (error) {
      this.#options.log.error('the store could not take journal entries; they come again', { error });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#draining;
    const { log, leaves, checkpoints } = this.#files;
    for (const file of [log, leaves, checkpoints]) await file.close();
  }
}
