import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, type Json } from '../../../core/domain/canonical.ts';
import {
  checkpointText,
  formatNote,
  formatVerifierKey,
  keyId,
  parseCheckpointText,
  parseNote,
  splitNotes,
} from '../../../core/domain/checkpoint.ts';
import type { JournalEntry, Manifest } from '../../../core/domain/evidence.ts';
import { leafHash, MerkleTree } from '../../../core/domain/merkle.ts';
import { digestOf, sha256 } from '../../../kiosk/evidence/digest.ts';
import type { KioskKey } from '../../../kiosk/evidence/key.ts';
import { proofsOf, toProve } from '../../../kiosk/evidence/proofs.ts';

type Loose = Record<string, Json>;

/** Somebody who holds a package and knows its format, but not the kiosk's key. */
export class Attacker {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  at(path: string): string {
    return join(this.#root, path);
  }

  read(path: string): Buffer {
    return readFileSync(this.at(path));
  }

  write(path: string, data: string | Uint8Array): void {
    writeFileSync(this.at(path), data);
  }

  append(path: string, data: string): void {
    appendFileSync(this.at(path), data);
  }

  json(path: string): unknown {
    return JSON.parse(this.read(path).toString()) as unknown;
  }

  entries(): JournalEntry[] {
    return this.read('journal/log.jsonl')
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as JournalEntry);
  }

  /** The paths of sealed segments, in the order of the journal. */
  segments(): string[] {
    return this.entries().flatMap((entry) => (entry.kind === 'segment' ? [entry.path] : []));
  }

  manifestPath(no = 2): string {
    return `lessons/DSJ-2026-01/2026-10-08-0${String(no)}/manifest.json`;
  }

  manifest(no = 2): Manifest {
    return this.json(this.manifestPath(no)) as Manifest;
  }

  /** Writes a file and makes everything that names its hash agree: lesson entry, list, export entry, leaves and proofs; all but the signatures. */
  replace(path: string, value: unknown): void {
    const data = Buffer.from(canonicalJson(value as Json));
    this.write(path, data);
    const file = { path, bytes: data.length, sha256: digestOf(data) };
    const swap = (files: readonly { path: string }[]): Json => files.map((each) => (each.path === path ? file : each));
    const contents = this.json('contents.json') as Loose & { files: { path: string }[] };
    const list = canonicalJson({ ...contents, files: swap(contents.files) });
    this.write('contents.json', list);
    this.rewrite((entry) => {
      if (entry.kind === 'lesson-closed') return { ...entry, files: swap(entry.files) } as unknown as JournalEntry;
      return entry.kind === 'export' ? { ...entry, contents: digestOf(list) } : entry;
    });
  }

  /** Writes the journal anew, leaves and proofs with it. */
  rewrite(change: (entry: JournalEntry) => JournalEntry | null, renumber = false): void {
    const entries = this.entries()
      .flatMap((entry) => change(entry) ?? [])
      .map((entry, seq) => (renumber ? { ...entry, seq } : entry));
    const lines = entries.map((entry) => canonicalJson(entry as unknown as Json));
    this.write('journal/log.jsonl', `${lines.join('\n')}\n`);
    const tree = this.#tree(lines);
    this.write('journal/leaves', Buffer.concat(lines.map((_, i) => tree.nodes(0, i))));
    const wanted = toProve(entries, { class: null, month: null }, entries.length);
    this.write('proofs.json', canonicalJson(proofsOf(tree, { size: tree.size, ...wanted })));
  }

  /**
   * Signs every checkpoint anew over the journal as it is now; with `publish` the key is put in the kiosk's place, and the
   * list and all that names it agree again.
   */
  resign(key: KioskKey, publish: boolean): void {
    const verifier = formatVerifierKey(sha256, key);
    const sizes = splitNotes(this.read('journal/checkpoints').toString()).map(
      (note) => parseCheckpointText(parseNote(note)?.text ?? '')?.size ?? 0,
    );
    if (publish) {
      this.write('public-key.txt', `${verifier}\n`);
      this.rewrite((entry) => (entry.kind === 'journal-opened' ? { ...entry, key: verifier } : entry));
      const earlier = this.#sign(sizes.slice(0, -1), key);
      const checkpoints = { bytes: Buffer.byteLength(earlier), sha256: digestOf(earlier) };
      const list = canonicalJson({ ...(this.json('contents.json') as Loose), checkpoints });
      this.write('contents.json', list);
      this.rewrite((entry) => (entry.kind === 'export' ? { ...entry, contents: digestOf(list) } : entry));
    }
    this.write('journal/checkpoints', this.#sign(sizes, key));
  }

  #sign(sizes: readonly number[], key: KioskKey): string {
    const tree = this.#tree(this.read('journal/log.jsonl').toString().trimEnd().split('\n'));
    const notes = sizes.map((each) => {
      const size = Math.min(each, tree.size);
      const text = checkpointText({ origin: key.name, size, root: tree.root(size) });
      return formatNote(text, [{ name: key.name, keyId: keyId(sha256, key), signature: key.sign(text) }]);
    });
    return notes.join('');
  }

  #tree(lines: readonly string[]): MerkleTree {
    const tree = new MerkleTree(sha256);
    for (const line of lines) tree.append(leafHash(sha256, Buffer.from(line)));
    return tree;
  }
}
