import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OnnxGraph } from '../../../kiosk/vision/convert/onnx.ts';
import { withUint8Input } from '../../../kiosk/vision/convert/uint8-input.ts';
import { convertMissing, fetchMissing, installFrom } from '../../../kiosk/vision/install.ts';
import {
  type ModelEntry,
  type ModelManifest,
  openModel,
  readManifest,
  sha256,
} from '../../../kiosk/vision/manifest.ts';
import { choosePack } from '../../../kiosk/vision/pack.ts';
import type { Runtime } from '../../../kiosk/vision/runtime.ts';
import { onnxRuntime } from '../../../kiosk/vision/runtime-onnx.ts';

const shipped = path.join(import.meta.dirname, '..', '..', '..', 'models');
let folder: string;
let manifest: ModelManifest;
let runtime: Runtime;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'models-'));
  manifest = structuredClone(await readManifest(shipped));
  runtime = await onnxRuntime();
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A small network with the outputs of an `arcface-112` of `length` values, its input float NCHW. */
function arcface(length: number, batch: number | string = 'batch'): Uint8Array {
  const graph = new OnnxGraph('small');
  const input = graph.input('data', 'float', [batch, 3, 112, 112]);
  const mean = graph.node('Flatten', [graph.node('GlobalAveragePool', [input])]);
  const weights = Float32Array.from({ length: 3 * length }, (_, i) => (i % 7) - 3);
  const product = graph.node('MatMul', [mean, graph.constant({ dims: [3, length], data: weights })]);
  graph.output(product, 'out0', [batch, length]);
  return graph.finish();
}

/** The manifest with its SFace being `bytes`. */
function withSface(bytes: Uint8Array, changes: Partial<ModelEntry> = {}): ModelEntry {
  const entry = manifest.models.find(({ name }) => name === 'sface');
  if (!entry) throw new Error('expected an entry sface');
  Object.assign(entry, { sha256: sha256(bytes), ...changes });
  return entry;
}

test('converting gives the files whose sha256 the manifest names, once', async () => {
  const first = await convertMissing(folder, manifest);
  expect(first.faults).toEqual([]);
  expect(first.installed).toContain('face-recognition.onnx');
  expect(await convertMissing(folder, manifest)).toEqual({ installed: [], faults: [] });
  const { info, notes } = await choosePack(folder, manifest, 'auto');
  expect(info.name).toBe('standard');
  expect(notes.join()).toContain('sharp');
});

test('where a file of the better pack is damaged the other runs, and the choice names the file', async () => {
  await convertMissing(folder, manifest);
  const detector = manifest.models.find(
    ({ name }) => name === manifest.packs.find((pack) => pack.name === 'sharp')?.detectors[0],
  );
  if (!detector) throw new Error('expected a detector of sharp');
  expect((await choosePack(folder, manifest, 'auto')).info.damaged).toEqual([]); // missing is not damaged
  await writeFile(path.join(folder, detector.file), 'half of it');
  const { info, notes } = await choosePack(folder, manifest, 'auto');
  expect(info).toMatchObject({ name: 'standard', damaged: [detector.file] });
  expect(notes.join()).toContain(`${detector.file} has another sha256`);
});

test('a model whose sha256 is another is refused, naming file, expected, got and what to do', async () => {
  await convertMissing(folder, manifest);
  const file = path.join(folder, 'landmarks-68.onnx');
  const bytes = await readFile(file);
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  await writeFile(file, bytes);
  const entry = manifest.models.find(({ name }) => name === 'landmarks-68');
  if (!entry) throw new Error('expected an entry');
  const refused = openModel(folder, entry);
  await expect(refused).rejects.toMatchObject({ code: 'model-hash', retry: false });
  await expect(refused).rejects.toThrow(file);
  await expect(refused).rejects.toThrow(entry.sha256);
  await expect(refused).rejects.toThrow(sha256(bytes));
  await expect(refused).rejects.toThrow('npm run models');
  await expect(choosePack(folder, manifest, 'standard')).rejects.toMatchObject({ code: 'model-hash' });
});

test('a converter whose result is not what the manifest expects says so and writes nothing', async () => {
  const entry = manifest.models.find(({ name }) => name === 'tiny-1280');
  if (!entry) throw new Error('expected an entry');
  entry.sha256 = '0'.repeat(64);
  const { faults } = await convertMissing(folder, manifest);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain('tiny-1280.onnx');
  await expect(readFile(path.join(folder, 'tiny-1280.onnx'))).rejects.toThrow('ENOENT');
});

test('--from installs files by their sha256, whatever their names; of the embeddings only the first', async () => {
  const bytes = arcface(128);
  withSface(bytes);
  const source = await mkdtemp(path.join(folder, 'from-'));
  await writeFile(path.join(source, 'some name.onnx'), bytes);
  const { installed, faults } = await installFrom(folder, manifest, source, runtime);
  expect(installed).toEqual(['face_recognition_sface_2021dec.onnx']);
  expect(faults).toEqual([]);
});

test('--from says which file is another than the manifest names', async () => {
  const source = await mkdtemp(path.join(folder, 'from-'));
  await writeFile(path.join(source, 'face_recognition_sface_2021dec.onnx'), arcface(128));
  const { installed, faults } = await installFrom(folder, manifest, source, runtime);
  expect(installed).toEqual([]);
  expect(faults.join()).toMatch(/face_recognition_sface_2021dec\.onnx was not installed: expected sha256 0ba9fbfa/);
});

test('--from of a folder without any of the files names what is wanted', async () => {
  const source = await mkdtemp(path.join(folder, 'from-'));
  const { faults } = await installFrom(folder, manifest, source, runtime);
  expect(faults.join()).toContain('yunet_n_dynamic.onnx');
});

