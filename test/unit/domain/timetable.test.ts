import { expect, test } from 'vitest';
import { attended, faultsOf, OCTOBER, october, oneLesson, replay, words } from './scenario-case.ts';

const places = (scenario: unknown): readonly string[] =>
  replay(scenario).lessons.map(({ date, no }) => `${date.slice(5)}#${no}`);

/** Two days with two lessons each. */
const week = (changes: readonly object[], more: object = {}, ofClass: object = {}) =>
  october(
    { changes, ...more },
    {
      opens: '2026-10-08',
      ends: '2026-10-09',
      bell: [
        ['08:30', '09:15'],
        ['09:25', '10:10'],
      ],
      ...ofClass,
    },
  );

test('a bell rings on every working day from opening to end, make-up workdays too', () => {
  const dates = new Set(replay(october()).lessons.map(({ date }) => date));
  expect([...dates]).toEqual(OCTOBER);
  expect(replay(october()).lessons).toHaveLength(108);
});

test('a cancelled lesson is not due, but owed', () => {
  const result = replay(week([{ date: '2026-10-08', no: 2, kind: 'cancelled', why: '停电' }]));
  expect(result.lessons.map(({ date, no }) => `${date.slice(5)}#${no}`)).toEqual(['10-08#1', '10-09#1', '10-09#2']);
  expect(result.owed).toBe(1);
  expect(result.months[0]?.class).toMatchObject({ due: 3 });
});

test('a moved lesson is due at its new place and not owed', () => {
  const to = { date: '2026-10-09', no: 3, start: '10:20', end: '11:05' };
  const scenario = week([{ date: '2026-10-08', no: 2, kind: 'moved', to, why: '老师出差' }]);
  expect(places(scenario)).toEqual(['10-08#1', '10-09#1', '10-09#2', '10-09#3']);
  expect(replay(scenario).owed).toBe(0);
});

test('two lessons can change places', () => {
  const first = { date: '2026-10-08', no: 1, start: '08:30', end: '09:15' };
  const second = { date: '2026-10-08', no: 2, start: '09:25', end: '10:10' };
  const changes = [
    { date: '2026-10-08', no: 1, kind: 'moved', to: second },
    { date: '2026-10-08', no: 2, kind: 'moved', to: first },
  ];
  expect(places(week(changes))).toEqual(['10-08#1', '10-08#2', '10-09#1', '10-09#2']);
});

test('a cancelled lesson made up elsewhere is no longer owed', () => {
  const to = { date: '2026-10-09', no: 3, start: '10:20', end: '11:05' };
  const cancelled = { date: '2026-10-08', no: 2, kind: 'cancelled' };
  const result = replay(week([cancelled, { date: '2026-10-08', no: 2, kind: 'makeUp', to }]));
  expect(result.owed).toBe(0);
  expect(result.months[0]?.class).toMatchObject({ due: 4 });
});

test('a make-up at a number of the bell takes its times, on any day', () => {
  const changes = [
    { date: '2026-10-08', no: 2, kind: 'cancelled' },
    { date: '2026-10-09', no: 2, kind: 'cancelled' },
    { date: '2026-10-11', no: 1, kind: 'makeUp' },
  ];
  const seen = [
    { trainee: 't1', at: '2026-10-11T08:29:00+08:00', camera: 'room' },
    { trainee: 't1', at: '2026-10-11T08:50:00+08:00', camera: 'room' },
    { trainee: 't1', at: '2026-10-11T09:12:00+08:00', camera: 'room' },
  ];
  const result = replay(week(changes, { sightings: seen }, { ends: '2026-10-12' }));
  expect(result.owed).toBe(1);
  expect(result.lessons.filter(({ outcome }) => outcome === 'present').map(({ date }) => date)).toEqual(['2026-10-11']);
  expect(result.warnings.map(({ rule }) => rule)).not.toContain('workdays');
});

