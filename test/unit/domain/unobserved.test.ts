import { expect, test } from 'vitest';
import { addSpan, mergeSpans, observedSpans } from '../../../core/domain/coverage.ts';
import { cameraId } from '../../../core/domain/ids.ts';
import type { Span } from '../../../core/domain/units.ts';
import { closeCase, downIn, ROOM, span, told } from './lesson-case.ts';

const outcome = (seen: readonly string[], down: readonly string[], policy = {}): string =>
  told(closeCase({ seen, down, policy }));

test('a stretch of exactly two minutes does not count, a second more does', () => {
  expect(outcome(['08:25', '08:50'], ['09:10–09:12'])).toBe('absent: left');
  expect(outcome(['08:25', '08:50'], ['09:10–09:12:01'])).toBe('pending');
});

test('a stretch counts by its full length, however little of it lies in the window', () => {
  expect(outcome(['08:25', '08:50'], ['09:19:30–09:40'])).toBe('pending');
  expect(outcome(['08:50', '09:12'], ['07:00–08:20:30'])).toBe('pending');
});

test('the ends of a stretch were observed: a window that was observed to its last instant and empty proves absence', () => {
  expect(outcome(['08:46', '09:12'], ['08:45–08:50'])).toBe('absent: too-late');
  expect(outcome(['08:46', '09:12'], ['08:44:59–08:50'])).toBe('pending');
  expect(outcome(['08:25', '08:50'], ['08:40–09:00'])).toBe('absent: left');
  expect(outcome(['08:25', '08:50'], ['09:20–09:30'])).toBe('absent: left');
});

test('a trainee never seen is absent as long as one required window was observed', () => {
  expect(outcome([], ['08:58–09:25'])).toBe('absent');
  expect(outcome([], ['08:10–08:50'])).toBe('absent');
  expect(outcome([], ['08:10–09:30'])).toBe('pending');
  expect(outcome([], ['08:10–08:31', '09:10–09:30'])).toBe('pending');
});

test('unobserved breaks alone do not make a lesson: it must be possible inside it too', () => {
  expect(outcome([], ['08:10–08:30', '09:15–09:30'])).toBe('absent');
  expect(outcome(['08:50'], ['08:10–08:30', '09:15–09:30'])).toBe('pending');
});

test('late holds only when it holds however long the trainee was there unobserved', () => {
  expect(outcome(['08:40', '08:50', '09:12'], ['08:34–08:38'])).toBe('late');
  expect(outcome(['08:40', '08:50', '09:12'], ['08:32–08:38'])).toBe('present: arrival-unobserved');
  expect(outcome(['08:40', '08:50', '09:12'], ['08:33–08:38'])).toBe('late');
});

test('left early holds only when it holds under the same supposition', () => {
  expect(outcome(['08:25', '08:50', '09:02'], ['09:03–09:08'])).toBe('leftEarly');
  expect(outcome(['08:25', '08:50', '09:02'], ['09:03–09:11'])).toBe('present: departure-unobserved');
  expect(outcome(['08:25', '08:50', '09:02'], ['09:03–09:10'])).toBe('leftEarly');
});

test('late and an unobserved departure: late, and the departure noted', () => {
  expect(outcome(['08:40', '08:50', '09:02'], ['09:03–09:25'])).toBe('late: departure-unobserved');
  expect(outcome(['08:40', '08:50', '09:02'], ['08:00–08:35'])).toBe('leftEarly: arrival-unobserved');
  expect(outcome(['08:40', '08:50', '09:02'], ['08:00–08:35', '09:03–09:25'])).toBe(
    'present: arrival-unobserved, departure-unobserved',
  );
});

test('a gap in the middle window is noted only when the middle was observed', () => {
  expect(outcome(['08:25', '09:12'], ['08:50–08:52'])).toBe('present: mid-gap');
  expect(outcome(['08:25', '09:12'], ['08:50–08:53'])).toBe('present');
  expect(outcome(['08:25', '09:12'], ['08:30–08:45'])).toBe('present: mid-gap');
});

test('who was in time is in time whatever the cameras missed', () => {
  expect(outcome(['08:25', '08:50', '09:12'], ['08:26–08:49', '08:51–09:11', '09:13–09:30'])).toBe('present');
});

test('coverage that is not told means all observed, an empty one nothing', () => {
  expect(told(closeCase({ seen: [] }))).toBe('absent');
  expect(told(closeCase({ seen: [], coverage: new Map() }))).toBe('pending');
  expect(told(closeCase({ seen: [], coverage: null, cameras: [] }))).toBe('absent');
  expect(told(closeCase({ seen: [], coverage: new Map(), cameras: [] }))).toBe('pending');
});

test('a moment is observed when all room cameras observe it, or by setting any of them', () => {
  const door = cameraId('door');
  const coverage = new Map([...(downIn(['08:58–09:25']) ?? []), ...(downIn(['10:00–10:30'], door) ?? [])]);
  const of = { seen: ['08:25'], coverage, cameras: [ROOM, door] };
  expect(told(closeCase(of))).toBe('pending');
  expect(told(closeCase({ ...of, policy: { observedBy: 'any' } }))).toBe('absent: left');
});

test('the gaps of two cameras make one stretch when both must observe', () => {
  const door = cameraId('door');
  const coverage = new Map([...(downIn(['09:10–09:11:30']) ?? []), ...(downIn(['09:11:30–09:13'], door) ?? [])]);
  const of = { seen: ['08:25', '08:50'], cameras: [ROOM, door], coverage };
  expect(told(closeCase(of))).toBe('pending');
  expect(told(closeCase({ ...of, policy: { observedBy: 'any' } }))).toBe('absent: left');
});

test('an instant alone is nothing observed', () => {
  const coverage = new Map([[ROOM, ['08:00–09:10', '09:11–09:11', '09:12:30–10:00'].map(span)]]);
  expect(told(closeCase({ seen: ['08:25', '08:50'], coverage }))).toBe('pending');
});

test('how long a stretch must be is a setting', () => {
  expect(outcome(['08:25', '08:50'], ['09:10–09:12'], { unobservedOverMinutes: 1 })).toBe('pending');
  expect(outcome(['08:25', '08:50'], ['09:10–09:19'], { unobservedOverMinutes: 10 })).toBe('absent: left');
});

test('spans that touch or overlap are one, in any order', () => {
  const spans = ['09:00–09:10', '08:00–08:30', '08:30–08:40', '09:05–09:20'].map(span);
  expect(mergeSpans(spans)).toEqual(['08:00–08:40', '09:00–09:20'].map(span));
  expect(spans.reduce<readonly Span[]>(addSpan, [])).toEqual(mergeSpans(spans));
});

test('what all cameras observe is what their spans have in common', () => {
  const door = cameraId('door');
  const coverage = new Map([
    [ROOM, ['08:00–09:00', '09:30–10:00'].map(span)],
    [door, ['08:30–09:40'].map(span)],
  ]);
  expect(observedSpans(coverage, [ROOM, door], 'all')).toEqual(['08:30–09:00', '09:30–09:40'].map(span));
  expect(observedSpans(coverage, [ROOM, door], 'any')).toEqual(['08:00–10:00'].map(span));
  expect(observedSpans(coverage, [ROOM, cameraId('dead')], 'all')).toEqual([]);
});
