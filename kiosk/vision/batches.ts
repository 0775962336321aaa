import type { Network } from './runtime.ts';

/** Batch sizes in use: few, so that a runtime keeps memory for few shapes. */
const SIZES = [16, 8, 4, 2, 1] as const;

/**
 * Runs a network over `count` square crops of `side` pixels lying one after the other in `crops`, in
 * batches of at most 16, and joins output `name` (`length` values a crop).
 * @throws Error when the network answers with another number of values.
 */
export async function runInBatches(
  network: Network,
  name: string,
  crops: Uint8Array,
  side: number,
  count: number,
  length: number,
): Promise<Float32Array> {
  const size = side * side * 3;
  const joined = new Float32Array(count * length);
  for (let at = 0; at < count; ) {
    const left = count - at;
    const batch = SIZES.find((each) => each <= left) ?? 1;
    const data = crops.subarray(at * size, (at + batch) * size);
    const outputs = await network.run({ data, count: batch, height: side, width: side });
    const output = outputs[name];
    if (output?.data.length !== batch * length) {
      throw new Error(`expected ${batch * length} values of ${name}, got ${output?.data.length ?? 'none'}`);
    }
    joined.set(output.data, at * length);
    at += batch;
  }
  return joined;
}
