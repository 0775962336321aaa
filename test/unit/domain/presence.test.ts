import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LessonKey } from '../../../core/domain/lesson.ts';
import { lessonKey } from '../../../core/domain/lesson.ts';
import { defaultPolicy } from '../../../core/domain/policy.ts';
import {
  closeIn,
  emptyPresence,
  type PresenceEvent,
  type PresenceState,
  reduce,
} from '../../../core/domain/presence.ts';
import { at, closeCase, DAY, lessonOf, ROOM, SOMEBODY, sightingAt, span, told, vouched } from './lesson-case.ts';

const room = { roster: [{ id: SOMEBODY, joinedOn: DAY, withdrawnOn: null }], cameras: [ROOM], approvedOn: DAY };
const first = lessonOf();
const second = lessonOf('09:25', '10:10', 2);
const opened = (lesson = first): PresenceEvent => ({ kind: 'opened', lesson, policy: defaultPolicy });
const seen = (time: string): PresenceEvent => ({ kind: 'sighting', sighting: sightingAt(time) });
const observed = (text: string): PresenceEvent => ({ kind: 'observed', camera: ROOM, span: span(text) });

const after = (...events: readonly PresenceEvent[]): PresenceState => events.reduce(reduce, emptyPresence());
const marks = (state: PresenceState, lesson = first): readonly string[] =>
  closeIn(state, lessonKey(lesson), room).map(told);

test('events of a lesson come to its record', () => {
  const state = after(opened(), observed('08:00–10:00'), seen('08:24'), seen('08:47'), seen('09:13'));
  expect(marks(state)).toEqual(['present']);
});

test('what no camera was told to have observed is not observed', () => {
  expect(marks(after(opened(), seen('08:25')))).toEqual(['pending']);
  expect(marks(after(opened(), seen('08:25'), observed('08:00–10:00')))).toEqual(['absent: left']);
});

test('a sighting counts for every open lesson whose windows hold it', () => {
  const state = after(
    opened(),
    opened(second),
    observed('08:00–11:00'),
    ...['08:25', '08:50', '09:17', '09:40', '10:08'].map(seen),
  );
  expect([marks(state), marks(state, second)]).toEqual([['present'], ['present']]);
});

test('leave, a teacher’s word and strangers are taken into account', () => {
  const leave = { trainee: SOMEBODY, kind: 'sick', from: DAY, to: DAY, lessons: null, enteredAt: null } as const;
  const base = [opened(), observed('08:00–10:00')];
  expect(marks(after(...base, { kind: 'leave', leave }))).toEqual(['sickLeave']);
  expect(marks(after(...base, { kind: 'through', through: vouched(first) }))).toEqual(['present: manual']);
  expect(marks(after(...base, { kind: 'stay', span: span('08:31–08:46') }))).toEqual(['absent: unidentified-present']);
});

test('a closed lesson is no longer watched, and an unknown one gives no records', () => {
  const state = after(opened(), { kind: 'closed', lesson: lessonKey(first) });
  expect(marks(state)).toEqual([]);
  expect(reduce(state, { kind: 'closed', lesson: 'nowhere' as LessonKey })).toBe(state);
});

test('a sighting that opens nothing leaves the state as it is', () => {
  const state = after(opened(), seen('08:25'), seen('08:31'), seen('08:50'));
  expect(reduce(state, seen('08:51'))).toBe(state);
  expect(reduce(state, seen('12:00'))).toBe(state);
});

test('opened again at the same times a lesson keeps what was seen, at other times it begins anew', () => {
  const state = after(opened(), observed('08:00–10:00'), seen('08:25'), seen('08:50'), seen('09:12'));
  expect(marks(reduce(state, opened()))).toEqual(['present']);
  expect(marks(reduce(state, opened({ ...first, end: at('09:20') })))).toEqual(['absent']);
});

test('in whatever order they come, the same events make the same record as the lesson closed at once', () => {
  const minute = fc
    .integer({ min: 0, max: 75 })
    .map((m) => `${String(8 + Math.floor((m + 10) / 60)).padStart(2, '0')}:${String((m + 10) % 60).padStart(2, '0')}`);
  const seenAt = fc.array(minute, { maxLength: 8 });
  const shuffled = seenAt.chain((times) => {
    const events = [...times.map(seen), observed('08:00–08:58'), observed('09:25–10:00'), observed('08:30–08:40')];
    return fc.tuple(fc.constant(times), fc.shuffledSubarray(events, { minLength: events.length }));
  });
  fc.assert(
    fc.property(shuffled, ([times, events]) => {
      const closed = closeCase({ seen: times, down: ['08:58–09:25'] });
      expect(closeIn(after(opened(), ...events), lessonKey(first), room)).toEqual([closed]);
    }),
    { numRuns: 500 },
  );
});
