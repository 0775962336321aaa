import type { Unobserved } from './coverage.ts';
import type { Windows } from './lesson.ts';
import type { Note, Outcome } from './record.ts';
import type { Seen } from './seen.ts';
import type { Span } from './units.ts';

/** What the sightings and the coverage say of a trainee's lesson, leave aside. */
export interface Judgement {
  readonly outcome: Exclude<Outcome, 'personalLeave' | 'sickLeave'>;
  readonly notes: readonly Note[];
}

/** When a trainee was seen, as far as a lesson asks; milliseconds since the epoch. */
interface Moments {
  /** First in the arrival window; Infinity: never. */
  readonly arrival: number;
  readonly inside: boolean;
  readonly middle: boolean;
  /** Last in the departure window; −Infinity: never. */
  readonly departure: number;
}

/** A closed stretch with ends that may be infinite. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

const meets = (stretch: Stretch, window: Span): boolean => stretch.from <= window.to && window.from <= stretch.to;

/** The moments of a trainee who was, besides, seen all through these stretches. */
function withStretches(moments: Moments, stretches: readonly Stretch[], windows: Windows): Moments {
  let { arrival, inside, middle, departure } = moments;
  for (const stretch of stretches) {
    if (stretch.to < stretch.from) continue;
    if (meets(stretch, windows.arrival)) arrival = Math.min(arrival, Math.max(stretch.from, windows.arrival.from));
    if (meets(stretch, windows.departure)) departure = Math.max(departure, Math.min(stretch.to, windows.departure.to));
    inside ||= meets(stretch, windows.inside);
    middle ||= windows.middle.from <= windows.middle.to && meets(stretch, windows.middle);
  }
  return { arrival, inside, middle, departure };
}

/**
 * 「学员个人出勤率」 counts lessons sat through: seen on arrival, at departure, and at least once inside.
 * The notice leaves open how that is found out; it wants no 「虚假培训」.
 */
const attended = ({ arrival, inside, departure }: Moments): boolean =>
  arrival !== Number.POSITIVE_INFINITY && departure !== Number.NEGATIVE_INFINITY && inside;

/**
 * Judges one trainee's lesson. Absent (旷课) needs proof, and so do late (迟到) and left early (早退):
 * each unobserved stretch is supposed to have been sat through, and what does not hold under that
 * supposition is not held against the trainee.
 *
 * @param seen the sightings that opened the lesson's windows
 * @param through stretches that somebody vouches for (a check-in without a face)
 * @param unobserved see `unobservedStretches`
 */
export function judge(
  windows: Windows,
  seen: Seen,
  through: readonly Span[],
  unobserved: readonly Unobserved[],
): Judgement {
  const stands = withStretches(
    {
      arrival: seen.arrival?.at ?? Number.POSITIVE_INFINITY,
      inside: seen.inside !== null,
      middle: seen.middle !== null || windows.middle.from > windows.middle.to,
      departure: seen.last?.at ?? Number.NEGATIVE_INFINITY,
    },
    through,
    windows,
  );
  const open = unobserved.map(({ from, to }) => ({ from: from + 1, to: to - 1 }));
  const supposed = open.length === 0 ? stands : withStretches(stands, open, windows);
  if (attended(stands)) return attendedAs(stands, supposed, windows);
  if (attended(supposed)) return { outcome: 'pending', notes: [] };
  return { outcome: 'absent', notes: whyAbsent(stands) };
}

function attendedAs(stands: Moments, supposed: Moments, windows: Windows): Judgement {
  const notes: Note[] = [];
  const late = supposed.arrival > windows.lateAfter;
  const early = supposed.departure < windows.earlyBefore;
  if (!late && stands.arrival > windows.lateAfter) notes.push('arrival-unobserved');
  if (!early && stands.departure < windows.earlyBefore) notes.push('departure-unobserved');
  if (late && early) notes.push('left-early');
  if (!supposed.middle) notes.push('mid-gap');
  return { outcome: late ? 'late' : early ? 'leftEarly' : 'present', notes };
}

function whyAbsent({ arrival, inside, departure }: Moments): readonly Note[] {
  const arrived = arrival !== Number.POSITIVE_INFINITY;
  const departed = departure !== Number.NEGATIVE_INFINITY;
  if (inside && !arrived) return ['too-late'];
  if (arrived && !departed) return ['left'];
  return arrived || departed ? ['breaks-only'] : [];
}
