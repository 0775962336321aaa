import type { Network } from './runtime.ts';

/** Batch sizes in use: few, so that a runtime keeps memory for few shapes. */
const SIZES = [8, 4, 2, 1] as const;

/** A batch: crops from `at` on. */
interface Batch {
  readonly at: number;
  readonly count: number;
}

/**
 * Runs a network over `count` square crops of `side` pixels lying one after the other in `crops`, in
 * batches of at most 8, as many at once as the network has lanes, and joins output `name` (`length`
 * values a crop).
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
  const waiting = batchesOf(count, network.lanes);
  const lane = async (): Promise<void> => {
    for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
      const data = crops.subarray(batch.at * size, (batch.at + batch.count) * size);
      const outputs = await network.run({ data, count: batch.count, height: side, width: side });
      const output = outputs[name];
      if (output?.data.length !== batch.count * length) {
        throw new Error(`expected ${batch.count * length} values of ${name}, got ${output?.data.length ?? 'none'}`);
      }
      joined.set(output.data, batch.at * length);
    }
  };
  // All lanes end before an error is told: `crops` is free again then.
  const ends = await Promise.allSettled(Array.from({ length: network.lanes }, lane));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return joined;
}

/** Splits `count` crops into batches, `lanes` of a size at a time, so that all lanes have work to the end. */
export function batchesOf(count: number, lanes: number): Batch[] {
  const batches: Batch[] = [];
  for (let at = 0; at < count; ) {
    const share = Math.ceil((count - at) / lanes);
    const size = SIZES.find((each) => each <= share) ?? 1;
    for (let lane = 0; lane < lanes && at + size <= count; lane++, at += size) batches.push({ at, count: size });
  }
  return batches;
}
