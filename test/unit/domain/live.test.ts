import { expect, test } from 'vitest';
import { type LiveMark, liveLines, rollCallAt } from '../../../core/domain/live.ts';
import { defaultPolicy } from '../../../core/domain/policy.ts';
import { at, circumstances, DAY, type LessonCase, lessonOf, openCase, SOMEBODY, vouched } from './lesson-case.ts';

function markAt(time: string, of: LessonCase): LiveMark | undefined {
  const open = openCase(of);
  return liveLines(open, circumstances(of, open.policy), at(time))[0]?.mark;
}

test('nobody is missing before the arrival window is over', () => {
  expect(markAt('08:29', {})).toEqual({ kind: 'expected' });
  expect(markAt('08:45', {})).toEqual({ kind: 'expected' });
  expect(markAt('08:45:01', {})).toEqual({ kind: 'missing', at: null });
});

test('whoever is seen in the arrival window has arrived, in time or late', () => {
  expect(markAt('08:31', { seen: ['08:24'] })).toEqual({ kind: 'arrived', at: at('08:24'), late: false, last: null });
  expect(markAt('08:41', { seen: ['08:40'] })).toEqual({ kind: 'arrived', at: at('08:40'), late: true, last: null });
  const departing = { kind: 'arrived', at: at('08:24'), late: false, last: at('09:12') };
  expect(markAt('09:13', { seen: ['08:24', '09:01', '09:12'] })).toEqual(departing);
});

test('nobody is late by a camera that was down', () => {
  expect(markAt('08:41', { seen: ['08:40'], down: ['07:00–08:35'] })).toMatchObject({ kind: 'arrived', late: false });
});

test('an arrival window that nobody observed leaves the mark unproven, 待核', () => {
  expect(markAt('08:46', { down: ['08:33–08:44'] })).toEqual({ kind: 'unproven', at: null });
  expect(markAt('08:47', { seen: ['08:46'], down: ['08:33–08:45'] })).toEqual({ kind: 'unproven', at: at('08:46') });
});

test('an arrival window that was observed to its last instant leaves nothing unproven', () => {
  expect(markAt('08:50', { down: ['08:45–08:49'] })).toEqual({ kind: 'missing', at: null });
  expect(markAt('08:50', { down: ['08:44:59–08:49'] })).toEqual({ kind: 'unproven', at: null });
});

test('coverage that has only not been told yet is no unobserved stretch', () => {
  const coverage = new Map(
    [...circumstances({}, defaultPolicy).room.cameras].map((camera) => [
      camera,
      [{ from: at('08:00'), to: at('08:44:50') }],
    ]),
  );
  expect(markAt('08:45:10', { coverage })).toEqual({ kind: 'missing', at: null });
  expect(markAt('08:47', { coverage })).toEqual({ kind: 'unproven', at: null });
});

test('whoever comes after the arrival window is missing in this lesson, and sees when', () => {
  expect(markAt('08:46', { seen: ['08:45:01'] })).toEqual({ kind: 'missing', at: at('08:45:01') });
});

test('leave shows until the trainee turns up', () => {
  const leave = { trainee: SOMEBODY, kind: 'sick', from: DAY, to: DAY, lessons: null, enteredAt: null } as const;
  expect(markAt('08:31', { leave: [leave] })).toEqual({ kind: 'onLeave', leave: 'sick' });
  expect(markAt('08:31', { leave: [leave], seen: ['08:24'] })).toMatchObject({ kind: 'arrived' });
});

test('a check-in by the teacher has arrived without a time', () => {
  const lesson = lessonOf();
  expect(markAt('08:50', { lesson, through: [vouched(lesson)] })).toEqual({
    kind: 'arrived',
    at: null,
    late: false,
    last: null,
  });
});

test('a teacher’s word for the lesson before is no arrival in this one, and excuses no lateness', () => {
  const of = { lesson: lessonOf('09:25', '10:10', 2), through: [vouched(lessonOf())] };
  expect(markAt('09:30', of)).toEqual({ kind: 'expected' });
  expect(markAt('09:41', of)).toEqual({ kind: 'missing', at: null });
  expect(markAt('09:36', { ...of, seen: ['09:35'] })).toMatchObject({ kind: 'arrived', late: true });
});

test('ten minutes into a lesson the roll is called', () => {
  expect(rollCallAt(lessonOf(), defaultPolicy)).toBe(at('08:40'));
});
