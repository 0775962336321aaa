import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../kiosk/vision/engine.ts';
import { decodePhoto } from '../../kiosk/vision/identity/photo.ts';
import { lookOf } from '../../kiosk/vision/look.ts';
import { readManifest } from '../../kiosk/vision/manifest.ts';
import { choosePack } from '../../kiosk/vision/pack.ts';
import type { FaceReading, Picture, VisionEngine } from '../../kiosk/vision/ports.ts';
import { onnxRuntime } from '../../kiosk/vision/runtime-onnx.ts';
import { samplePhoto } from '../support/vision/film.ts';

let engine: VisionEngine;
beforeAll(async () => {
  const models = path.join(import.meta.dirname, '..', '..', 'models');
  const pack = await choosePack(models, await readManifest(models), 'standard');
  engine = await openEngine(models, pack, await onnxRuntime('arena'));
});
afterAll(() => engine[Symbol.asyncDispose]());

/** The face nearest to a place of a photo. */
async function faceAt(photo: Picture, x: number, y: number): Promise<FaceReading> {
  const far = ({ detection: { box } }: FaceReading): number => Math.hypot(box.x - x, box.y - y);
  const [nearest] = (await engine.examine(photo)).toSorted((a, b) => far(a) - far(b));
  if (!nearest || far(nearest) > 80) throw new Error(`expected a face at ${x}, ${y}`);
  return nearest;
}

const sixth = (): Promise<Picture> => readFile(samplePhoto(6)).then((bytes) => decodePhoto(bytes, 'sample6.jpg'));

/** The sixth photograph with something painted over a face that was read from it. */
async function painted({ landmarks }: FaceReading, points: readonly number[], colour: string): Promise<Picture> {
  const place = points.map((point) => `${landmarks[point * 2] ?? 0},${landmarks[point * 2 + 1] ?? 0}`).join(' ');
  const { data, width, height } = await sixth();
  const svg = `<svg width="${width}" height="${height}"><polygon points="${place}" fill="${colour}"/></svg>`;
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(svg), left: 0, top: 0 }])
    .png()
    .toBuffer();
  return decodePhoto(png, 'painted.png');
}

test('in a mirrored photograph everybody looks to the other side', async () => {
  const bytes = await readFile(samplePhoto(3));
  const photo = await decodePhoto(bytes, 'sample3.jpg');
  const mirrored = await decodePhoto(await sharp(bytes).flop().toBuffer(), 'mirrored.jpg');
  const left = await faceAt(photo, 1495, 299);
  const right = await faceAt(mirrored, photo.width - 1495 - left.detection.box.width, 299);
  const [one, other] = [lookOf(photo, left.landmarks).pose, lookOf(mirrored, right.landmarks).pose];
  expect(one.yaw).toBeGreaterThan(15);
  expect(other.yaw).toBeLessThan(-15);
  expect(Math.abs(one.yaw + other.yaw)).toBeLessThan(10);
});

test('somebody seen from the side looks far aside, and somebody who looks down looks down', async () => {
  const photo = await decodePhoto(await readFile(samplePhoto(2)), 'sample2.jpg');
  const profile = await faceAt(photo, 361, 150);
  expect(lookOf(photo, profile.landmarks).pose.yaw).toBeLessThan(-45);
  const lowered = await faceAt(photo, 898, 253);
  expect(lookOf(photo, lowered.landmarks).pose.pitch).toBeLessThan(-20);
});

test('a free face is not taken for a covered one', async () => {
  const photo = await sixth();
  for (const [x, y] of [
    [255, 485],
    [672, 334],
    [1174, 333],
    [1483, 256],
  ] as const) {
    const { mouthCovered, eyesCovered } = lookOf(photo, (await faceAt(photo, x, y)).landmarks);
    expect(mouthCovered).toBeLessThan(0.5);
    expect(eyesCovered).toBeLessThan(0.5);
  }
});

test.each(['#9cc4e0', '#eeeeee', '#202020'])('a mask of colour %s is noticed', async (colour) => {
  const face = await faceAt(await sixth(), 1483, 256);
  const jaw = Array.from({ length: 13 }, (_, i) => i + 2);
  const photo = await painted(face, [...jaw, 29], colour);
  expect(lookOf(photo, (await faceAt(photo, 1483, 256)).landmarks).mouthCovered).toBeGreaterThan(0.8);
});

test('dark glasses are noticed', async () => {
  const face = await faceAt(await sixth(), 1483, 256);
  const { landmarks } = face;
  const shifted = Float32Array.from(landmarks);
  // Points 2 and 14 at the height of the nose's bridge: the lower corners of the glasses.
  for (const point of [2, 14]) shifted[point * 2 + 1] = landmarks[28 * 2 + 1] ?? 0;
  const brows = Array.from({ length: 10 }, (_, i) => i + 17);
  const photo = await painted({ ...face, landmarks: shifted }, [...brows, 14, 28, 2], '#151515');
  expect(lookOf(photo, (await faceAt(photo, 1483, 256)).landmarks).eyesCovered).toBeGreaterThan(0.8);
});
