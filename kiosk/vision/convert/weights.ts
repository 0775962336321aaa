import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** One weight as TensorFlow.js lays it out (filters: height, width, in, out). */
export interface Weight {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** Looks a weight up by its name. @throws Error when the file has no such weight. */
export type Weights = (name: string) => Weight;

const manifestSchema = z.array(
  z.object({
    paths: z.array(z.string()),
    weights: z.array(
      z.object({
        name: z.string(),
        shape: z.array(z.number().int()),
        dtype: z.enum(['float32', 'int32']),
        quantization: z.object({ dtype: z.literal('uint8'), scale: z.number(), min: z.number() }).optional(),
      }),
    ),
  }),
);

/**
 * Reads a TensorFlow.js weights manifest (`…-weights_manifest.json`) and its shards; values kept as
 * uint8 come back as value × scale + min, in float32 steps as TensorFlow.js does it.
 * @throws Error naming the file when the shards end early.
 */
export async function readWeights(manifestPath: string): Promise<Weights> {
  const groups = manifestSchema.parse(JSON.parse(await readFile(manifestPath, 'utf8')));
  const weights = new Map<string, Weight>();
  for (const group of groups) {
    const folder = path.dirname(manifestPath);
    const bytes = Buffer.concat(await Promise.all(group.paths.map((shard) => readFile(path.join(folder, shard)))));
    let at = 0;
    for (const { name, shape, quantization } of group.weights) {
      const count = shape.reduce((product, side) => product * side, 1);
      const length = quantization ? count : count * 4;
      if (at + length > bytes.length) throw new Error(`${manifestPath}: its shards end inside ${name}`);
      const stored = Uint8Array.from(bytes.subarray(at, at + length));
      at += length;
      const data = quantization
        ? Float32Array.from(stored, (value) => Math.fround(value * quantization.scale + quantization.min))
        : new Float32Array(stored.buffer);
      weights.set(name, { dims: shape, data });
    }
  }
  return (name) => {
    const weight = weights.get(name);
    if (!weight) throw new Error(`${manifestPath}: expected a weight ${name}, found none`);
    return weight;
  };
}
