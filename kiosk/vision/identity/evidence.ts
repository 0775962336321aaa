import type { EpochMs } from '../../../core/domain/units.ts';
import type { Side } from '../ports.ts';
import { type Gallery, type Person, personKey } from './gallery.ts';
import { weightedMean } from './vector.ts';

/** One embedding of a track's face. */
export interface Look {
  readonly at: EpochMs;
  readonly embedding: Float32Array;
  /** What of the face was embedded. */
  readonly side: Side;
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
export function lookAt(taken: Omit<Look, 'likest'>, gallery: Gallery): Look {
  const { best } = gallery.search(taken.embedding);
  return { ...taken, likest: best && personKey(best.person) };
}

/** Whether a look took both sides of the face. */
export const isWhole = ({ side }: Look): boolean => side === 'both';

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
  return looks.map((look) => lookAt(look, gallery));
}

/** The quality-weighted mean of the looks, of length 1. */
export function meanOf(looks: readonly Look[]): Float32Array | undefined {
  return weightedMean(looks);
}

/**
 * How many looks by themselves speak for this person, two of one side each counting as one of both, and
 * what part of all weight the looks have that do.
 */
export function agreeing(looks: readonly Look[], person: Person): { readonly looks: number; readonly share: number } {
  const key = personKey(person);
  const count: Record<Side, number> = { both: 0, own: 0, mirrored: 0 };
  let [own, all] = [0, 0];
  for (const { likest, weight, side } of looks) {
    all += weight;
    if (likest !== key) continue;
    count[side] += 1;
    own += weight;
  }
  return { looks: count.both + Math.min(count.own, count.mirrored), share: all === 0 ? 0 : own / all };
}
