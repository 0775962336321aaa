import { expect, test } from 'vitest';
import { milliseconds, seconds } from '../../../core/domain/units.ts';
import { type ClockStep, clockGuard, isTrusted } from '../../../kiosk/presence/clock-guard.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const start = Date.parse('2026-10-08T08:30:00+08:00');

test('a clock that runs evenly is trusted though no time server confirms it', () => {
  const clock = new ManualClock(start);
  const guard = clockGuard({ clock });
  for (let second = 0; second < 100; second += 1) {
    clock.advance(1000);
    expect(guard.look()).toBe('unverified');
  }
  expect(isTrusted(guard.state)).toBe(true);
});

test('slewing by a time server is no step', () => {
  const clock = new ManualClock(start);
  const guard = clockGuard({ clock });
  for (let second = 0; second < 1000; second += 1) {
    clock.advance(1000);
    clock.step(0.5);
    clock.step(-0.5 + 1); // 1 ms a second, twice what a time server slews
    guard.look();
  }
  expect(guard.state).toBe('unverified');
});

test.each([-600_000, 600_000])('setting the clock by %d ms is seen, told, and distrusted for a minute', (by) => {
  const clock = new ManualClock(start);
  const steps: ClockStep[] = [];
  const guard = clockGuard({ clock, onStep: (step) => steps.push(step) });
  clock.advance(1000);
  guard.look();
  clock.step(by);
  clock.advance(1000);
  expect(guard.look()).toBe('stepped');
  expect(isTrusted(guard.state)).toBe(false);
  expect(steps).toEqual([{ at: start + 2000 + by, by: milliseconds(by) }]);
  clock.advance(59_000);
  expect(guard.look()).toBe('stepped');
  clock.advance(2000);
  expect(guard.look()).toBe('unverified');
});

test('a time server that confirms ends the distrust at once', () => {
  const clock = new ManualClock(start);
  const guard = clockGuard({ clock, distrust: seconds(600) });
  clock.step(86_400_000);
  expect(guard.look()).toBe('stepped');
  guard.confirm(true);
  expect(guard.state).toBe('synchronised');
  clock.step(-86_400_000);
  expect(guard.look()).toBe('stepped');
});
