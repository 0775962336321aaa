import { expect, test } from 'vitest';
import { countAt, isBelow } from '../../../core/domain/inspection.ts';
import { defaultPolicy } from '../../../core/domain/policy.ts';
import { at, circumstances, DAY, type LessonCase, openCase, SOMEBODY, sightingAt } from './lesson-case.ts';
import { eighth, type Json, october, oneLesson, replay } from './scenario-case.ts';

const inspection = (more: Json): Json => ({
  date: '2026-10-08',
  no: 1,
  at: eighth('08:50'),
  confirmedBy: 'i1',
  ...more,
});
const events = (scenario: Json): readonly Json[] => replay(scenario).classRateEvents;

/** A class of which `present` attended, `away` are on leave and the others are absent. */
function classOf(size: number, present: number, away = 0, more: Json = {}, leave: Json = {}): Json {
  const ids = Array.from({ length: size }, (_, index) => `t${index}`);
  return oneLesson({
    trainees: ids.map((id) => ({ id })),
    attended: ids.slice(0, present).map((trainee) => ({ trainee, date: '2026-10-08', lessons: '1' })),
    leave: ids.slice(size - away).map((trainee) => {
      return { trainee, kind: 'sick', from: '2026-10-08', to: '2026-10-08', ...leave };
    }),
    inspections: [inspection({})],
    ...more,
  });
}

test('20 of 25 is no event, 19 of 24 is', () => {
  expect(events(oneLesson({ inspections: [inspection({ present: 20, due: 25 })] }))).toEqual([]);
  expect(events(oneLesson({ inspections: [inspection({ present: 19, due: 24 })] }))).toEqual([
    { date: '2026-10-08', no: 1, present: 19, due: 24, rate: '79.17' },
  ]);
});

test('what nobody confirmed is proposed only', () => {
  const { confirmedBy: _, ...proposed } = inspection({ present: 1, due: 24 });
  expect(events(oneLesson({ inspections: [proposed] }))).toEqual([]);
});

test('at most one event a lesson, the earliest', () => {
  const both = [inspection({ present: 2, due: 24, at: eighth('09:00') }), inspection({ present: 1, due: 24 })];
  expect(events(oneLesson({ inspections: both }))).toMatchObject([{ present: 1 }]);
});

test('by setting, each inspection or each day counts', () => {
  const inspections = [
    inspection({ present: 1, due: 24 }),
    inspection({ present: 2, due: 24, at: eighth('09:00') }),
    inspection({ present: 3, due: 24, no: 2, at: eighth('09:30') }),
  ];
  const per = (classRateEventPer: string): number =>
    events(october({ inspections, policies: [{ from: '2026-01-01', classRateEventPer }] })).length;
  expect([per('inspection'), per('lesson'), per('day')]).toEqual([3, 2, 1]);
});

test('events stand by date and number, whatever the order in the file', () => {
  const inspections = [
    inspection({ present: 1, due: 24, date: '2026-10-09' }),
    inspection({ present: 1, due: 24, no: 2 }),
    inspection({ present: 1, due: 24 }),
  ];
  expect(events(october({ inspections })).map(({ date, no }) => [date, no])).toEqual([
    ['2026-10-08', 1],
    ['2026-10-08', 2],
    ['2026-10-09', 1],
  ]);
});

test('without counts, the outcomes of the lesson count; leave is left out of both', () => {
  expect(events(classOf(25, 19, 1))).toMatchObject([{ present: 19, due: 24, rate: '79.17' }]);
  expect(events(classOf(25, 20))).toEqual([]);
});

test('leave entered after the lesson had begun does not better the rate', () => {
  expect(events(classOf(25, 20, 5, {}, { enteredAt: eighth('08:29:59') }))).toEqual([]);
  expect(events(classOf(26, 20, 6, {}, { enteredAt: eighth('08:30') }))).toMatchObject([{ present: 20, due: 26 }]);
});

