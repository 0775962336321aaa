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
import type { FaceReading, Picture, VisionEngine } from './ports.ts';
import { openProbed } from './probe.ts';
import { judge } from './quality.ts';
import type { Network, Runtime } from './runtime.ts';
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

/** What the tiny detector found, without what is no face, and with boxes as YuNet draws them. */
function faces(readings: readonly FaceReading[], overlapLimit: number, inPhoto: boolean): FaceReading[] {
  const plausible = readings
    .filter(({ detection, landmarks }) => isPlausible(detection, shapeOf(landmarks, detection.box), inPhoto))
    .map((reading) => ({ ...reading, ...reading.detection, box: outlineOf(reading.landmarks) }));
  return mostCertain(plausible, overlapLimit).map(({ box, confidence, landmarks, quality }) => ({
    detection: { box, confidence },
    landmarks,
    quality,
  }));
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

  read(picture: Picture): Promise<FaceReading[]> {
    return this.#queue(async () => {
      const detector = this.#detectorFor(picture);
      return this.#readings(picture, await detector.find(picture), detector);
    });
  }

  examine(picture: Picture): Promise<FaceReading[]> {
    return this.#queue(async () => {
      const detector = this.#smallest();
      return this.#readings(picture, await examinePhoto(detector, picture, PHOTO_OVERLAP), detector, true);
    });
  }

  embed(picture: Picture, readings: readonly FaceReading[]): Promise<Float32Array[]> {
    return this.#queue(async () => {
      const first = readings.map(({ landmarks }) => landmarks);
      const points = this.#rough() ? await this.#readAgain(picture, first) : first;
      return embedFaces(this.#embedder, picture, points, this.#scratch);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#last;
    await this.#resources.disposeAsync();
  }

  async #readings(
    picture: Picture,
    found: readonly Detection[],
    { model }: Detector,
    inPhoto = false,
  ): Promise<FaceReading[]> {
    const regions = found.map(({ box }) => pointsRegion(box, model.entry.family));
    const landmarks = await readLandmarks(this.#landmarks, picture, regions, this.#scratch);
    const readings = landmarks.flatMap((face, i) => {
      const detection = found[i];
      return detection ? [{ detection, landmarks: face.points, quality: judge(face) }] : [];
    });
    if (model.entry.family !== 'face-api-tiny') return readings;
    return faces(readings, model.entry.detector?.overlap ?? 0.4, inPhoto);
  }

  /** Whether the detector's boxes are so rough that the points gain by a second reading: +3 of 100 identified at 32 px. */
  #rough(): boolean {
    return this.#smallest().model.entry.family === 'face-api-tiny';
  }

  async #readAgain(picture: Picture, landmarks: readonly Float32Array[]): Promise<Float32Array[]> {
    const again = await readLandmarks(this.#landmarks, picture, landmarks.map(regionOf), this.#scratch);
    return again.map(({ points }) => points);
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
