import type { EpochMs } from '../../../core/domain/units.ts';
import { type Gallery, type Person, personKey } from './gallery.ts';
import { weightedMean } from './vector.ts';

/** One embedding of a track's face. */
export interface Look {
  readonly at: EpochMs;
  readonly embedding: Float32Array;
  /** From quality.ts, > 0. */
  readonly weight: number;
  /** Key of the person in the gallery that this look alone is most like; undefined when the gallery is empty. */
  readonly likest: string | undefined;
}

/** The looks that a track's identity rests on: the newest, at most so many. */
export const MOST_LOOKS = 16;

/** A look at a face, compared with the gallery. */
export function lookAt(embedding: Float32Array, weight: number, at: EpochMs, gallery: Gallery): Look {
  const { best } = gallery.search(embedding);
  return { at, embedding, weight, likest: best && personKey(best.person) };
}

/** The looks with one more; the oldest go when there are too many. */
export function withLook(looks: readonly Look[], look: Look): readonly Look[] {
  return [...looks, look].slice(-MOST_LOOKS);
}

/** The same looks compared with another gallery (somebody was enrolled, or withdrew consent). */
export function lookAgain(looks: readonly Look[], gallery: Gallery): readonly Look[] {
  return looks.map(({ embedding, weight, at }) => lookAt(embedding, weight, at, gallery));
}

/** The quality-weighted mean of the looks, of length 1. */
export function meanOf(looks: readonly Look[]): Float32Array | undefined {
  return weightedMean(looks);
}

/** How many looks by themselves speak for this person. */
export function agreeing(looks: readonly Look[], person: Person): number {
  const key = personKey(person);
  return looks.filter(({ likest }) => likest === key).length;
}
