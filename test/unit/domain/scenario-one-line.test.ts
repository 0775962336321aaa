import { expect, test } from 'vitest';
import { eighth, faultsOf, type Json, october, oneLesson } from './scenario-case.ts';

/* One fault is one line: what only follows from a fault told already is not told again. */

type Draft = Record<string, unknown>;

const EVERYTHING = {
  calendars: [{ year: 2027, off: ['2027-01-01'], work: [], source: 'x' }],
  changes: [
    { date: '2026-10-09', no: 2, kind: 'cancelled', why: '停电' },
    { date: '2026-10-12', no: 1, kind: 'moved', to: { date: '2026-10-12', no: 7, start: '16:00', end: '16:45' } },
    { date: '2026-10-17', no: 1, kind: 'makeUp', start: '09:00', end: '09:45' },
    { date: '2026-10-18', no: 8, kind: 'makeUp', start: '09:00', end: '09:45' },
  ],
  trainees: [{ id: 't1', joinedOn: '2026-10-08', withdrawnOn: '2026-10-30' }, { id: 't2' }],
  cameras: ['room', 'door'],
  coverage: ['room', 'door'].map((camera) => ({ camera, from: eighth('08:00'), to: eighth('12:00') })),
  sightings: ['t1', 't2'].flatMap((trainee) =>
    ['room', 'door'].map((camera) => ({ trainee, at: eighth('08:31'), camera })),
  ),
  manual: [{ trainee: 't1', date: '2026-10-08', lessons: '1-3', teacher: '王' }],
  attended: [{ trainee: 't2', date: '2026-10-08', lessons: '1-6' }],
  leave: [{ trainee: 't1', kind: 'sick', from: '2026-10-09', to: '2026-10-09' }],
  corrections: [
    { trainee: 't1', date: '2026-10-08', no: 4, to: 'present', why: '…', by: 'u1', countersignedBy: 'u2' },
    { trainee: 't2', date: '2026-10-12', no: 7, to: 'present', why: '…', by: 'u1', countersignedBy: 'u2' },
    { trainee: 't1', date: '2026-10-17', no: 1, to: 'present', why: '…', by: 'u1', countersignedBy: 'u2' },
  ],
  inspections: [
    { date: '2026-10-08', no: 4, present: 19, due: 24 },
    { date: '2026-10-12', no: 7 },
  ],
  exam: [{ trainee: 't1', result: 'passed' }],
  insured: ['t2'],
  materialsRejected: ['t1'],
} as const;
const ends = { ends: '2027-01-05' };
const byBell = october(EVERYTHING, ends);
const days = ['2026-10-08', '2026-10-09', '2026-10-12'];
const lessons = days.flatMap((date) =>
  [1, 2, 3, 4].map((no) => ({
    date,
    no,
    start: `${7 + no}:30`.padStart(5, '0'),
    end: `${8 + no}:15`.padStart(5, '0'),
  })),
);
const oneByOne = oneLesson(EVERYTHING, { ...ends, lessons });

/** The lines of a scenario with one member, at a path of keys and indices, replaced; undefined: taken out. */
function linesWith(scenario: Json, at: string, value: unknown): readonly string[] {
  const copy: unknown = JSON.parse(JSON.stringify(scenario));
  const keys = at.split('.');
  const last = keys.pop() ?? '';
  const place = keys.reduce<unknown>((each, key) => (each as Draft)[key], copy) as Draft;
  if (value === undefined) Reflect.deleteProperty(place, last);
  else place[last] = value;
  return faultsOf(copy);
}

test('the files that are mutated here fit', () => {
  expect([faultsOf(byBell), faultsOf(oneByOne)]).toEqual([[], []]);
});

test.each([[[]], [null], ['x'], [5]])('%j is no scenario, in one line', (value) => {
  expect(faultsOf(value)).toHaveLength(1);
});

const BOTH: readonly (readonly [string, unknown])[] = [
  ['inspections.0.due', -1],
  ['inspections.0.present', 'x'],
  ['inspections.0.due', undefined],
  ['changes', 'none'],
  ['changes.0.kind', 'gone'],
  ['changes.1.to', undefined],
  ['changes.1.to.start', 'x'],
  ['changes.1.to.no', 0],
  ['changes.1.date', '2026-02-30'],
  ['changes.2.start', 'x'],
  ['changes.2.end', undefined],
  ['changes.2.end', '08:00'],
  ['changes.3.start', 'x'],
  ['changes.3.end', undefined],
  ['changes.3.date', null],
  ['class', undefined],
  ['class', null],
  ['class.months', undefined],
  ['class.months', 'three'],
  ['class.certificate', undefined],
  ['class.ownFinalYear', 'yes'],
  ['class.ends', '2026-02-30'],
  ['class.ends', '2026-10-07'],
  ['class.colour', 'red'],
  ['trainees', undefined],
  ['trainees', {}],
  ['trainees.0', null],
  ['trainees.0.id', 5],
  ['trainees.0.id', null],
  ['trainees.1.id', 't1'],
  ['trainees.0.joinedOn', '2026-02-30'],
  ['trainees.0.withdrawnOn', '2026-10-07'],
  ['cameras', undefined],
  ['cameras', 'room'],
  ['cameras.0', 7],
  ['cameras.0', 'door'],
  ['cameras.0', 'manual'],
  ['corrections.0.by', ' '],
  ['corrections.0.no', 0],
  ['corrections.0.no', 9],
  ['exam', 'passed'],
];

