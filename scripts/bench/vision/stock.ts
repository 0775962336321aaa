import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import type { Picture } from '../../../kiosk/vision/ports.ts';

/** The little of face-api and TensorFlow.js that is used here. */
interface FaceApi {
  readonly nets: Readonly<Record<string, { loadFromDisk(folder: string): Promise<void> }>>;
  readonly SsdMobilenetv1Options: new (options: { minConfidence: number }) => unknown;
  detectAllFaces(
    input: unknown,
    options: unknown,
  ): { withFaceLandmarks(): { withFaceDescriptors(): Promise<readonly unknown[]> } };
}
interface Tf {
  tensor3d(data: Uint8Array, shape: number[], type: 'int32'): { dispose(): void };
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
}

export type StockBackend = 'wasm' | 'tfjsNode';

const require = createRequire(import.meta.url);

/**
 * face-api as its documentation uses it: ssdMobilenetv1 + landmarks + descriptors of all faces.
 * @returns how many faces it found. @throws when the backend does not load here.
 */
export async function stockFaceApi(backend: StockBackend): Promise<(picture: Picture) => Promise<number>> {
  const { tf, faceApi } = await load(backend);
  const folder = path.join(path.dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
  for (const net of ['ssdMobilenetv1', 'faceLandmark68Net', 'faceRecognitionNet']) {
    await faceApi.nets[net]?.loadFromDisk(folder);
  }
  const options = new faceApi.SsdMobilenetv1Options({ minConfidence: 0.5 });
  return async ({ data, width, height }) => {
    const input = tf.tensor3d(data, [height, width, 3], 'int32');
    const found = await faceApi.detectAllFaces(input, options).withFaceLandmarks().withFaceDescriptors();
    input.dispose();
    return found.length;
  };
}

async function load(backend: StockBackend): Promise<{ tf: Tf; faceApi: FaceApi }> {
  if (backend === 'tfjsNode') {
    const mutable = util as unknown as Record<string, unknown>;
    mutable['isNullOrUndefined'] ??= (value: unknown): boolean => value === null || value === undefined;
    mutable['isArray'] ??= Array.isArray;
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
