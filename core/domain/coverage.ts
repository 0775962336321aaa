import type { CameraId } from './ids.ts';
import type { Policy } from './policy.ts';
import { type EpochMs, minutes, type Span } from './units.ts';

/**
 * What each room camera really observed: the spans in which it was analysing an unblocked, lit
 * picture by a trusted clock, sorted, disjoint. `null`: all was observed (nothing is known to the contrary).
 */
export type Coverage = ReadonlyMap<CameraId, readonly Span[]> | null;

/**
 * A stretch that was not observed, open at both ends (the spans beside it are closed): its ends were
 * observed. ±Infinity where nothing was observed before or after.
 */
export interface Unobserved {
  readonly from: number;
  readonly to: number;
}

/** Spans sorted, with those that overlap or touch made one. */
export function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: { from: EpochMs; to: EpochMs }[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to) as EpochMs;
    else merged.push({ from, to });
  }
  return merged;
}

/** Merged spans with one more; `spans` itself when that tells nothing new. The usual case, a span that continues the last, is quick. */
export function addSpan(spans: readonly Span[], span: Span): readonly Span[] {
  const last = spans.at(-1);
  if (last === undefined || span.from > last.to) return [...spans, span];
  if (span.from >= last.from)
    return span.to <= last.to ? spans : [...spans.slice(0, -1), { from: last.from, to: span.to }];
  return mergeSpans([...spans, span]);
}

/** What both of two merged lists hold; where they only touch, nothing was observed by both for any time. */
function intersect(a: readonly Span[], b: readonly Span[]): readonly Span[] {
  const common: Span[] = [];
  for (let i = 0, j = 0; ; ) {
    const [left, right] = [a[i], b[j]];
    if (left === undefined || right === undefined) return common;
    const from = Math.max(left.from, right.from) as EpochMs;
    const to = Math.min(left.to, right.to) as EpochMs;
    if (from < to) common.push({ from, to });
    if (left.to < right.to) i += 1;
    else j += 1;
  }
}

/** The spans observed by all room cameras, or by any of them; no camera observes nothing, and neither does an instant. */
export function observedSpans(
  coverage: ReadonlyMap<CameraId, readonly Span[]>,
  cameras: readonly CameraId[],
  by: Policy['observedBy'],
): readonly Span[] {
  const each: readonly (readonly Span[])[] = [...new Set(cameras)].map((camera) =>
    mergeSpans(coverage.get(camera) ?? []).filter(({ from, to }) => from < to),
  );
  if (by === 'any') return mergeSpans(each.flat());
  return each.length === 0 ? [] : each.reduce(intersect);
}

/**
 * The stretches longer than the policy's `unobservedOverMinutes` that were not observed, earliest
 * first; in full length, however far they reach beyond a lesson. The notice asks for
 * 「监控要求画面清晰，人脸可辨别」 and is silent on what follows when it was not so: here, a camera's fault never proves absence.
 */
export function unobservedStretches(
  coverage: Coverage,
  cameras: readonly CameraId[],
  policy: Policy,
): readonly Unobserved[] {
  if (coverage === null) return [];
  const observed = observedSpans(coverage, cameras, policy.observedBy);
  const least = minutes(policy.unobservedOverMinutes);
  const stretches: Unobserved[] = [];
  let from = Number.NEGATIVE_INFINITY;
  for (const span of observed) {
    if (span.from - from > least) stretches.push({ from, to: span.from });
    from = span.to;
  }
  stretches.push({ from, to: Number.POSITIVE_INFINITY });
  return stretches;
}