test.each(BOTH)('%s as %j is one line, by bell and one by one', (at, value) => {
  for (const scenario of [byBell, oneByOne]) {
    const lines = linesWith(scenario, at, value);
    expect(lines, lines.join('\n')).toHaveLength(1);
  }
});

test.each([
  ['calendars', '2027'],
  ['calendars', undefined],
  ['calendars.0.year', '2027'],
  ['calendars.0.off.0', '2027-02-30'],
  ['class.opens', undefined],
  ['class.opens', 'x'],
  ['class.ends', undefined],
  ['class.bell', undefined],
  ['class.bell', null],
  ['class.bell', 'x'],
  ['class.bell.0', ['08:30']],
  ['class.bell.0', null],
  ['class.bell.0.0', 'x'],
  ['class.bell.0.1', '08:00'],
  ['class.bell.0.0', '09:20'],
  ['class.bell.1.0', '09:00'],
])('%s as %j is one line in a class by bell', (at, value) => {
  const lines = linesWith(byBell, at, value);
  expect(lines, lines.join('\n')).toHaveLength(1);
});

test.each([
  ['class.lessons', undefined],
  ['class.lessons', null],
  ['class.lessons', 'x'],
  ['class.lessons.0', null],
  ['class.lessons.5.date', '2026-02-30'],
  ['class.lessons.5.no', 'x'],
  ['class.lessons.5.start', 'x'],
  ['class.lessons.5.no', 1],
  ['class.lessons.1.start', '10:40'],
  ['class.lessons.1.start', '09:00'],
  ['class.lessons.1', lessons[0]],
  ['class.lessons.6', lessons[5]],
])('%s as %j is one line in a class planned one by one', (at, value) => {
  const lines = linesWith(oneByOne, at, value);
  expect(lines, lines.join('\n')).toHaveLength(1);
});

test('faults that have nothing to do with one another each come out, in one line each', () => {
  const scenario = oneLesson(
    {
      rule: 1,
      trainees: [{ id: 't1', joinedOn: '2026-10-09', withdrawnOn: '2026-10-08' }],
      sightings: [{ trainee: 't9', at: eighth('08:30'), camera: 'hall' }],
      changes: [
        { date: '2026-10-08', no: 9, kind: 'cancelled' },
        { date: '2026-10-09', no: 1, kind: 'makeUp', start: 'x', end: '09:15' },
      ],
      inspections: [{ date: '2026-10-08', no: 1, present: 'x', due: -1 }],
      exam: [{ trainee: 't1', result: 'passed' }],
      corrections: [
        { trainee: 't1', date: '2026-10-08', no: 1, to: 'late', why: '…', by: 'u1', countersignedBy: 'u1 ' },
      ],
      publishedOn: '2026-12-30',
    },
    { months: null },
  );
  const paths = faultsOf(scenario).map((line) => line.slice(0, line.indexOf(':')));
  expect(paths.toSorted()).toEqual(
    [
      'rule',
      'trainees[0].withdrawnOn',
      'sightings[0].trainee',
      'sightings[0].camera',
      'changes[0]',
      'changes[1].start',
      'inspections[0].present',
      'inspections[0].due',
      'class.months',
      'corrections[0].countersignedBy',
      'calendars',
    ].toSorted(),
  );
});

test('of bell and lessons, null beside the other is absent', () => {
  const { bell } = october().class as Json;
  const { lessons: plan } = oneLesson().class as Json;
  expect(faultsOf(oneLesson({}, { bell: null }))).toEqual([]);
  expect(faultsOf(october({}, { lessons: null }))).toEqual([]);
  expect(faultsOf(october({}, { bell, lessons: plan }))).toEqual([]);
});

test('blanks around a name make no second person, and blanks alone are nobody', () => {
  const lines = (by: string, countersignedBy: string): readonly string[] =>
    faultsOf(
      oneLesson({
        corrections: [{ trainee: 't1', date: '2026-10-08', no: 1, to: 'late', why: '…', by, countersignedBy }],
      }),
    );
  expect(lines('u1', 'u1 ')).toEqual(['corrections[0].countersignedBy: expected a second person, got "u1"']);
  expect(lines('u1', ' ')).toEqual(['corrections[0].countersignedBy: expected a text that is not empty, got " "']);
  expect(lines('\u3000', 'u2')).toEqual(['corrections[0].by: expected a text that is not empty, got "\u3000"']);
  expect(lines(' u1', 'u2')).toEqual([]);
});
