import type { LessonView } from '../../../core/contract/office/day.ts';
import { staysInside } from '../../../core/domain/close.ts';
import type { Windows } from '../../../core/domain/lesson.ts';
import type { Policy } from '../../../core/domain/policy.ts';
import type { Span } from '../../../core/domain/units.ts';
import type { CameraSpan } from './ports.ts';

/** Of a lesson at most so many stays are told, the longest: in a full room faces are lost for seconds all the time. */
const MOST = 30;

/** A lesson as far as stays are judged by it. */
interface Within {
  readonly windows: Windows;
  readonly policy: Policy;
}

/** How long a stay lasted inside the lesson, in ms; below 0: not at all. */
const lengthIn = ({ windows: { inside } }: Within, { from, to }: Span): number =>
  Math.min(to, inside.to) - Math.max(from, inside.from);

/** The stays of unidentified people that are long enough to count (rules §2). */
function longStays<Stay extends Span>(within: Within, stays: readonly Stay[]): readonly Stay[] {
  return stays.filter((stay) => staysInside(stay, within.windows.inside, within.policy));
}

/**
 * How many unidentified people a lesson had: of the stays that count, the most at once. A person who was lost and found
 * again has several stays.
 */
export function strangersCount(within: Within, stays: readonly Span[]): number {
  const long = longStays(within, stays);
  return Math.max(0, ...long.map(({ from: at }) => long.filter(({ from, to }) => from <= at && at <= to).length));
}

/** The stays inside a lesson in order of time, each with whether it counts: where to look for who that was. */
export function strangersIn(within: Within, stays: readonly CameraSpan[]): LessonView['strangers'] {
  const long = new Set(longStays(within, stays));
  return stays
    .filter((stay) => lengthIn(within, stay) > 0)
    .sort((a, b) => lengthIn(within, b) - lengthIn(within, a))
    .slice(0, MOST)
    .sort((a, b) => a.from - b.from)
    .map((stay) => ({ camera: stay.camera, from: stay.from, to: stay.to, long: long.has(stay) }));
}
