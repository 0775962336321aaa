import { ascii } from '../../../core/domain/bytes.ts';
import { checkpointText, formatNote, keyId } from '../../../core/domain/checkpoint.ts';
import { leafHash, MerkleTree } from '../../../core/domain/merkle.ts';
import type { KioskKey } from '../../../kiosk/evidence/key.ts';
import { sha256Bytes as sha256 } from './sha256.ts';

/** A journal of so many entries; from `fork` on they differ from others'. */
export class Journal {
  readonly tree = new MerkleTree(sha256);
  readonly key: KioskKey;

  constructor(key: KioskKey, size: number, fork = Number.POSITIVE_INFINITY) {
    this.key = key;
    for (let n = 0; n < size; n += 1)
      this.tree.append(leafHash(sha256, ascii(`${n < fork ? 'entry' : 'rewritten'} ${String(n)}`)));
  }

  checkpoint(size: number) {
    const text = checkpointText({ origin: this.key.name, size, root: this.tree.root(size) });
    const signature = { name: this.key.name, keyId: keyId(sha256, this.key), signature: this.key.sign(text) };
    return { body: { origin: this.key.name, size, note: formatNote(text, [signature]) } };
  }

  readonly prove = (sizes: number[]) => {
    const steps = sizes.slice(1).map((size, i) => this.tree.consistency(sizes[i] ?? 0, size));
    return Promise.resolve({ proofs: steps.map((step) => step.map((hash) => Buffer.from(hash).toString('base64'))) });
  };
}
