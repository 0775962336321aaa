import type { Detection } from '../../core/domain/face.ts';
import { alignments } from './align.ts';
import { Detector } from './detector.ts';
import { type Embedder, embedFaces } from './embed.ts';
import { examinePhoto } from './examine.ts';
import { isPlausible, outlineOf, regionOf, shapeOf } from './face-shape.ts';
import { pointsRegion, readLandmarks } from './landmarks.ts';
import { openModel } from './manifest.ts';
import { mostCertain } from './overlap.ts';
import type { ChosenPack } from './pack.ts';
import type { Before, FaceReading, Picture, Side, VisionEngine } from './ports.ts';
import { openProbed } from './probe.ts';
import { judge } from './quality.ts';
import type { Network, Runtime } from './runtime.ts';
import { type BoxReading, pointsIn } from './scene.ts';
import { Scratch } from './scratch.ts';

/** Copies of a face on the pyramid of an enrolment photo differ in size and place more than a frame's candidates do. */
const PHOTO_OVERLAP = 0.3;

/**
 * Loads a pack's models from `folder` into `runtime`.
 * @throws ZaikeError `model-missing`, `model-hash` or `model-unfit`, naming the file and what to do.
 */
export async function openEngine(folder: string, pack: ChosenPack, runtime: Runtime): Promise<VisionEngine> {
  await using opened = new AsyncDisposableStack();
  const detectors: Detector[] = [];
  for (const entry of pack.detectors) detectors.push(opened.use(new Detector(await openModel(folder, entry), runtime)));
  const landmarks = opened.use(await openProbed(runtime, await openModel(folder, pack.landmarks)));
  const network = opened.use(await openProbed(runtime, await openModel(folder, pack.embedding)));
  const alignment = alignments[pack.embedding.embedding?.alignment ?? 'five-points-112'];
  const embedder: Embedder = { network, alignment, length: pack.info.embeddingLength };
  return new Engine(pack, detectors, landmarks, embedder, opened.move());
}

/** Faces at least so wide are aligned well enough by the first reading of their points, in pixels. */
const LARGE = 80;

/** One of the detector's boxes, with what was read there now or before. */
interface Candidate extends Detection {
  readonly points: Float32Array;
  readonly read: BoxReading;
}

class Engine implements VisionEngine {
  readonly #pack: ChosenPack;
  readonly #detectors: readonly Detector[];
  readonly #landmarks: Network;
  readonly #embedder: Embedder;
  readonly #resources: AsyncDisposableStack;
  readonly #scratch = new Scratch();
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    pack: ChosenPack,
    detectors: readonly Detector[],
    landmarks: Network,
    embedder: Embedder,
    resources: AsyncDisposableStack,
  ) {
    this.#pack = pack;
    this.#detectors = detectors;
    this.#landmarks = landmarks;
    this.#embedder = embedder;
    this.#resources = resources;
  }

  get pack(): VisionEngine['pack'] {
    return this.#pack.info;
  }

  read(picture: Picture, before?: Before): Promise<FaceReading[]> {
    return this.#queue(async () => {
      const detector = this.#detectorFor(picture);
      return this.#readings(picture, await detector.find(picture), detector, { before });
    });
  }

  examine(picture: Picture): Promise<FaceReading[]> {
    return this.#queue(async () => {
      const detector = this.#smallest();
      return this.#readings(picture, await examinePhoto(detector, picture, PHOTO_OVERLAP), detector, { inPhoto: true });
    });
  }

  embed(picture: Picture, readings: readonly FaceReading[], sides?: readonly Side[]): Promise<Float32Array[]> {
    return this.#queue(async () => {
      const points = await this.#pointsToAlign(picture, readings, sides);
      return embedFaces(this.#embedder, picture, points, this.#scratch, sides);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#last;
    await this.#resources.disposeAsync();
  }

  async #readings(
    picture: Picture,
    found: readonly Detection[],
    { model: { entry } }: Detector,
    { before, inPhoto = false }: { readonly before?: Before | undefined; readonly inPhoto?: boolean },
  ): Promise<FaceReading[]> {
    const recalled = before?.scene.recall(found, before.still) ?? [];
    const unread = found.filter((_, i) => !recalled[i]).map(({ box }) => pointsRegion(box, entry.family));
    const landmarks = await readLandmarks(this.#landmarks, picture, unread, this.#scratch);
    const tiny = entry.family === 'face-api-tiny';
    let next = 0;
    const candidates = found.flatMap(({ box, confidence }, i): Candidate[] => {
      const known = recalled[i];
      const own = known ? undefined : landmarks[next++];
      const points = known ? pointsIn(box, known) : own?.points;
      const quality = known?.quality ?? (own && judge(own));
      if (!points || !quality) return [];
      // The tiny detector's boxes are rough, and not all are faces': their points say so.
      const face = !tiny || isPlausible({ box, confidence }, shapeOf(points, box), inPhoto);
      const outline = tiny ? outlineOf(points) : box;
      const read = known
        ? { ...known, outline, face, age: known.age + 1 }
        : { source: box, points, quality, outline, face, age: 0 };
      return [{ box: outline, confidence, points, read }];
    });
    before?.scene.keep(candidates.map(({ read }) => read));
    const plausible = candidates.filter(({ read }) => read.face);
    const kept = tiny ? mostCertain(plausible, entry.detector?.overlap ?? 0.4) : plausible;
    return kept.map(({ box, confidence, points, read: { quality, age } }) => ({
      ...{ detection: { box, confidence }, landmarks: points, quality },
      ...(age > 0 && { recalled: true as const }),
    }));
  }

  /**
   * Points good enough to align by. Those read in a rough detector's boxes gain by a second reading, around
   * the first: +3 of 100 identified at 32 px; a single look at a large face goes without. Those of an
   * earlier frame are read where the face is now.
   */
  async #pointsToAlign(
    picture: Picture,
    readings: readonly FaceReading[],
    sides?: readonly Side[],
  ): Promise<Float32Array[]> {
    const { family } = this.#smallest().model.entry;
    const regions = readings.map(({ detection: { box }, landmarks, recalled }, i) => {
      if (family !== 'face-api-tiny') return recalled ? pointsRegion(box, family) : undefined;
      const once = box.width >= LARGE && (sides?.[i] ?? 'both') !== 'both' && !recalled;
      return once ? undefined : regionOf(landmarks);
    });
    const again = regions.filter((region) => region !== undefined);
    const read = await readLandmarks(this.#landmarks, picture, again, this.#scratch);
    let next = 0;
    return readings.map(({ landmarks }, i) => (regions[i] ? read[next++]?.points : undefined) ?? landmarks);
  }

  /** The smallest detector that the picture fits into, else the largest. */
  #detectorFor({ width, height }: Picture): Detector {
    const fitting = this.#detectors.find((detector) => width <= detector.width && height <= detector.height);
    return fitting ?? this.#detectors.at(-1) ?? this.#smallest();
  }

  #smallest(): Detector {
    const [first] = this.#detectors;
    if (!first) throw new RangeError('expected a pack with at least one detector');
    return first;
  }

  /** Runs after all that was asked before, whether that succeeded or not. */
  #queue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
