import type { Unobserved } from './coverage.ts';
import { reachOf, type Windows } from './lesson.ts';
import { type DurationMs, type EpochMs, plus, type Span } from './units.ts';

/** What a stretch of a trainee's lesson was: seen, observed without being seen, not observed, or still to come. */
export type StripState = 'seen' | 'notSeen' | 'unobserved' | 'toCome';

export interface StripPart extends Span {
  readonly state: StripState;
}

/** What a presence strip is drawn from. */
export interface StripSource {
  readonly windows: Windows;
  /** The instants at which the trainee was seen, in any order. */
  readonly seen: readonly EpochMs[];
  /** What somebody vouches for: it counts as seen. */
  readonly through: readonly Span[];
  /** By the policy of the lesson's day (shorter breaks are no matter): what the judgement takes is what is shown. */
  readonly unobserved: readonly Unobserved[];
  /** Two sightings at most this far apart are one stay: somebody who stays in view is noted every 15 s. */
  readonly continuity: DurationMs;
  readonly now: EpochMs;
}

/**
 * A trainee's lesson from the beginning of the arrival window to the end of the departure window, cut into parts that
 * follow each other without a hole. Seen wins over not observed, not observed over not seen; a single sighting is a part without
 * length. After `now` all is still to come.
 */
export function presenceStrip(source: StripSource): readonly StripPart[] {
  const { windows, seen, through, unobserved, continuity, now } = source;
  return stripParts(reachOf(windows), staysOf(seen, through, continuity), unobserved, now);
}

function stripParts(
  { from, to }: Span,
  stays: readonly Span[],
  unobserved: readonly Unobserved[],
  now: EpochMs,
): readonly StripPart[] {
  const end = Math.max(from, Math.min(to, now)) as EpochMs;
  const past: Span = { from, to: end };
  const parts: StripPart[] = [];
  let at = from;
  for (const stay of stays) {
    const clipped = clip(stay, past);
    if (clipped === null) continue;
    parts.push(...unseenParts({ from: at, to: clipped.from }, unobserved), { ...clipped, state: 'seen' });
    at = clipped.to;
  }
  parts.push(...unseenParts({ from: at, to: end }, unobserved));
  if (end < to) parts.push({ from: end, to, state: 'toCome' });
  return parts;
}

/** A strip as one machine tells it to another. */
export interface ToldStrips {
  /** The reach of the lesson's windows. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** What came later is not told yet. */
  readonly until: EpochMs;
  /** Whole seconds after `from`, in order. */
  readonly unobserved: readonly Stretch[];
}

/** From and to, in whole seconds after the beginning of a lesson's reach. */
export type Stretch = readonly [number, number];

/** More stays than this are no strip that anybody can read; see {@link boundedStays}. */
export const MOST_STAYS = 64;

/** A strip as it is told and the trainee's stays in it, as parts to draw: see {@link presenceStrip}. */
export function toldStrip(told: ToldStrips, stays: readonly Stretch[]): readonly StripPart[] {
  const span = ([from, to]: Stretch): Span => ({
    from: (told.from + from * SECOND) as EpochMs,
    to: (told.from + to * SECOND) as EpochMs,
  });
  return stripParts(told, stays.map(span), told.unobserved.map(span), told.until);
}

/**
 * The stays of a trainee, at most {@link MOST_STAYS}: where there are more, breaks of up to twice (four times, …) the
 * continuity are passed over.
 */
export function boundedStays(
  seen: readonly EpochMs[],
  through: readonly Span[],
  continuity: DurationMs,
): readonly Span[] {
  let stays = staysOf(seen, through, continuity);
  for (let allowed = continuity; stays.length > MOST_STAYS; ) {
    allowed = (Math.max(allowed, SECOND) * 2) as DurationMs;
    stays = staysOf([], stays, allowed);
  }
  return stays;
}

/** Spans that touch a lesson's reach up to `until`, cut to it, as stretches. */
export function stretchesOf(spans: readonly Unobserved[], reach: Span, until: EpochMs): readonly Stretch[] {
  const end = Math.min(reach.to, until);
  return spans
    .filter(({ from, to }) => from <= end && to >= reach.from)
    .map(({ from, to }) => [secondIn(reach, Math.max(from, reach.from)), secondIn(reach, Math.min(to, end))] as const);
}

const SECOND = 1000;

function secondIn({ from }: Span, at: number): number {
  return Math.floor((at - from) / SECOND);
}

/** The instants and what is vouched for as stays, sorted and disjoint. */
function staysOf(seen: readonly EpochMs[], through: readonly Span[], continuity: DurationMs): readonly Span[] {
  const spans = [...through, ...seen.map((at): Span => ({ from: at, to: at }))].sort((a, b) => a.from - b.from);
  const stays: { from: EpochMs; to: EpochMs }[] = [];
  for (const { from, to } of spans) {
    const last = stays.at(-1);
    if (last !== undefined && from <= plus(last.to, continuity)) last.to = Math.max(last.to, to) as EpochMs;
    else stays.push({ from, to });
  }
  return stays;
}

/** A stretch without a sighting: what of it was observed, and what was not. */
function unseenParts(span: Span, unobserved: readonly Unobserved[]): readonly StripPart[] {
  const parts: StripPart[] = [];
  let at = span.from;
  for (const stretch of unobserved) {
    const from = Math.max(stretch.from, at) as EpochMs;
    const to = Math.min(stretch.to, span.to) as EpochMs;
    if (from >= to) continue;
    if (at < from) parts.push({ from: at, to: from, state: 'notSeen' });
    parts.push({ from, to, state: 'unobserved' });
    at = to;
  }
  if (at < span.to) parts.push({ from: at, to: span.to, state: 'notSeen' });
  return parts;
}

function clip({ from, to }: Span, whole: Span): Span | null {
  const clipped = { from: Math.max(from, whole.from) as EpochMs, to: Math.min(to, whole.to) as EpochMs };
  return clipped.from > clipped.to ? null : clipped;
}
