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

/** A track's identity rests on at most so many looks … */
export const MOST_LOOKS = 24;
/** … of which the newest are always kept. */
const NEWEST = 6;

/** A look at a face, compared with the gallery. */
export function lookAt(embedding: Float32Array, weight: number, at: EpochMs, gallery: Gallery): Look {
  const { best } = gallery.search(embedding);
  return { at, embedding, weight, likest: best && personKey(best.person) };
}

/**
 * The looks with one more, ascending in time. When there are too many, the two that lie nearest in
 * time make one: the heavier stays. So the looks spread over the track's whole time, over many poses
 * and lights, which tells far more than as many of one moment (docs/decisions/041).
 */
export function withLook(looks: readonly Look[], look: Look): readonly Look[] {
  const all = [...looks, look];
  if (all.length <= MOST_LOOKS) return all;
  let nearest = 1;
  let gap = Number.POSITIVE_INFINITY;
  for (let i = 1; i < all.length - NEWEST; i++) {
    const between = (all[i] as Look).at - (all[i - 1] as Look).at;
    if (between < gap) [nearest, gap] = [i, between];
  }
  const lighter = (all[nearest] as Look).weight < (all[nearest - 1] as Look).weight ? nearest : nearest - 1;
  return all.toSpliced(lighter, 1);
}

/** The same looks compared with another gallery (somebody was enrolled, or withdrew consent). */
export function lookAgain(looks: readonly Look[], gallery: Gallery): readonly Look[] {
  return looks.map(({ embedding, weight, at }) => lookAt(embedding, weight, at, gallery));
}

/** The quality-weighted mean of the looks, of length 1. */
export function meanOf(looks: readonly Look[]): Float32Array | undefined {
  return weightedMean(looks);
}

/** How many looks by themselves speak for this person, and what part of all weight they have. */
export function agreeing(looks: readonly Look[], person: Person): { readonly looks: number; readonly share: number } {
  const key = personKey(person);
  let [count, own, all] = [0, 0, 0];
  for (const { likest, weight } of looks) {
    all += weight;
    if (likest !== key) continue;
    count += 1;
    own += weight;
  }
  return { looks: count, share: all === 0 ? 0 : own / all };
}
