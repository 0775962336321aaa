import { type Sha256, sameBytes } from './bytes.ts';

/**
 * The Merkle tree of RFC 6962 §2.1 (the same in RFC 9162 §2.1): leaves are hashed behind a byte 0,
 * inner nodes behind a byte 1, so that neither can pass for the other.
 */
const NODE = 1;

/** The hash of an entry as a leaf. */
export function leafHash(sha256: Sha256, entry: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + entry.length);
  bytes.set(entry, 1);
  return sha256(bytes);
}

/** The hash of two children. Called for every leaf of a long journal: nothing is gathered, one allocation. */
export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + left.length + right.length);
  bytes[0] = NODE;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return sha256(bytes);
}

/** The root of a complete subtree of 2^level leaves; `index` counts such subtrees from the left. */
export type Nodes = (level: number, index: number) => Uint8Array;

/** The tree's head at `size` leaves. */
export function rootAt(sha256: Sha256, size: number, nodes: Nodes): Uint8Array {
  return size === 0 ? sha256(new Uint8Array(0)) : rangeHash(sha256, 0, size, nodes);
}

/** MTH(D[from:to]); `from` is where a subtree of that width may begin. */
function rangeHash(sha256: Sha256, from: number, to: number, nodes: Nodes): Uint8Array {
  const width = to - from;
  if (isPowerOfTwo(width)) return nodes(Math.log2(width), from / width);
  const middle = from + splitOf(width);
  return nodeHash(sha256, rangeHash(sha256, from, middle, nodes), rangeHash(sha256, middle, to, nodes));
}

function isPowerOfTwo(count: number): boolean {
  return 2 ** Math.round(Math.log2(count)) === count;
}

/** The largest power of two below `width` (≥ 2). */
function splitOf(width: number): number {
  const power = 2 ** Math.floor(Math.log2(width));
  return power === width ? width / 2 : power;
}

/** PATH(index, D[size]) of RFC 6962 §2.1.1. `index` < `size`. */
export function inclusionProof(sha256: Sha256, index: number, size: number, nodes: Nodes): Uint8Array[] {
  const path = (from: number, to: number): Uint8Array[] => {
    if (to - from === 1) return [];
    const middle = from + splitOf(to - from);
    return index < middle
      ? [...path(from, middle), rangeHash(sha256, middle, to, nodes)]
      : [...path(middle, to), rangeHash(sha256, from, middle, nodes)];
  };
  return path(0, size);
}

/** PROOF(first, D[size]) of RFC 6962 §2.1.2. 0 < `first` ≤ `size`. */
export function consistencyProof(sha256: Sha256, first: number, size: number, nodes: Nodes): Uint8Array[] {
  const proof = (from: number, to: number, whole: boolean): Uint8Array[] => {
    if (first === to) return whole ? [] : [rangeHash(sha256, from, to, nodes)];
    const middle = from + splitOf(to - from);
    return first <= middle
      ? [...proof(from, middle, whole), rangeHash(sha256, middle, to, nodes)]
      : [...proof(middle, to, false), rangeHash(sha256, from, middle, nodes)];
  };
  return proof(0, size, true);
}

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  /** The entry's {@link leafHash}. */
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** Whether the leaf is the `index`-th of the tree with this root: RFC 9162 §2.1.3.2. */
export function verifyInclusion(sha256: Sha256, { index, size, leaf, proof, root }: Inclusion): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  let [place, last] = [index, size - 1];
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(sha256, sibling, hash);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      hash = nodeHash(sha256, hash, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && sameBytes(hash, root);
}

export interface Consistency {
  readonly first: number;
  readonly firstRoot: Uint8Array;
  readonly second: number;
  readonly secondRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the second tree only appended to the first: RFC 9162 §2.1.4.2. An empty first tree proves nothing: false unless both are. */
export function verifyConsistency(
  sha256: Sha256,
  { first, firstRoot, second, secondRoot, proof }: Consistency,
): boolean {
  if (!isCount(first) || !isCount(second) || first > second) return false;
  if (first === second) return proof.length === 0 && sameBytes(firstRoot, secondRoot);
  if (first === 0 || proof.length === 0) return false;
  const path = isPowerOfTwo(first) ? [firstRoot, ...proof] : [...proof];
  let [place, last] = [first - 1, second - 1];
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  const [start, ...rest] = path;
  if (!start) return false;
  let [old, young] = [start, start];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      old = nodeHash(sha256, sibling, old);
      young = nodeHash(sha256, sibling, young);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      young = nodeHash(sha256, young, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && sameBytes(old, firstRoot) && sameBytes(young, secondRoot);
}

const half = (value: number): number => Math.floor(value / 2);
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

const HASH_BYTES = 32;

/** A tree that grows: each append costs two hashes on average; heads and proofs of any earlier size cost O(log²) look-ups. 64 bytes of memory a leaf. */
export class MerkleTree {
  readonly #sha256: Sha256;
  readonly #levels: { bytes: Uint8Array; count: number }[] = [];

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  get size(): number {
    return this.#levels[0]?.count ?? 0;
  }

  /** Appends an entry by its {@link leafHash}. */
  append(leaf: Uint8Array): void {
    let hash = leaf;
    for (let level = 0; ; level += 1) {
      const count = this.#push(level, hash);
      if (count % 2 === 1) return;
      hash = nodeHash(this.#sha256, this.nodes(level, count - 2), hash);
    }
  }

  readonly nodes: Nodes = (level, index) => {
    const { bytes, count } = this.#levels[level] ?? { bytes: new Uint8Array(0), count: 0 };
    if (index >= count) throw new RangeError(`expected a node below ${String(count)} at level ${String(level)}`);
    return bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
  };

  /** The head at an earlier size, by default now's. */
  root(size = this.size): Uint8Array {
    return rootAt(this.#sha256, size, this.nodes);
  }

  inclusion(index: number, size = this.size): Uint8Array[] {
    return inclusionProof(this.#sha256, index, size, this.nodes);
  }

  consistency(first: number, size = this.size): Uint8Array[] {
    return first === 0 ? [] : consistencyProof(this.#sha256, first, size, this.nodes);
  }

  #push(level: number, hash: Uint8Array): number {
    const row = (this.#levels[level] ??= { bytes: new Uint8Array(HASH_BYTES * 16), count: 0 });
    if ((row.count + 1) * HASH_BYTES > row.bytes.length) {
      const grown = new Uint8Array(row.bytes.length * 2);
      grown.set(row.bytes);
      row.bytes = grown;
    }
    row.bytes.set(hash, row.count * HASH_BYTES);
    row.count += 1;
    return row.count;
  }
}
