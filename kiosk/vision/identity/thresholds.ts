import type { ThresholdStep } from '../ports.ts';

/**
 * The least similarity that identifies a mean of `frames` looks: that of the last step not above
 * `frames` (of the first step when there are fewer).
 * @throws RangeError when there is no step at all.
 */
export function thresholdFor(steps: readonly ThresholdStep[], frames: number): number {
  const step = steps.findLast((one) => one.frames <= frames) ?? steps[0];
  if (step === undefined) throw new RangeError('expected at least one threshold step, got none');
  return step.similarity;
}

/**
 * A similarity above `from` by `part` of what is left from there up to 1, below it when negative: so
 * one figure serves networks whose similarities spread differently.
 */
const above = (from: number, part: number): number => from + part * (1 - from);

const near = (steps: readonly ThresholdStep[], part: number): number => above(thresholdFor(steps, 1), part);

/** A look less alike than this to the mean of a track's looks is of somebody else. */
export const contradiction = (steps: readonly ThresholdStep[]): number => near(steps, -0.2);

/** A look at least this alike to the mean of a track's looks dispels a doubt whether it is still the same face. */
export const agreement = (steps: readonly ThresholdStep[]): number => near(steps, 0);

/**
 * How alike a face that appears somewhere must be to a face lost minutes ago to be followed on as
 * the same. A face followed on keeps its old looks, so a stranger who is merely as alike as an
 * identification asks would bear the other's name until the new looks outweigh the old ones.
 */
export function recognition(steps: readonly ThresholdStep[]): number {
  return above(Math.max(...steps.map(({ similarity }) => similarity)), 0.5);
}

/**
 * How alike the looks of a face must be to those of a face lost in the same seat to be of one person.
 * In a seat there is one face to be compared with, not a class, so less is asked than for a name.
 * `likely`: it was lost only a moment ago, or both are most like the same person of the gallery; then
 * it is only asked that they do not differ as strangers do (docs/decisions/042).
 */
export const resemblance = (steps: readonly ThresholdStep[], likely: boolean): number =>
  near(steps, likely ? -0.5 : 0.08);

/** How alike new looks must be to those by which a track was named to keep a name that they do not give by themselves. */
export const sameness = (steps: readonly ThresholdStep[]): number => near(steps, 0.1);

/** New looks at least this alike to a template support a name that older looks had given. */
export const support = (steps: readonly ThresholdStep[]): number => near(steps, -0.1);

/** A mean of `frames` looks this alike names at once, and need not be looked at often. */
export const firm = (steps: readonly ThresholdStep[], frames: number): number =>
  above(thresholdFor(steps, frames), 0.1);

/** A mean of `frames` looks less alike than this to everybody is a stranger's. */
export const strange = (steps: readonly ThresholdStep[], frames: number): number =>
  above(thresholdFor(steps, frames), -0.15);
