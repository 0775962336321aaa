import type { FaceLook } from '../../../core/domain/enrolment.ts';
import type { ModelId } from '../../../core/domain/ids.ts';
import { lookOf } from '../look.ts';
import type { FaceReading, Picture, VisionEngine } from '../ports.ts';
import type { Person, Template } from './gallery.ts';
import { weightOf } from './quality.ts';
import { similarity, weightedMean } from './vector.ts';

/** What an enrolment photo is good for. */
export type ExaminedPhoto =
  | {
      readonly kind: 'face';
      readonly reading: FaceReading;
      readonly look: FaceLook;
      /** Null when it was not asked for: there is no consent (rules §7). */
      readonly embedding: Float32Array | null;
      readonly weight: number;
    }
  | { readonly kind: 'no-face' }
  | { readonly kind: 'several-faces'; readonly faces: number };

/** A second face counts when its box is at least this part of the biggest one's width: passers-by do not. */
const SECOND_FACE = 0.5;
/** Beside a face of at least this confidence, what is less certain is no second face. */
const CERTAIN = 0.5;

/** Reads an enrolment photo: exactly one face of any size is expected. `embed`: whether its embedding is made, too. */
export async function examinePhoto(
  engine: Pick<VisionEngine, 'examine' | 'embed'>,
  photo: Picture,
  embed: boolean,
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
  const [embedding = null] = embed ? await engine.embed(photo, [reading]) : [];
  const look = lookOf(photo, reading.landmarks);
  return { kind: 'face', reading, look, embedding, weight: weightOf(reading.quality) };
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
