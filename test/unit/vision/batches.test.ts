import { expect, test } from 'vitest';
import { batchesOf, runInBatches } from '../../../kiosk/vision/batches.ts';
import type { Network, Pixels } from '../../../kiosk/vision/runtime.ts';

/** A network that answers with each crop's first byte. */
function echo(lanes: number, seen: { most: number; counts: number[] }): Network {
  let now = 0;
  return {
    lanes,
    run: async ({ data, count, height, width }: Pixels) => {
      seen.most = Math.max(seen.most, ++now);
      seen.counts.push(count);
      await Promise.resolve();
      now -= 1;
      const each = Float32Array.from({ length: count }, (_, i) => data[i * height * width * 3] ?? 0);
      return { value: { data: each, dims: [count, 1] } };
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

test('all lanes have work to the end, in few batch sizes', () => {
  const sizes = (count: number, lanes: number): number[] => batchesOf(count, lanes).map((batch) => batch.count);
  expect(sizes(8, 2)).toEqual([4, 4]);
  expect(sizes(60, 2)).toEqual([8, 8, 8, 8, 8, 8, 4, 4, 2, 2]);
  expect(sizes(3, 2)).toEqual([2, 1]);
  expect(sizes(1, 2)).toEqual([1]);
  expect(sizes(11, 1)).toEqual([8, 2, 1]);
  expect(sizes(0, 2)).toEqual([]);
});

test('each crop has its own answer, whatever lane it took, and never more lanes than the network has', async () => {
  for (const lanes of [1, 2]) {
    const seen = { most: 0, counts: [] };
    const crops = Uint8Array.from({ length: 13 * 3 }, (_, i) => Math.floor(i / 3));
    const values = await runInBatches(echo(lanes, seen), 'value', crops, 1, 13, 1);
    expect([...values]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(seen.most).toBe(lanes);
  }
});

test('an answer of another length is an error, told after all lanes have ended', async () => {
  const network = echo(2, { most: 0, counts: [] });
  await expect(runInBatches(network, 'value', new Uint8Array(12), 1, 4, 2)).rejects.toThrow('expected 4 values');
});
