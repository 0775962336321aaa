import type { ModelId } from '../../../core/domain/ids.ts';
import type { FaceReading, Picture, VisionEngine } from '../ports.ts';
import type { Person, Template } from './gallery.ts';
import { weightOf } from './quality.ts';
import { similarity, weightedMean } from './vector.ts';

/** What may be wrong with an enrolment photo though it can be used. */
export type Advice = 'small' | 'blurred' | 'turned' | 'badly-lit';

/** What an enrolment photo is good for. */
export type ExaminedPhoto =
  | {
      readonly kind: 'face';
      readonly reading: FaceReading;
      readonly embedding: Float32Array;
      readonly weight: number;
      readonly advice: readonly Advice[];
    }
  | { readonly kind: 'no-face' }
  | { readonly kind: 'several-faces'; readonly faces: number };

/** A second face counts when its box is at least this part of the biggest one's width: passers-by do not. */
const SECOND_FACE = 0.5;
/** Beside a face of at least this confidence, what is less certain is no second face. */
const CERTAIN = 0.5;
/** Below these the photo is usable, but a better one should be taken. */
const GOOD = { eyeDistance: 40, sharpness: 0.35, frontality: 0.5, light: 0.35 };

/** Reads an enrolment photo: exactly one face of any size is expected. */
export async function examinePhoto(
  engine: Pick<VisionEngine, 'examine' | 'embed'>,
  photo: Picture,
): Promise<ExaminedPhoto> {
  const all = await engine.examine(photo);
  const certain = all.filter(({ detection }) => detection.confidence >= CERTAIN);
  const readings = (certain.length > 0 ? certain : all).toSorted(
    (a, b) => b.detection.box.width - a.detection.box.width,
  );
  const reading = readings[0];
  if (reading === undefined) return { kind: 'no-face' };
  const least = SECOND_FACE * reading.detection.box.width;
  const faces = readings.filter(({ detection }) => detection.box.width >= least).length;
  if (faces > 1) return { kind: 'several-faces', faces };
  const [embedding] = await engine.embed(photo, [reading]);
  if (embedding === undefined) return { kind: 'no-face' };
  return { kind: 'face', reading, embedding, weight: weightOf(reading.quality), advice: adviceOn(reading) };
}

/**
 * One template of all photos of a person: the mean of their embeddings, renormalised; better than
 * the best of several (spec vision.md). @throws RangeError when there is no embedding.
 */
export function templateOf(person: Person, model: ModelId, embeddings: readonly Float32Array[]): Template {
  const embedding = weightedMean(embeddings.map((one) => ({ embedding: one, weight: 1 })));
  if (embedding === undefined) throw new RangeError('expected at least one photo with a face, got none');
  return { person, model, embedding };
}

/**
 * Which of a person's photos shows somebody else: those less alike than `threshold` to the mean of
 * the others. With two photos that differ both are named; one photo alone is never odd.
 */
export function oddPhotos(embeddings: readonly Float32Array[], threshold: number): readonly number[] {
  return embeddings.flatMap((embedding, i) => {
    const others = weightedMean(embeddings.filter((_, k) => k !== i).map((one) => ({ embedding: one, weight: 1 })));
    return others !== undefined && similarity(embedding, others) < threshold ? [i] : [];
  });
}

function adviceOn({ quality }: FaceReading): readonly Advice[] {
  const found: Advice[] = [];
  if (quality.eyeDistance < GOOD.eyeDistance) found.push('small');
  if (quality.sharpness < GOOD.sharpness) found.push('blurred');
  if (quality.frontality < GOOD.frontality) found.push('turned');
  if (quality.light < GOOD.light) found.push('badly-lit');
  return found;
}
