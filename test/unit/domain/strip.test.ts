import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reachOf, windowsOf } from '../../../core/domain/lesson.ts';
import { defaultPolicy } from '../../../core/domain/policy.ts';
import { boundedStays, presenceStrip, type StripSource, stretchesOf, toldStrip } from '../../../core/domain/strip.ts';
import { clockText } from '../../../core/domain/time-text.ts';
import { type EpochMs, epochMs, plus, seconds } from '../../../core/domain/units.ts';
import { at, lessonOf, span } from './lesson-case.ts';

const windows = windowsOf(lessonOf(), defaultPolicy);

function strip(of: Partial<StripSource>): string[] {
  const source: StripSource = {
    ...{ windows, seen: [], through: [], unobserved: [], continuity: seconds(30), now: at('12:00') },
    ...of,
  };
  return presenceStrip(source).map(({ state, from, to }) => `${clockText(from)}–${clockText(to)} ${state}`);
}

test('a trainee who stays in view and is noted every 15 s is one stay', () => {
  const first = at('08:25');
  const seen = Array.from({ length: 200 }, (_, n) => plus(first, seconds(15 * n)));
  expect(strip({ seen })).toEqual(['08:20–08:25 notSeen', '08:25–09:14:45 seen', '09:14:45–09:20 notSeen']);
});

test('glances are parts without length, in whatever order they come', () => {
  expect(strip({ seen: [at('09:12'), at('08:25')] })).toEqual([
    '08:20–08:25 notSeen',
    '08:25–08:25 seen',
    '08:25–09:12 notSeen',
    '09:12–09:12 seen',
    '09:12–09:20 notSeen',
  ]);
});

test('what no camera observed is no "not seen", and a sighting in it is seen', () => {
  const unobserved = [span('08:33–08:45'), { from: at('09:05'), to: Number.POSITIVE_INFINITY }];
  expect(strip({ seen: [at('08:40')], unobserved })).toEqual([
    '08:20–08:33 notSeen',
    '08:33–08:40 unobserved',
    '08:40–08:40 seen',
    '08:40–08:45 unobserved',
    '08:45–09:05 notSeen',
    '09:05–09:20 unobserved',
  ]);
});

test('what a teacher vouches for is seen', () => {
  expect(strip({ through: [span('08:30–09:15')] })).toEqual([
    '08:20–08:30 notSeen',
    '08:30–09:15 seen',
    '09:15–09:20 notSeen',
  ]);
});

test('of a lesson that still runs the rest is to come, and before it all of it', () => {
  expect(strip({ now: at('08:50'), seen: [at('08:25'), at('09:00')] })).toEqual([
    '08:20–08:25 notSeen',
    '08:25–08:25 seen',
    '08:25–08:50 notSeen',
    '08:50–09:20 toCome',
  ]);
  expect(strip({ now: at('07:00') })).toEqual(['08:20–09:20 toCome']);
});

test('the parts follow each other from one end of the reach to the other, whatever was seen and observed', () => {
  const { from, to } = reachOf(windows);
  const instant = fc.integer({ min: from - 600_000, max: to + 600_000 }).map(epochMs);
  const stretches = fc.array(instant, { maxLength: 8 }).map((edges) => {
    const sorted = [...new Set(edges)].sort((a, b) => a - b);
    return Array.from({ length: Math.floor(sorted.length / 2) }, (_, n) => ({
      from: sorted[2 * n] ?? 0,
      to: sorted[2 * n + 1] ?? 0,
    }));
  });
  fc.assert(
    fc.property(fc.array(instant, { maxLength: 30 }), stretches, instant, (seen, unobserved, now) => {
      const source = { windows, seen, through: [], unobserved, continuity: seconds(30), now };
      const parts = presenceStrip(source);
      expect(parts[0]?.from).toBe(from);
      expect(parts.at(-1)?.to).toBe(to);
      for (const [n, part] of parts.entries()) {
        expect(part.from).toBeLessThanOrEqual(part.to);
        if (n > 0) expect(part.from).toBe(parts[n - 1]?.to);
      }
      const known = seen.filter((each) => from <= each && each <= Math.min(to, now));
      for (const each of known)
        expect(parts.some((part) => part.state === 'seen' && part.from <= each && each <= part.to)).toBe(true);
    }),
  );
});

test('a strip that is told says within a second what it was drawn from', () => {
  const unobserved = [span('08:33–08:45'), { from: at('09:05'), to: Number.POSITIVE_INFINITY }];
  const reach = reachOf(windows);
  for (const now of [at('08:50'), at('23:59')]) {
    const seen = [at('08:25'), plus(at('08:25'), seconds(15)), at('09:12')];
    const stays = boundedStays(seen, [], seconds(30));
    const told = toldStrip(
      { ...reach, until: now, unobserved: stretchesOf(unobserved, reach, now) },
      stretchesOf(stays, reach, now),
    );
    const source = { windows, seen, through: [], unobserved, continuity: seconds(30), now };
    expect(told).toEqual(presenceStrip(source));
  }
});

test('stays are as many as a strip can show: shorter breaks are passed over first', () => {
  const instants = (every: number): EpochMs[] =>
    Array.from({ length: 100 }, (_, n) => plus(at('08:20'), seconds(n * every)));
  expect(boundedStays(instants(31), [], seconds(30))).toHaveLength(1);
  expect(boundedStays(instants(31).slice(0, 64), [], seconds(30))).toHaveLength(64);
  const apart = boundedStays([...instants(31), plus(at('08:20'), seconds(7200))], [], seconds(30));
  expect(apart.map(({ from, to }) => (to - from) / 1000)).toEqual([99 * 31, 0]);
});