test('of several leaves over a lesson, one entered before it began is enough, wherever it stands', () => {
  const late = { trainee: 't1', kind: 'sick', from: '2026-10-08', to: '2026-10-08', enteredAt: eighth('08:45') };
  const early = { ...late, kind: 'personal', enteredAt: eighth('08:00') };
  const other = { ...early, from: '2026-10-09', to: '2026-10-09' };
  const rate = (leave: readonly Json[]): readonly Json[] =>
    events(
      oneLesson({
        trainees: [{ id: 't1' }, { id: 't2' }],
        attended: [{ trainee: 't2', date: '2026-10-08', lessons: '1' }],
        leave,
        inspections: [inspection({})],
      }),
    );
  expect([rate([late, early]), rate([early, late])]).toEqual([[], []]);
  expect(rate([late, other])).toMatchObject([{ present: 1, due: 2 }]);
});

test('pending is left out of both; with more than half of the due unobservable there is no rate', () => {
  // Two attended, one was seen at arrival only and is absent by an observed departure, the others are pending.
  const seen = ['08:25', '08:50', '09:12'];
  const make = (pending: number): Json => {
    const ids = ['a', 'b', 'c', ...Array.from({ length: pending }, (_, index) => `p${index}`)];
    return oneLesson({
      trainees: ids.map((id) => ({ id })),
      coverage: [{ camera: 'room', from: eighth('08:45'), to: eighth('10:00') }],
      sightings: [
        ...['a', 'b'].flatMap((trainee) => seen.map((time) => ({ trainee, at: eighth(time), camera: 'room' }))),
        ...ids.slice(3).map((trainee) => ({ trainee, at: eighth('09:12'), camera: 'room' })),
      ],
      inspections: [inspection({})],
    });
  };
  expect(events(make(3))).toMatchObject([{ present: 2, due: 3, rate: '66.67' }]);
  expect(events(make(4))).toEqual([]);
});

test('a lesson that is not due has no rate', () => {
  expect(
    events({ ...classOf(25, 1), class: { ...(classOf(25, 1)['class'] as Json), approvedOn: '2026-11-01' } }),
  ).toEqual([]);
});

const count = (of: LessonCase, seen: readonly string[], time: string) => {
  const open = openCase(of);
  return countAt(
    open,
    circumstances(of, open.policy),
    seen.map((each) => sightingAt(each)),
    at(time),
  );
};

test('at an instant, whoever was seen in the ten minutes before is present', () => {
  expect(count({}, ['08:40'], '08:50')).toEqual({ present: 1, due: 1, unobservable: 0 });
  expect(count({}, ['08:39:59', '08:50:01'], '08:50')).toEqual({ present: 0, due: 1, unobservable: 0 });
});

test('at an instant, leave entered before the lesson and what could not be observed are left out', () => {
  const leave = { trainee: SOMEBODY, kind: 'sick', from: DAY, to: DAY, lessons: null, enteredAt: at('08:00') } as const;
  expect(count({ leave: [leave] }, [], '08:50')).toEqual({ present: 0, due: 0, unobservable: 0 });
  expect(count({ leave: [{ ...leave, enteredAt: at('08:45') }] }, [], '08:50').due).toBe(1);
  const entered = [{ ...leave, enteredAt: at('08:45') }, leave];
  expect(count({ leave: entered }, [], '08:50').due).toBe(0);
  expect(count({ leave: entered.toReversed() }, [], '08:50').due).toBe(0);
  expect(count({ down: ['08:41–08:44'] }, [], '08:50')).toEqual({ present: 0, due: 0, unobservable: 1 });
  expect(count({ down: ['08:41–08:44'] }, ['08:49'], '08:50')).toEqual({ present: 1, due: 1, unobservable: 0 });
  expect(count({ down: ['08:30–08:35'] }, [], '08:50').due).toBe(1);
  expect(count({ down: ['08:49–09:30'] }, [], '08:50').due).toBe(1);
});

test('below is strictly below', () => {
  expect(isBelow({ present: 20, due: 25, unobservable: 0 }, defaultPolicy)).toBe(false);
  expect(isBelow({ present: 19, due: 24, unobservable: 24 }, defaultPolicy)).toBe(true);
  expect(isBelow({ present: 19, due: 24, unobservable: 25 }, defaultPolicy)).toBe(false);
  expect(isBelow({ present: 0, due: 0, unobservable: 0 }, defaultPolicy)).toBe(false);
});
