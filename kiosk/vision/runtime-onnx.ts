import { readFile } from 'node:fs/promises';
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { ZaikeError } from '../../core/domain/errors.ts';
import { withUint8Input } from './convert/uint8-input.ts';
import type { Model } from './manifest.ts';
import type { Network, Pixels, Runtime, Tensor } from './runtime.ts';

const THREADS = 2;
const DETECTOR_STRIPS = 8;
/** A thread that waits for the other within a run looks for work so long before it sleeps: there are a hundred such waits in a run. */
const SPIN_US = '100';

/** What is written inside ONNX's element types for our networks' outputs. */
const expectedOutputs: Readonly<Record<string, readonly string[]>> = {
  'face-api-tiny': ['cells'],
  'face-api-ssd': ['boxes', 'confidences', 'anchors'],
  'face-api-landmarks': ['points'],
  'face-api-embedding': ['embedding'],
  yunet: ['cls_8', 'cls_16', 'cls_32', 'obj_8', 'obj_16', 'obj_32', 'bbox_8', 'bbox_16', 'bbox_32'],
};

/**
 * ONNX Runtime on the CPU: two threads an operation, one session a model and size, threads that sleep
 * between runs (docs/decisions/119). `memory` `arena`: each session keeps what it once took; `heap`: it is given back to
 * the process's heap, which is as quick only where that keeps it (core/platform/heap.ts) and lets the
 * sessions share: 650 → 360 MB (standard) and 440 MB (sharp) for all that a pack does.
 * @throws ZaikeError `runtime-missing` when its native library does not load here.
 */
export async function onnxRuntime(memory: 'arena' | 'heap' = 'arena'): Promise<Runtime> {
  const ort = await import('onnxruntime-node').catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new ZaikeError(`ONNX Runtime cannot be loaded: ${why}`, { code: 'runtime-missing', retry: false });
  });
  const open = async ({ entry, file }: Model, size: { width: number; height: number }): Promise<Network> => {
    let session: InferenceSession;
    try {
      const model = entry.input.type === 'uint8-nhwc' ? file : await withPixels({ entry, file }, size);
      const options: InferenceSession.SessionOptions = {
        intraOpNumThreads: THREADS,
        interOpNumThreads: 1,
        logSeverityLevel: 3,
        enableCpuMemArena: memory === 'arena',
        enableMemPattern: memory === 'arena', // one block for a whole run tears the heap apart
        extra: { session: { force_spinning_stop: '1', intra_op: { allow_spinning: '1', spin_duration_us: SPIN_US } } },
      };
      session =
        typeof model === 'string'
          ? await ort.InferenceSession.create(model, options)
          : await ort.InferenceSession.create(model, options);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw unfit(entry.file, `a network that ONNX Runtime can load`, why);
    }
    const input = session.inputNames[0] ?? '';
    const expected = expectedOutputs[entry.family] ?? [];
    const missing = expected.filter((name) => !session.outputNames.includes(name));
    if (session.inputNames.length !== 1 || missing.length > 0) {
      await session.release();
      throw unfit(
        entry.file,
        `one input and the outputs ${expected.join(', ')} of the family ${entry.family}`,
        `inputs ${session.inputNames.join(', ')}, outputs ${session.outputNames.join(', ')}`,
      );
    }
    return {
      run: async ({ data, count, height, width }: Pixels) => {
        const each = entry.input.batch === 'one' ? 1 : count;
        const size = each * height * width * 3;
        const parts: Readonly<Record<string, Tensor>>[] = [];
        for (let at = 0; at < count; at += each) {
          const part = count === each ? data : data.subarray(at * size, (at + 1) * size);
          const tensor = new ort.Tensor('uint8', part, [each, height, width, 3]);
          parts.push(named(await session.run({ [input]: tensor }), expected));
        }
        return joined(parts);
      },
      [Symbol.asyncDispose]: async () => {
        await session.release();
      },
    };
  };
  return { name: 'onnx', open, [Symbol.asyncDispose]: () => Promise.resolve() };
}

/** A published float network with our input; a detector's first layers in strips (YuNet: 410 → 250 MB at 1080p). */
async function withPixels(
  { entry: { input, detector }, file }: Model,
  { width, height }: { width: number; height: number },
): Promise<Uint8Array> {
  const bytes = typeof file === 'string' ? await readFile(file) : file;
  const batch = detector !== undefined || input.batch === 'one' ? 1 : 'batch';
  return withUint8Input(bytes, input, [batch, height, width], detector === undefined ? 1 : DETECTOR_STRIPS);
}

/** The outputs as plain tensors; an embedding file's only output is called `embedding` whatever its name. */
function named(
  outputs: Readonly<Record<string, OrtTensor>>,
  expected: readonly string[],
): Readonly<Record<string, Tensor>> {
  const entries = Object.entries(outputs).map(([name, { data, dims }]): [string, Tensor] => {
    if (!(data instanceof Float32Array)) throw new Error(`expected float32 in output ${name}`);
    return [expected.length === 0 ? 'embedding' : name, { data, dims }];
  });
  return Object.fromEntries(entries);
}

/** The outputs of single pictures as those of a batch. */
function joined(parts: readonly Readonly<Record<string, Tensor>>[]): Readonly<Record<string, Tensor>> {
  const [first] = parts;
  if (parts.length <= 1 || !first) return first ?? {};
  const entries = Object.entries(first).map(([name, { dims }]): [string, Tensor] => {
    const each = parts.map((part) => part[name]?.data ?? new Float32Array(0));
    const data = new Float32Array(each.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const values of each) {
      data.set(values, at);
      at += values.length;
    }
    return [name, { data, dims: [parts.length, ...dims.slice(1)] }];
  });
  return Object.fromEntries(entries);
}

function unfit(file: string, expected: string, got: string): ZaikeError {
  return new ZaikeError(`${file}: expected ${expected}, got: ${got}`, {
    code: 'model-unfit',
    retry: false,
    facts: { file },
  });
}
