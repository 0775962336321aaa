import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { Family, Model } from './manifest.ts';
import type { Network, Pixels, Runtime, Tensor } from './runtime.ts';

/** The little of TensorFlow.js that is used here. */
interface TfTensor {
  readonly shape: number[];
  data(): Promise<Float32Array>;
  dispose(): void;
}
interface Tf {
  tensor4d(data: Uint8Array, shape: number[], type: 'int32'): TfTensor;
  tensor1d(data: readonly number[]): TfTensor;
  transpose(x: TfTensor, axes: number[]): TfTensor;
  unstack(x: TfTensor): TfTensor[];
  sub(x: TfTensor, y: TfTensor): TfTensor;
  div(x: TfTensor, y: number): TfTensor;
  tidy<T>(body: () => T): T;
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
}
interface Net {
  loadFromDisk(folder: string): Promise<void>;
  readonly params: unknown;
}
interface FaceApi {
  readonly nets: {
    readonly tinyFaceDetector: Net & { runMobilenet(x: TfTensor, params: unknown): TfTensor };
    readonly faceLandmark68Net: Net & { forward(x: readonly TfTensor[]): Promise<TfTensor> };
    readonly faceRecognitionNet: Net & { forward(x: readonly TfTensor[]): Promise<TfTensor> };
  };
}

const require = createRequire(import.meta.url);

/**
 * face-api itself, on tfjs-node when that is installed and loads, else on tfjs wasm: the same port,
 * several times slower, for machines on which ONNX Runtime does not load. It runs the pack `standard`
 * only, from the weights in face-api's own package.
 * @throws ZaikeError `runtime-missing` when neither loads.
 */
export async function faceApiRuntime(backends: readonly Backend[] = ['tfjs-node', 'tfjs wasm']): Promise<Runtime> {
  const reasons: string[] = [];
  for (const backend of backends) {
    try {
      const { tf, faceApi } = await load(backend);
      return {
        name: `face-api on ${backend}`,
        open: (model) => openNetwork(tf, faceApi, model),
        [Symbol.asyncDispose]: () => Promise.resolve(),
      };
    } catch (error) {
      reasons.push(`${backend}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`);
    }
  }
  throw new ZaikeError(`face-api cannot be loaded: ${reasons.join('; ')}`, { code: 'runtime-missing', retry: false });
}

export type Backend = 'tfjs-node' | 'tfjs wasm';

async function load(backend: Backend): Promise<{ tf: Tf; faceApi: FaceApi }> {
  if (backend === 'tfjs-node') {
    restoreUtil();
    const tf = require('@tensorflow/tfjs-node') as Tf;
    await tf.ready();
    return { tf, faceApi: require('@vladmandic/face-api/dist/face-api.node.js') as FaceApi };
  }
  const tf = require('@tensorflow/tfjs') as Tf;
  const wasm = require('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(folder: string): void };
  wasm.setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  const faceApi = require('@vladmandic/face-api/dist/face-api.node-wasm.js') as FaceApi;
  if (!(await tf.setBackend('wasm'))) throw new Error('the wasm backend did not start');
  await tf.ready();
  return { tf, faceApi };
}

/** tfjs-node 4.22 calls tests of node:util that Node 23 took away. */
function restoreUtil(): void {
  const old: Record<string, (value: unknown) => boolean> = {
    isNullOrUndefined: (value) => value === null || value === undefined,
    isArray: Array.isArray,
  };
  const mutable = util as unknown as Record<string, unknown>;
  for (const [name, test] of Object.entries(old)) mutable[name] ??= test;
}

/** Every third pixel from the second on, as the converted network takes them for its coarse look. */
function everyThird({ data, width, height }: Pixels): Pixels {
  const [columns, rows] = [Math.ceil((width - 1) / 3), Math.ceil((height - 1) / 3)];
  const taken = new Uint8Array(columns * rows * 3);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const from = ((3 * y + 1) * width + 3 * x + 1) * 3;
      taken.set(data.subarray(from, from + 3), (y * columns + x) * 3);
    }
  }
  return { data: taken, count: 1, width: columns, height: rows };
}

/** Means of the tiny detector. Source: @vladmandic/face-api, src/tinyFaceDetector/const.ts. */
const TINY_MEAN = [117.001, 114.697, 97.404];

async function openNetwork(tf: Tf, { nets }: FaceApi, { entry }: Model): Promise<Network> {
  const folder = path.join(path.dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
  const nothingToRelease = { [Symbol.asyncDispose]: () => Promise.resolve() };
  const withInput = async (
    { data, count, height, width }: Pixels,
    body: (input: TfTensor) => TfTensor | Promise<TfTensor>,
  ): Promise<Tensor> => {
    const input = tf.tensor4d(data, [count, height, width, 3], 'int32');
    const output = await body(input);
    const tensor = { data: await output.data(), dims: output.shape };
    input.dispose();
    output.dispose();
    return tensor;
  };
  /** face-api takes a batch as a list of pictures. */
  const eachOf =
    (net: { forward(x: readonly TfTensor[]): Promise<TfTensor> }) =>
    async (input: TfTensor): Promise<TfTensor> => {
      const pictures = tf.unstack(input);
      const output = await net.forward(pictures);
      for (const picture of pictures) picture.dispose();
      return output;
    };
  const open: Partial<Record<Family, () => Promise<Network>>> = {
    'face-api-tiny': async () => {
      const net = nets.tinyFaceDetector;
      await net.loadFromDisk(folder);
      const cells = (input: TfTensor): TfTensor =>
        tf.tidy(() => {
          const centred = tf.div(tf.sub(input, tf.tensor1d(TINY_MEAN)), 255);
          return tf.transpose(net.runMobilenet(centred, net.params), [0, 3, 1, 2]);
        });
      return {
        run: async (pixels) => ({
          cells: await withInput(pixels, cells),
          coarse: await withInput(everyThird(pixels), cells),
        }),
        ...nothingToRelease,
      };
    },
    'face-api-landmarks': async () => {
      const net = nets.faceLandmark68Net;
      await net.loadFromDisk(folder);
      return {
        run: async (pixels) => ({ points: await withInput(pixels, eachOf(net)) }),
        ...nothingToRelease,
      };
    },
    'face-api-embedding': async () => {
      const net = nets.faceRecognitionNet;
      await net.loadFromDisk(folder);
      return {
        run: async (pixels) => ({ embedding: await withInput(pixels, eachOf(net)) }),
        ...nothingToRelease,
      };
    },
  };
  const opened = await open[entry.family]?.();
  if (opened) return opened;
  throw new ZaikeError(
    `face-api's runtime has no ${entry.family}: expected one of ${Object.keys(open).join(', ')}. Set vision.pack to standard, or vision.runtime to onnx`,
    { code: 'model-unfit', retry: false, facts: { model: entry.name } },
  );
}
