import type { Box, FaceQuality } from '../../../core/domain/face.ts';
import { modelId, traineeId } from '../../../core/domain/ids.ts';
import { type EpochMs, epochMs } from '../../../core/domain/units.ts';
import { type Gallery, openGallery, type Template } from '../../../kiosk/vision/identity/gallery.ts';
import { countTracks, Tracker } from '../../../kiosk/vision/identity/tracker.ts';
import { unit } from '../../../kiosk/vision/identity/vector.ts';
import type { FaceReading, PackInfo, Side } from '../../../kiosk/vision/ports.ts';

/** Made-up people: random directions in 128 dimensions, nearly at right angles to each other. */

export const MODEL = modelId('made-up');

export const PACK: PackInfo = {
  name: 'sharp',
  modelId: MODEL,
  embeddingLength: 128,
  thresholds: [
    { frames: 1, similarity: 0.5 },
    { frames: 3, similarity: 0.55 },
  ],
  margin: 0.05,
  smallestFace: 24,
  damaged: [],
};

/** Numbers 0–1 that are the same on each run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const gauss = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

export function face(seed: number): Float32Array {
  const random = seeded(seed);
  return unit(Float32Array.from({ length: 128 }, () => gauss(random)));
}

/** A look at a face: `noise` is the length of what is added at right angles to it (0.5 → similarity about 0.89). */
export function look(of: Float32Array, noise: number, random: () => number): Float32Array {
  const added = unit(Float32Array.from({ length: 128 }, () => gauss(random)));
  return unit(of.map((value, i) => value + noise * (added[i] as number)));
}

/** A face between two people: `part` of the way from `a` to `b`. */
export const between = (a: Float32Array, b: Float32Array, part: number): Float32Array =>
  unit(a.map((value, i) => (1 - part) * value + part * (b[i] as number)));

/** Two poses of a face; of face(1): 0.53 and 0.49 alike to it, 0.34 to each other, and their mean 0.62; `away` 1.6: 0.49, 0.44 and 0.57. */
export function poses(of: Float32Array, away = 1.45): readonly [Float32Array, Float32Array] {
  const turn = face(21);
  const other = between(face(22), turn, 0.08);
  const add = (value: number, i: number, by: Float32Array): number => value + away * (by[i] as number);
  return [unit(of.map((value, i) => add(value, i, turn))), unit(of.map((value, i) => add(value, i, other)))];
}

export const trainee = (name: string, embedding: Float32Array): Template => ({
  person: { kind: 'trainee', id: traineeId(name) },
  model: MODEL,
  embedding,
});

export const staff = (name: string, embedding: Float32Array): Template => ({
  person: { kind: 'staff', id: name },
  model: MODEL,
  embedding,
});

export const galleryOf = (...templates: readonly Template[]): Gallery => openGallery(MODEL, 128, templates).gallery;

export const GOOD: FaceQuality = { eyeDistance: 30, sharpness: 1, frontality: 1, light: 1 };
export const POOR: FaceQuality = { eyeDistance: 6, sharpness: 0.05, frontality: 0.05, light: 0.2 };

export const at = (second: number): EpochMs => epochMs(1_800_000_000_000 + Math.round(second * 1000));

export const boxAt = (x: number, y = 100, size = 40): Box => ({ x, y, width: size, height: size });

export interface Shown {
  readonly box: Box;
  readonly face: Float32Array;
  readonly quality?: FaceQuality;
}

/** A tracker with a camera in front of it that shows made-up faces. */
export function watch(gallery: Gallery, pack: PackInfo = PACK) {
  const tracker = new Tracker(pack, gallery, countTracks());
  let embedded = 0;
  let sides: readonly Side[] = [];
  return {
    tracker,
    embedded: () => embedded,
    /** What the looks of the last frame took. */
    sides: () => sides,
    frame(second: number, shown: readonly Shown[]) {
      const readings = shown.map(
        ({ box, quality }): FaceReading => ({
          detection: { box, confidence: 0.9 },
          landmarks: new Float32Array(136),
          quality: quality ?? GOOD,
        }),
      );
      const plan = tracker.plan(readings, at(second));
      embedded += plan.embed.length;
      sides = plan.sides;
      return tracker.update(
        plan,
        plan.embed.map((i) => (shown[i] as Shown).face),
      );
    },
  };
}