test('a make-up with its own times, and a planned lesson marked as one', () => {
  const added = [
    { date: '2026-10-08', no: 1, kind: 'cancelled' },
    { date: '2026-10-09', no: 7, kind: 'makeUp', start: '16:00', end: '16:45' },
  ];
  expect(replay(week(added)).owed).toBe(0);
  const marked = [
    { date: '2026-10-08', no: 1, kind: 'cancelled' },
    { date: '2026-10-09', no: 2, kind: 'makeUp' },
  ];
  expect([replay(week(marked)).owed, replay(week(marked)).lessons.length]).toEqual([0, 3]);
});

test('a make-up after the end of the class comes too late: the lesson stays owed', () => {
  const changes = [
    { date: '2026-10-08', no: 1, kind: 'cancelled' },
    { date: '2026-10-12', no: 1, kind: 'makeUp' },
  ];
  expect(replay(week(changes)).owed).toBe(1);
});

test('a vouched range passes over a lesson that was cancelled', () => {
  const changes = [{ date: '2026-10-08', no: 1, kind: 'cancelled' }];
  const result = replay(week(changes, { attended: attended('t1', ['2026-10-08'], '1-2') }));
  expect(words(result.lessons)).toEqual(['present', 'absent', 'absent']);
  const whole = week(changes, { attended: attended('t1', ['2026-10-08'], '1') });
  expect(faultsOf(whole)).toEqual([]);
});

test('a change that does not fit the timetable is a fault of its own', () => {
  const to = { date: '2026-10-09', no: 2, start: '10:20', end: '11:05' };
  const changes = [
    { date: '2026-10-08', no: 3, kind: 'cancelled' },
    { date: '2026-10-08', no: 1, kind: 'moved', to },
    { date: '2026-10-08', no: 2, kind: 'moved' },
    { date: '2026-10-09', no: 9, kind: 'makeUp' },
  ];
  expect(faultsOf(week(changes))).toEqual([
    'changes[2].to: expected where it is moved to, got nothing',
    'changes[0]: expected a lesson of the timetable, got lesson 3 of 2026-10-08',
    'changes[1]: expected a free place in the timetable, got lesson 2 of 2026-10-09',
    'changes[3]: expected start and end, or a lesson of the timetable, got lesson 9 of 2026-10-09',
  ]);
});

test('a lesson moved over another one is a fault', () => {
  const to = { date: '2026-10-09', no: 3, start: '10:00', end: '10:45' };
  expect(faultsOf(week([{ date: '2026-10-08', no: 1, kind: 'moved', to }]))).toEqual([
    'changes: expected lessons that do not overlap, got lesson 3 of 2026-10-09 over lesson 2 of 2026-10-09',
  ]);
});

test('a lesson planned by itself stands over the bell’s of the same date and number', () => {
  const lessons = [
    { date: '2026-10-08', no: 1, start: '08:00', end: '08:45', kind: 'offSite' },
    { date: '2026-10-09', no: 3, start: '10:20', end: '11:05' },
  ];
  const result = replay(week([], {}, { lessons }));
  expect(result.lessons.map(({ date, no }) => `${date.slice(5)}#${no}`)).toEqual([
    '10-08#1',
    '10-08#2',
    '10-09#1',
    '10-09#2',
    '10-09#3',
  ]);
  expect(result.lessons[0]?.notes).toEqual(['off-site']);
});

test('lessons one by one keep their numbers, by date and number', () => {
  const lessons = [
    { date: '2026-10-09', no: 1, start: '08:30', end: '09:15' },
    { date: '2026-10-08', no: 2, start: '09:25:00', end: '10:10:00', kind: 'practical', room: 'B302' },
    { date: '2026-10-08', no: 1, start: '08:30', end: '09:15', course: 'Python', teacher: '王老师', kind: 'theory' },
  ];
  expect(places(oneLesson({}, { lessons }))).toEqual(['10-08#1', '10-08#2', '10-09#1']);
});
