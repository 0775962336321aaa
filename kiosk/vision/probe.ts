import { ZaikeError } from '../../core/domain/errors.ts';
import type { Model, ModelEntry } from './manifest.ts';
import type { Network, Runtime } from './runtime.ts';

/**
 * Opens a model and runs it once on a black picture: its outputs must have the shapes of its family,
 * and the memory that it needs is taken now.
 * @throws ZaikeError `model-unfit` that names the file, what was expected and what was got.
 */
export async function openProbed(runtime: Runtime, model: Model): Promise<Network> {
  const { entry } = model;
  const { width, height } = entry.input;
  const network = await runtime.open(model, { width, height });
  try {
    const data = new Uint8Array(width * height * 3);
    const outputs = await network.run({ data, count: 1, width, height });
    for (const [name, length] of Object.entries(lengthsOf(entry))) {
      const got = outputs[name];
      if (got?.data.length === length) continue;
      throw new ZaikeError(
        `${entry.file}: expected ${length} values in the output ${name} of the family ${entry.family}, got ${got === undefined ? 'no such output' : `the shape ${got.dims.join(' × ')}`}`,
        { code: 'model-unfit', retry: false, facts: { file: entry.file } },
      );
    }
    return network;
  } catch (error) {
    await network[Symbol.asyncDispose]();
    if (error instanceof ZaikeError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ZaikeError(`${entry.file} does not run on ${runtime.name}: ${why}`, {
      code: 'model-unfit',
      retry: false,
      facts: { file: entry.file },
    });
  }
}

/** How many values each output has for one picture. */
function lengthsOf({ family, input: { width, height }, embedding }: ModelEntry): Record<string, number> {
  switch (family) {
    case 'face-api-tiny':
      return { cells: 25 * Math.ceil(width / 32) * Math.ceil(height / 32) };
    case 'face-api-ssd':
      return { boxes: 5118 * 4, confidences: 5118 };
    case 'face-api-landmarks':
      return { points: 136 };
    case 'face-api-embedding':
    case 'arcface-112':
      return { embedding: embedding?.length ?? 128 };
    case 'yunet': {
      const cells = (stride: number): number => (width / stride) * (height / stride);
      const values = { cls: 1, obj: 1, bbox: 4 };
      return Object.fromEntries(
        Object.entries(values).flatMap(([kind, each]) =>
          [8, 16, 32].map((stride) => [`${kind}_${stride}`, each * cells(stride)]),
        ),
      );
    }
  }
}
