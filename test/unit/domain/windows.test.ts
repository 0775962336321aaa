import { expect, test } from 'vitest';
import { closesAt, windowsOf } from '../../../core/domain/lesson.ts';
import { defaultPolicy } from '../../../core/domain/policy.ts';
import { at, closeCase, lessonOf, told } from './lesson-case.ts';

const outcome = (seen: readonly string[], policy = {}): string => told(closeCase({ seen, policy }));

test('the windows of 08:30–09:15 are 08:20–08:45, 08:45–09:00 and 09:00–09:20', () => {
  const { arrival, middle, departure, inside } = windowsOf(lessonOf(), defaultPolicy);
  expect(arrival).toEqual({ from: at('08:20'), to: at('08:45') });
  expect(middle).toEqual({ from: at('08:45'), to: at('09:00') });
  expect(departure).toEqual({ from: at('09:00'), to: at('09:20') });
  expect(inside).toEqual({ from: at('08:30'), to: at('09:15') });
});

test('each window is closed at both ends', () => {
  expect(outcome(['08:20', '08:50', '09:20'])).toBe('present');
  expect(outcome(['08:19:59', '08:50', '09:20'])).toBe('absent: too-late');
  expect(outcome(['08:20', '08:50', '09:20:01'])).toBe('absent: left');
  expect(outcome(['08:45', '09:00'])).toBe('late: left-early');
});

test('a sighting at a shared edge counts in both windows', () => {
  expect(outcome(['08:25', '08:45', '09:12'])).toBe('present');
  expect(outcome(['08:25', '09:00', '09:12'])).toBe('present');
  expect(outcome(['08:25', '08:44:59', '09:00:01', '09:12'])).toBe('present: mid-gap');
});

test('three minutes after the start is not late, a second more is', () => {
  expect(outcome(['08:33:00', '08:50', '09:12'])).toBe('present');
  expect(outcome(['08:33:01', '08:50', '09:12'])).toBe('late');
});

test('five minutes before the end is not early, a second more is', () => {
  expect(outcome(['08:25', '08:50', '09:10:00'])).toBe('present');
  expect(outcome(['08:25', '08:50', '09:09:59'])).toBe('leftEarly');
});

test('late and left early together is late with the note left-early', () => {
  expect(outcome(['08:40', '08:50', '09:05'])).toBe('late: left-early');
  expect(outcome(['08:40', '09:05'])).toBe('late: left-early, mid-gap');
});

test('only the first in the arrival window and the last in the departure window decide', () => {
  expect(outcome(['08:44', '08:31', '08:50', '09:01', '09:19'])).toBe('present');
});

test('five glances in the breaks are no lesson', () => {
  expect(outcome(['08:21', '08:25', '08:29', '09:16', '09:20'])).toBe('absent: breaks-only');
  expect(outcome(['08:21', '08:30', '09:16'])).toBe('present: mid-gap');
});

test('absent says why: too late, left, only in the breaks, or nothing', () => {
  expect(outcome(['09:12'])).toBe('absent: too-late');
  expect(outcome(['08:25'])).toBe('absent: left');
  expect(outcome(['09:16'])).toBe('absent: breaks-only');
  expect(outcome(['08:00', '10:00'])).toBe('absent');
  expect(outcome([])).toBe('absent');
});

test('a sighting in the break counts for the lesson before and for the one after', () => {
  const second = lessonOf('09:25', '10:10', 2);
  const seen = ['08:25', '08:50', '09:17', '09:40', '10:08'];
  expect(told(closeCase({ seen }))).toBe('present');
  expect(told(closeCase({ lesson: second, seen }))).toBe('present');
});

test('all minutes are settings, in fractions too', () => {
  const tenth = {
    arrivalBeforeMinutes: 0.1,
    arrivalAfterMinutes: 0.25,
    departureBeforeMinutes: 0.25,
    departureAfterMinutes: 0.1,
    lateAfterMinutes: 0.05,
    leftEarlyBeforeMinutes: 0.05,
  };
  const lesson = { ...lessonOf(), end: at('08:31') };
  const told_ = (seen: readonly string[]): string => told(closeCase({ lesson, seen, policy: tenth }));
  expect(told_(['08:30:03', '08:30:30', '08:30:57'])).toBe('present');
  expect(told_(['08:30:04', '08:30:30', '08:30:57'])).toBe('late');
  expect(told_(['08:30:16', '08:30:30', '08:30:57'])).toBe('absent: too-late');
});

test('a lesson too short for a middle window has no gap in it', () => {
  const lesson = lessonOf('08:30', '08:55');
  expect(told(closeCase({ lesson, seen: ['08:30', '08:54'] }))).toBe('present');
});

test('a lesson closes when a stretch begun in its last window is long enough to count', () => {
  expect(closesAt(lessonOf(), defaultPolicy)).toBe(at('09:22') + 1);
});
