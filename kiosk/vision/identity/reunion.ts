import { type DurationMs, seconds } from '../../../core/domain/units.ts';
import type { ThresholdStep } from '../ports.ts';
import { recognise, sameSeat } from './association.ts';
import { recognition, resemblance } from './thresholds.ts';
import type { Track } from './track.ts';

/** Until a track has so many looks it may turn out to be one that was lost. */
const YOUNG = 12;
/** Nobody stands up and somebody else sits down within this time. */
const AT_ONCE: DurationMs = seconds(20);
/** A face in the seat of one that was lost is compared with it after so many looks. */
const LOOKS_TO_SIT_DOWN = 3;

/**
 * Which of the tracks that were just looked at (`looked`) are of the same face as one that was lost, as
 * pairs [here, gone]: of any place when the track is young and they are very alike, of the same seat
 * when they are alike.
 */
export function reunions(
  lost: readonly Track[],
  looked: readonly Track[],
  thresholds: readonly ThresholdStep[],
): readonly (readonly [here: Track, gone: Track])[] {
  const anywhere = recognition(thresholds);
  const pairs = recognise(
    lost.map(({ mean }) => mean),
    looked.map(({ mean }) => mean),
    (row, column) => {
      const [gone, here] = [lost[row], looked[column]];
      if (!gone || !here) return Number.POSITIVE_INFINITY;
      const seat = askedInSeat(gone, here, thresholds);
      return here.looks.length < YOUNG && gone.since < here.since && !here.contradicts(gone)
        ? Math.min(anywhere, seat)
        : seat;
    },
  );
  return [...pairs].flatMap(([column, row]) => {
    const [here, gone] = [looked[column], lost[row]];
    return here && gone ? [[here, gone] as const] : [];
  });
}

/** How alike a lost track must be to be of the face that now is in its seat; infinity: it is in another, or of somebody else. */
function askedInSeat(gone: Track, here: Track, thresholds: readonly ThresholdStep[]): number {
  if (here.looks.length < LOOKS_TO_SIT_DOWN || !sameSeat(gone.box, here.box)) return Number.POSITIVE_INFINITY;
  if (gone.lastSeen >= here.hereSince || here.contradicts(gone)) return Number.POSITIVE_INFINITY;
  const atOnce = here.hereSince - gone.lastSeen <= AT_ONCE;
  const agreed = here.likest !== undefined && here.likest === gone.likest;
  return resemblance(thresholds, atOnce || agreed);
}
