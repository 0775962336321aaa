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
 * How unlike two looks at the same face may be before they are held to be two people, as a
 * similarity. Looks are compared with looks of minutes ago, not with an enrolment of months ago,
 * so it lies at the threshold for a single frame less a part of what is left up to 1.
 */
export function contradiction(steps: readonly ThresholdStep[]): number {
  const single = thresholdFor(steps, 1);
  return single - 0.2 * (1 - single);
}

/**
 * How alike a face that appears somewhere must be to a face lost minutes ago to be followed on as
 * the same. Halfway from identifying to sameness: a face followed on keeps its old looks, so a
 * stranger who is merely as alike as an enrolment asks would for a while bear the other's name.
 */
export function recognition(steps: readonly ThresholdStep[]): number {
  const strictest = Math.max(thresholdFor(steps, 1), ...steps.map(({ similarity }) => similarity));
  return strictest + 0.5 * (1 - strictest);
}
