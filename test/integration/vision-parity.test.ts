import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ssdMobilenet } from '../../kiosk/vision/convert/ssd-mobilenet.ts';
import { tinyFaceDetector } from '../../kiosk/vision/convert/tiny-face-detector.ts';
import { readWeights } from '../../kiosk/vision/convert/weights.ts';
import { entryOf, type Model, type ModelManifest, openModel, readManifest } from '../../kiosk/vision/manifest.ts';
import type { Pixels, Runtime } from '../../kiosk/vision/runtime.ts';
import { faceApiRuntime } from '../../kiosk/vision/runtime-face-api.ts';
import { onnxRuntime } from '../../kiosk/vision/runtime-onnx.ts';
import { samplePhoto } from '../support/vision/film.ts';

const models = path.join(import.meta.dirname, '..', '..', 'models');
const weightsFolder = path.join(import.meta.dirname, '../../node_modules/@vladmandic/face-api/model');

async function pixelsOf(photos: readonly number[], width: number, height: number): Promise<Pixels> {
  const parts = await Promise.all(
    photos.map((photo) => sharp(samplePhoto(photo)).resize(width, height, { fit: 'fill' }).raw().toBuffer()),
  );
  return { data: new Uint8Array(Buffer.concat(parts)), count: photos.length, width, height };
}

/** The largest difference, and the largest value of the first. */
function compare(a: Float32Array | undefined, b: Float32Array | undefined): { apart: number; range: number } {
  if (!a || a.length !== b?.length)
    throw new Error(`expected ${a?.length ?? 'some'} values, got ${b?.length ?? 'none'}`);
  const apart = a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0);
  return { apart, range: a.reduce((most, value) => Math.max(most, Math.abs(value)), 0) };
}

describe("the converted networks, beside face-api's own on the sample photographs", () => {
  let manifest: ModelManifest;
  let onnx: Runtime;
  let faceApi: Runtime;
  const all = [1, 2, 3, 4, 5, 6];
  beforeAll(async () => {
    manifest = await readManifest(models);
    onnx = await onnxRuntime();
    faceApi = await faceApiRuntime(['tfjs wasm']);
  });
  afterAll(async () => {
    await onnx[Symbol.asyncDispose]();
    await faceApi[Symbol.asyncDispose]();
  });

  const both = async (model: Model, pixels: Pixels, output: string) => {
    const { width, height } = pixels;
    await using converted = await onnx.open(model, { width, height });
    await using own = await faceApi.open(model, { width, height });
    return compare((await own.run(pixels))[output]?.data, (await converted.run(pixels))[output]?.data);
  };

  it('68 points are equal within 1e-4', async () => {
    const model = await openModel(models, entryOf(manifest, 'landmarks-68'));
    expect((await both(model, await pixelsOf(all, 112, 112), 'points')).apart).toBeLessThan(1e-4);
  });

  it('embeddings are equal within 1e-4', async () => {
    const model = await openModel(models, entryOf(manifest, 'face-recognition'));
    expect((await both(model, await pixelsOf(all, 150, 150), 'embedding')).apart).toBeLessThan(1e-4);
  });

  it.each(['tiny-1920', 'tiny-1280'])(
    'the detector %s, cut into strips, with its coarse look, is equal within 1e-4 of its range',
    async (name) => {
      const entry = entryOf(manifest, name);
      const model = await openModel(models, entry);
      for (const output of ['cells', 'coarse']) {
        const pixels = await pixelsOf([5], entry.input.width, entry.input.height);
        const { apart, range } = await both(model, pixels, output);
        expect(apart / range).toBeLessThan(1e-4);
      }
    },
  );

  it('a detector of any size gives what the uncut network gives, also where strips do not divide it', async () => {
    const entry = { ...entryOf(manifest, 'tiny-1280'), input: { ...entryOf(manifest, 'tiny-1280').input } };
    const weights = await readWeights(path.join(weightsFolder, 'tiny_face_detector_model-weights_manifest.json'));
    for (const [width, height] of [
      [416, 416],
      [323, 411],
    ] as const) {
      const bytes = tinyFaceDetector(weights, width, height);
      const { apart, range } = await both({ entry, file: bytes }, await pixelsOf([6], width, height), 'cells');
      expect(apart / range).toBeLessThan(1e-4);
    }
  });

  it("SSD MobileNet's confidences are equal to face-api's within 1e-4", async () => {
    const { createRequire } = await import('node:module');
    const require = createRequire(import.meta.url);
    const api = require('@vladmandic/face-api/dist/face-api.node-wasm.js') as {
      tf: { tensor4d(data: Uint8Array, shape: number[], type: string): unknown };
      nets: {
        ssdMobilenetv1: {
          loadFromDisk(folder: string): Promise<void>;
          forward(x: unknown): Promise<{ scores: { dataSync(): Float32Array }[] }>;
        };
      };
    };
    const pixels = await pixelsOf([3], 512, 512);
    await api.nets.ssdMobilenetv1.loadFromDisk(weightsFolder);
    const own = await api.nets.ssdMobilenetv1.forward(api.tf.tensor4d(pixels.data, [1, 512, 512, 3], 'int32'));
    const entry = { ...entryOf(manifest, 'tiny-1280'), family: 'face-api-ssd' as const };
    const weights = await readWeights(path.join(weightsFolder, 'ssd_mobilenetv1_model-weights_manifest.json'));
    await using network = await onnx.open({ entry, file: ssdMobilenet(weights) }, pixels);
    const { confidences } = await network.run(pixels);
    expect(compare(own.scores[0]?.dataSync(), confidences?.data).apart).toBeLessThan(1e-4);
  });
});
