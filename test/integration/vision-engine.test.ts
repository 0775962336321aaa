import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../kiosk/vision/engine.ts';
import { decodePhoto } from '../../kiosk/vision/identity/photo.ts';
import { similarity, unit } from '../../kiosk/vision/identity/vector.ts';
import { entryOf, type ModelEntry, openModel, readManifest } from '../../kiosk/vision/manifest.ts';
import { choosePack } from '../../kiosk/vision/pack.ts';
import type { Picture, VisionEngine } from '../../kiosk/vision/ports.ts';
import { openProbed } from '../../kiosk/vision/probe.ts';
import type { Pixels, Runtime } from '../../kiosk/vision/runtime.ts';
import { onnxRuntime } from '../../kiosk/vision/runtime-onnx.ts';
import { samplePhoto } from '../support/vision/film.ts';

const models = path.join(import.meta.dirname, '..', '..', 'models');
const asked: Pixels[] = [];
let onnx: Runtime;
let engine: VisionEngine;

beforeAll(async () => {
  onnx = await onnxRuntime();
  const recording: Runtime = {
    ...onnx,
    open: async (model, size) => {
      const network = await onnx.open(model, size);
      const run = (pixels: Pixels) => {
        asked.push(pixels);
        return network.run(pixels);
      };
      return { run, [Symbol.asyncDispose]: () => network[Symbol.asyncDispose]() };
    },
  };
  engine = await openEngine(models, await choosePack(models, await readManifest(models), 'standard'), recording);
});
afterAll(() => engine[Symbol.asyncDispose]());

const photo = async (no: number, change: (image: Sharp) => Sharp = (image) => image): Promise<Picture> => {
  const bytes = await change(sharp(await readFile(samplePhoto(no))))
    .png()
    .toBuffer();
  return decodePhoto(bytes, `sample${no}`);
};

test('whatever the picture, networks are given bytes in a few shapes, so that memory stays bounded', async () => {
  asked.length = 0;
  for (const [width, height] of [
    [1920, 1080],
    [1280, 720],
    [801, 377],
    [2304, 1296],
  ] as const) {
    const picture = await photo(5, (image) => image.resize(width, height, { fit: 'fill' }));
    await engine.embed(picture, await engine.read(picture));
  }
  const sizes = new Map([...Map.groupBy(asked, ({ width, height }) => `${width} × ${height}`)]);
  expect([...sizes.keys()].sort()).toEqual(['112 × 112', '1280 × 720', '150 × 150', '1920 × 1080']);
  for (const [size, runs] of sizes) {
    const counts = new Set(runs.map(({ count }) => count));
    const allowed = size.startsWith('1') && size.length < 10 ? [16, 8, 4, 2, 1] : [1];
    expect([...counts].every((count) => allowed.includes(count))).toBe(true);
    for (const { data, width, height, count } of runs) {
      expect(data).toBeInstanceOf(Uint8Array);
      expect(data).toHaveLength(width * height * 3 * count);
    }
  }
});

test('both sides of a face are the mean of the face and its mirror image', async () => {
  const picture = await photo(6, (image) => image.resize({ width: 480 }));
  const faces = (await engine.read(picture)).slice(0, 3);
  // Large faces are aligned otherwise for one side than for both.
  expect(faces.map(({ detection }) => detection.box.width).filter((width) => width < 80)).toHaveLength(3);
  const each = (side: 'own' | 'mirrored' | 'both') =>
    engine.embed(
      picture,
      faces,
      faces.map(() => side),
    );
  const [own, mirrored, both, unsaid] = [
    await each('own'),
    await each('mirrored'),
    await each('both'),
    await engine.embed(picture, faces),
  ];
  const mixed = await engine.embed(picture, faces, ['both', 'mirrored', 'own']);
  for (const [i, mean] of both.entries()) {
    const [one, other] = [own[i] ?? mean, mirrored[i] ?? mean];
    expect(similarity(one, other)).toBeLessThan(0.999);
    expect(similarity(unit(one.map((value, k) => value + (other[k] ?? 0))), mean)).toBeCloseTo(1, 5);
    expect(similarity(unsaid[i] ?? one, mean)).toBeCloseTo(1, 5);
  }
  expect(similarity(mixed[0] as Float32Array, both[0] as Float32Array)).toBeCloseTo(1, 4);
  expect(similarity(mixed[1] as Float32Array, mirrored[1] as Float32Array)).toBeCloseTo(1, 4);
  expect(similarity(mixed[2] as Float32Array, own[2] as Float32Array)).toBeCloseTo(1, 4);
});

test('the mirrored side is what the face looks like in a mirrored picture', async () => {
  const picture = await photo(6);
  const flopped = await photo(6, (image) => image.flop());
  const [face] = await engine.read(picture);
  if (!face) throw new Error('expected a face');
  const { x, width } = face.detection.box;
  const far = (left: number): number => Math.abs(left - (picture.width - x - width));
  const [twin] = (await engine.read(flopped)).toSorted((a, b) => far(a.detection.box.x) - far(b.detection.box.x));
  if (!twin) throw new Error('expected the same face');
  const [mirrored] = await engine.embed(picture, [face], ['mirrored']);
  const [own] = await engine.embed(flopped, [twin], ['own']);
  const [plain] = await engine.embed(picture, [face], ['own']);
  if (!mirrored || !own || !plain) throw new Error('expected embeddings');
  expect(similarity(mirrored, own)).toBeGreaterThan(0.98);
  expect(similarity(mirrored, own)).toBeGreaterThan(similarity(plain, own));
});

test('a model of another family, or with other shapes, is refused with what was expected and what was got', async () => {
  const manifest = await readManifest(models);
  const points = await openModel(models, entryOf(manifest, 'landmarks-68'));
  const as = (entry: ModelEntry) => openProbed(onnx, { ...points, entry });
  await expect(as({ ...points.entry, family: 'face-api-tiny' })).rejects.toMatchObject({
    code: 'model-unfit',
    message: expect.stringMatching(/landmarks-68\.onnx.*cells.*points/s) as string,
  });
  await expect(as({ ...points.entry, family: 'arcface-112' })).rejects.toMatchObject({
    code: 'model-unfit',
    message: expect.stringMatching(/landmarks-68\.onnx: expected 128 values.*arcface-112.*136/s) as string,
  });
  const other = { ...points.entry, input: { ...points.entry.input, width: 64, height: 64 } };
  await expect(as(other)).rejects.toMatchObject({
    code: 'model-unfit',
    message: expect.stringContaining('landmarks-68.onnx') as string,
  });
});
