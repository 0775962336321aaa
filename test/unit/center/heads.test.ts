import { generateKeyPairSync, verify } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { formatVerifierKey } from '../../../core/domain/checkpoint.ts';
import { epochMs } from '../../../core/domain/units.ts';
import { kioskKey } from '../../../kiosk/evidence/key.ts';
import { type KeptHead, takeHeads } from '../../../server/hub/heads.ts';
import { Journal } from '../../support/center/journal.ts';
import { sha256Bytes as sha256 } from '../../support/center/sha256.ts';

const verifyEd25519 = (publicKey: Uint8Array, text: string, signature: Uint8Array): boolean => {
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
  return verify(null, Buffer.from(text), { key: spki, format: 'der', type: 'spki' }, signature);
};

describe('the heads of a kiosk’s journal', () => {
  const key = kioskKey(generateKeyPairSync('ed25519').privateKey);
  const kiosk = { id: 'k1', key: formatVerifierKey(sha256, key) };
  let kept: KeptHead[];
  const take = (journal: Journal, sizes: readonly number[], prove = journal.prove) =>
    takeHeads(
      kiosk,
      sizes.map((size) => journal.checkpoint(size)),
      prove,
      epochMs(1),
      {
        sha256,
        verify: verifyEd25519,
        store: {
          newestHead: () => Promise.resolve(kept.at(-1)),
          headOf: (_kiosk, size) => Promise.resolve(kept.find((head) => head.size === size)),
          addHead: (head) => {
            kept.push(head);
            return Promise.resolve();
          },
        },
      },
    );
  beforeEach(() => {
    kept = [];
  });

  it('are kept when each continues the one before', async () => {
    const journal = new Journal(key, 300);
    expect(await take(journal, [1, 7, 8])).toBeNull();
    expect(await take(journal, [8, 8, 64, 300])).toBeNull();
    expect(kept.map(({ size, proven }) => [size, proven])).toEqual([
      [1, 0],
      [7, 1],
      [8, 1],
      [64, 1],
      [300, 1],
    ]);
  });

  it('of three days offline are taken in several questions', async () => {
    const journal = new Journal(key, 450);
    const sizes = Array.from({ length: 450 }, (_, i) => i + 1);
    expect(await take(journal, sizes)).toBeNull();
    expect(kept).toHaveLength(450);
  });

  it('of a journal that somebody rewrote are a fork, and the honest ones stay', async () => {
    await take(new Journal(key, 50), [20, 50]);
    expect(await take(new Journal(key, 90, 30), [60, 90])).toEqual({ kind: 'fork', before: 50, size: 60 });
    expect(kept.map(({ size }) => size)).toEqual([20, 50]);
  });

  it('of the same size and another root are a fork', async () => {
    await take(new Journal(key, 50), [50]);
    expect(await take(new Journal(key, 50, 30), [50])).toEqual({ kind: 'fork', before: 50, size: 50 });
  });

  it('that come a second time, as after a hub’s death, are passed over', async () => {
    const journal = new Journal(key, 50);
    await take(journal, [10, 20, 30]);
    expect(await take(journal, [10, 20, 30, 50])).toBeNull();
    expect(kept.map(({ size }) => size)).toEqual([10, 20, 30, 50]);
  });

  it('of a shrunken journal are named so', async () => {
    const journal = new Journal(key, 50);
    await take(journal, [50]);
    expect(await take(journal, [40])).toEqual({ kind: 'shrunken', before: 50, size: 40 });
  });

  it('without a proof are a fork: not answering is no way out', async () => {
    const journal = new Journal(key, 50);
    await take(journal, [20]);
    const silent = () => Promise.resolve({ proofs: null });
    expect(await take(journal, [50], silent as unknown as Journal['prove'])).toMatchObject({ kind: 'fork' });
  });

  it('signed by another key are not taken', async () => {
    const other = new Journal(kioskKey(generateKeyPairSync('ed25519').privateKey), 10);
    expect(await take(other, [10])).toMatchObject({ kind: 'not-signed' });
    expect(kept).toEqual([]);
  });
});