test.each([
  ['other shapes', () => arcface(64), {}, /expected 128 values in the output embedding.*1 × 64/],
  ['another family', () => arcface(128), { family: 'yunet' as const }, /outputs cls_8.*family yunet.*out0/],
  ['no network at all', () => Buffer.from('no network'), {}, /a network that ONNX Runtime can load/],
])('a file of %s is not installed, with a clear message', async (_, make, changes, message) => {
  const bytes = make();
  withSface(bytes, changes);
  const source = await mkdtemp(path.join(folder, 'from-'));
  await writeFile(path.join(source, 'face_recognition_sface_2021dec.onnx'), bytes);
  const { installed, faults } = await installFrom(folder, manifest, source, runtime);
  expect(installed).toEqual([]);
  expect(faults.join()).toMatch(message);
});

test('fetching takes what has the right sha256 and tells what the network gave instead', async () => {
  const bytes = arcface(128);
  withSface(bytes);
  const { installed, faults } = await fetchMissing(folder, manifest, (url) =>
    Promise.resolve(
      url.includes('sface')
        ? { ok: true, status: 200, bytes: () => Promise.resolve(bytes) }
        : { ok: false, status: 404, bytes: () => Promise.resolve(new Uint8Array()) },
    ),
  );
  expect(installed).toEqual(['face_recognition_sface_2021dec.onnx']);
  expect(faults.join()).toMatch(/yunet.*HTTP 404/);
});

test('a manifest with an unknown key is refused by name', async () => {
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify({ ...manifest, surprise: 1 }));
  await expect(readManifest(folder)).rejects.toMatchObject({ code: 'model-manifest' });
  await expect(readManifest(folder)).rejects.toThrow('surprise');
});

test('a published float network takes rgb24 pixels in the order and scale that it was made for', async () => {
  const bytes = withUint8Input(arcface(3), { order: 'bgr', mean: 127.5, factor: 0.5 }, ['batch', 112, 112]);
  const entry = withSface(bytes, {
    input: { width: 112, height: 112, type: 'uint8-nhwc', order: 'rgb', mean: 0, factor: 1, batch: 'any' },
  });
  await using network = await runtime.open({ entry, file: bytes }, { width: 112, height: 112 });
  const data = new Uint8Array(112 * 112 * 3);
  for (let i = 0; i < data.length; i += 3) data.set([10, 20, 30], i);
  const { embedding } = await network.run({ data, count: 1, width: 112, height: 112 });
  const [b, g, r] = [30, 20, 10].map((value) => (value - 127.5) * 0.5) as [number, number, number];
  // Row-major 3 × 3 weights, (i % 7) − 3: −3 −2 −1 / 0 1 2 / 3 −3 −2.
  expect(embedding?.data[0]).toBeCloseTo(-3 * b + 3 * r, 2);
  expect(embedding?.data[1]).toBeCloseTo(-2 * b + g - 3 * r, 2);
  expect(embedding?.data[2]).toBeCloseTo(-b + 2 * g - 2 * r, 2);
});

test('a network whose graph holds one picture only is run picture by picture', async () => {
  const entry = withSface(arcface(4, 1));
  await using network = await runtime.open({ entry, file: arcface(4, 1) }, { width: 112, height: 112 });
  const size = 112 * 112 * 3;
  const data = new Uint8Array(3 * size);
  for (let i = 0; i < 3; i++) data.fill(10 * (i + 1), i * size, (i + 1) * size);
  const { embedding } = await network.run({ data, count: 3, width: 112, height: 112 });
  expect(embedding?.dims).toEqual([3, 4]);
  expect(embedding?.data[8]).toBeCloseTo(3 * (embedding?.data[0] ?? 0), 3);
});

test.each([1, 3, 8])('a published detector whose first layers run in %i strips answers the same', async (strips) => {
  const graph = new OnnxGraph('chain');
  const noise = (length: number, seed: number): Float32Array =>
    Float32Array.from({ length }, (_, i) => Math.sin(i * 12.9898 + seed) / 3);
  const input = graph.input('data', 'float', [1, 3, 'height', 'width']);
  const first = graph.constant({ dims: [4, 3, 3, 3], data: noise(108, 1) });
  let x = graph.node('Conv', [input, first], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
  x = graph.node('Relu', [x]);
  const second = graph.constant({ dims: [4, 1, 3, 3], data: noise(36, 2) });
  x = graph.node('Conv', [x, second], { kernel_shape: [3, 3], pads: [1, 1, 1, 1], group: 4 });
  x = graph.node('MaxPool', [x], { kernel_shape: [2, 2], strides: [2, 2] });
  graph.output(graph.node('Flatten', [x]), 'map', [1, 'values']);
  const [height, width] = [96, 64];
  const data = Uint8Array.from({ length: height * width * 3 }, (_, i) => (i * 7919) % 256);
  const maps: Float32Array[] = [];
  for (const count of [1, strips]) {
    const bytes = withUint8Input(graph.finish(), { order: 'rgb', mean: 0, factor: 1 }, [1, height, width], count);
    const entry = withSface(bytes, {
      input: { width, height, type: 'uint8-nhwc', order: 'rgb', mean: 0, factor: 1, batch: 'any' },
    });
    await using network = await runtime.open({ entry, file: bytes }, { width, height });
    const { embedding } = await network.run({ data, count: 1, width, height });
    maps.push(embedding?.data ?? new Float32Array(0));
  }
  expect(maps[0]?.length).toBe((4 * height * width) / 16);
  expect(maps[1]).toEqual(maps[0]);
});
