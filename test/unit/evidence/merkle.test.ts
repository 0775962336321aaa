import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../core/domain/bytes.ts';
import { leafHash, MerkleTree, verifyConsistency, verifyInclusion } from '../../../core/domain/merkle.ts';
import { sha256 } from '../../../kiosk/evidence/digest.ts';

/** The entries and heads that certificate-transparency's own tests use. */
const ENTRIES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const leaves = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => leafHash(sha256, Buffer.from(`entry ${String(i)}`)));

function treeOf(entries: readonly Uint8Array[]): MerkleTree {
  const tree = new MerkleTree(sha256);
  for (const leaf of entries) tree.append(leaf);
  return tree;
}

const sizes = fc.tuple(fc.integer({ min: 1, max: 130 }), fc.nat()).map(([size, n]) => ({ size, index: n % size }));

describe('the Merkle tree of RFC 6962', () => {
  it('has the heads of the published test tree at every size', () => {
    const tree = new MerkleTree(sha256);
    expect(toHex(tree.root())).toBe(ROOTS[0]);
    for (const [i, entry] of ENTRIES.entries()) {
      tree.append(leafHash(sha256, Buffer.from(entry, 'hex')));
      expect(toHex(tree.root())).toBe(ROOTS[i + 1]);
    }
    expect(ROOTS.map((_, size) => toHex(tree.root(size)))).toEqual(ROOTS);
  });

  it('proves every entry of every size, and no entry at another place', () => {
    fc.assert(
      fc.property(sizes, ({ size, index }) => {
        const tree = treeOf(leaves(size));
        const leaf = leaves(size)[index] ?? Buffer.alloc(32);
        const claim = { index, size, leaf, proof: tree.inclusion(index), root: tree.root() };
        expect(verifyInclusion(sha256, claim)).toBe(true);
        if (size > 1) expect(verifyInclusion(sha256, { ...claim, index: (index + 1) % size })).toBe(false);
        expect(verifyInclusion(sha256, { ...claim, leaf: Buffer.alloc(32) })).toBe(false);
        expect(verifyInclusion(sha256, { ...claim, proof: [...claim.proof, Buffer.alloc(32)] })).toBe(false);
      }),
    );
  });

  it('proves that a later tree only appended, and refuses one that rewrote', () => {
    fc.assert(
      fc.property(sizes, ({ size, index }) => {
        const first = index + 1;
        const tree = treeOf(leaves(size));
        const proof = tree.consistency(first);
        const claim = { first, firstRoot: tree.root(first), second: size, secondRoot: tree.root(), proof };
        expect(verifyConsistency(sha256, claim)).toBe(true);
        const rewritten = treeOf(leaves(size).with(index, Buffer.alloc(32)));
        const forged = { ...claim, secondRoot: rewritten.root(), proof: rewritten.consistency(first) };
        expect(verifyConsistency(sha256, forged)).toBe(false);
      }),
    );
  });

  it('believes no proof about sizes that cannot be', () => {
    const [leaf] = leaves(1);
    const root = leaf ?? Buffer.alloc(32);
    for (const size of [0, -1, 0.5, Number.NaN, 2 ** 60])
      expect(verifyInclusion(sha256, { index: 0, size, leaf: root, proof: [], root })).toBe(false);
    for (const first of [0, -1, 3, Number.NaN])
      expect(verifyConsistency(sha256, { first, firstRoot: root, second: 2, secondRoot: root, proof: [root] })).toBe(
        false,
      );
  });
});
