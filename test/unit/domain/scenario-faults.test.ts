import { expect, test } from 'vitest';
import { eighth, faultsOf, type Json, october, oneLesson, replay, words } from './scenario-case.ts';

const members = (scenario: Json): Json => scenario['class'] as Json;

test('a file that fits has no faults', () => {
  expect(faultsOf(october())).toEqual([]);
  expect(faultsOf(oneLesson())).toEqual([]);
  expect(faultsOf({ class: { lessons: [] }, trainees: [], cameras: [] })).toEqual([]);
});

test.each([
  [null, 'file: expected an object, got null'],
  [[], 'file: expected an object, got a list of 0'],
  ['text', 'file: expected an object, got "text"'],
])('%j is no scenario', (value, line) => {
  expect(faultsOf(value)).toEqual([line]);
});

test('class, trainees and cameras are required', () => {
  expect(faultsOf({})).toEqual([
    'class: expected an object, got nothing',
    'trainees: expected a list, got nothing',
    'cameras: expected a list, got nothing',
  ]);
});

test('unknown keys are faults, wherever they are, each by itself', () => {
  const scenario = october(
    { rule: 1, trainees: [{ id: 't1', nickname: '小王', person: { name: '王', weight: 60 } }] },
    { colour: 'red', 'a b': 1 },
  );
  expect(faultsOf({ ...scenario, policies: [{ from: '2026-01-01', lateAfterMinute: 3 }] })).toEqual([
    'rule: expected no such key, got 1',
    'trainees[0].person.weight: expected no such key, got 60',
    'trainees[0].nickname: expected no such key, got "小王"',
    'policies[0].lateAfterMinute: expected no such key, got 3',
    'class.colour: expected no such key, got "red"',
    'class["a b"]: expected no such key, got 1',
  ]);
});

test('keys that pollute prototypes are unknown keys like any other', () => {
  const text = JSON.stringify(october());
  const polluted: unknown = JSON.parse(text.replace(/^\{/, '{"__proto__":{"trainees":[]},"constructor":1,'));
  expect(faultsOf(polluted)).toEqual([
    '__proto__: expected no such key, got an object',
    'constructor: expected no such key, got 1',
  ]);
  const inside: unknown = JSON.parse(text.replace('"code"', '"__proto__":{"code":"x"},"code"'));
  expect(faultsOf(inside)).toEqual(['class.__proto__: expected no such key, got an object']);
  expect(faultsOf(october({ trainees: [{ id: '__proto__' }] }))).toEqual([]);
});

test('a date that does not exist is a fault', () => {
  expect(faultsOf(october({ trainees: [{ id: 't1', joinedOn: '2026-02-30' }] }))).toEqual([
    'trainees[0].joinedOn: expected a date that exists (YYYY-MM-DD), got "2026-02-30"',
  ]);
});

test('an instant without its zone is a fault', () => {
  expect(faultsOf(oneLesson({ sightings: [{ trainee: 't1', at: '2026-10-08T08:30:00', camera: 'room' }] }))).toEqual([
    'sightings[0].at: expected an instant with its zone (2026-10-08T08:30:00+08:00), got "2026-10-08T08:30:00"',
  ]);
});

test('unlisted trainees and cameras are faults in every list that names them', () => {
  const scenario = oneLesson({
    sightings: [
      { trainee: 't1', at: eighth('08:30'), camera: 'room' },
      { trainee: 't9', at: eighth('08:30'), camera: 'hall' },
    ],
    coverage: [{ camera: 'hall', from: eighth('08:00'), to: eighth('09:00') }],
    manual: [{ trainee: 't9', date: '2026-10-08', lessons: '1' }],
    attended: [{ trainee: 't9', date: '2026-10-08', lessons: '1' }],
    leave: [{ trainee: 't9', kind: 'sick', from: '2026-10-08', to: '2026-10-08' }],
    corrections: [
      { trainee: 't9', date: '2026-10-08', no: 1, to: 'present', why: '…', by: 'u1', countersignedBy: 'u2' },
    ],
    exam: [{ trainee: 't9', result: 'passed' }],
    insured: ['t9'],
    materialsRejected: ['t1', 't9'],
  });
  expect(faultsOf(scenario)).toEqual([
    'sightings[1].trainee: expected a listed trainee, got "t9"',
    'manual[0].trainee: expected a listed trainee, got "t9"',
    'attended[0].trainee: expected a listed trainee, got "t9"',
    'leave[0].trainee: expected a listed trainee, got "t9"',
    'corrections[0].trainee: expected a listed trainee, got "t9"',
    'exam[0].trainee: expected a listed trainee, got "t9"',
    'insured[0]: expected a listed trainee, got "t9"',
    'materialsRejected[1]: expected a listed trainee, got "t9"',
    'coverage[0].camera: expected a listed camera, got "hall"',
    'sightings[1].camera: expected a listed camera, got "hall"',
  ]);
});

test('the camera manual needs no listing, and no camera may take its name', () => {
  const manual = [{ trainee: 't1', at: eighth('08:30'), camera: 'manual' }];
  expect(faultsOf(oneLesson({ sightings: manual }))).toEqual([]);
  expect(faultsOf(oneLesson({ cameras: ['room', 'manual'] }))).toEqual([
    'cameras[1]: expected a name other than that of check-ins, got "manual"',
  ]);
});

test('lessons that overlap are a fault; lessons that touch are none', () => {
  const lesson = (no: number, start: string, end: string): Json => ({ date: '2026-10-08', no, start, end });
  const of = (...lessons: Json[]): readonly string[] => faultsOf(oneLesson({}, { lessons }));
  expect(of(lesson(1, '08:30', '09:15'), lesson(2, '09:15', '10:00'))).toEqual([]);
  expect(of(lesson(1, '08:30', '09:15'), lesson(2, '09:14', '10:00'))).toEqual([
    'class.lessons[1]: expected lessons that do not overlap, got lesson 2 of 2026-10-08 over lesson 1 of 2026-10-08',
  ]);
  expect(of(lesson(1, '08:30', '10:15'), lesson(2, '09:00', '09:15'), lesson(3, '09:30', '10:00'))).toHaveLength(2);
  expect(of(lesson(1, '08:30', '09:15'), lesson(1, '09:15', '10:00'))).toEqual([
    'class.lessons[1].no: expected each number once a day, got lesson 1 of 2026-10-08 again',
  ]);
  const bell = [
    ['08:30', '09:15'],
    ['09:00', '09:45'],
  ];
  expect(faultsOf(october({}, { bell }))).toEqual([
    'class.bell[1]: expected lessons that do not overlap, got overlap with lesson 1',
  ]);
});

test('an end before its start is a fault, of lessons, spans, leave, people and the class', () => {
  const lessons = [
    { date: '2026-10-08', no: 1, start: '08:30', end: '08:15' },
    { date: '2026-10-08', no: 2, start: '09:30', end: '09:30' },
  ];
  const scenario = oneLesson(
    {
      trainees: [{ id: 't1', joinedOn: '2026-10-09', withdrawnOn: '2026-10-08' }],
      coverage: [{ camera: 'room', from: eighth('09:00'), to: eighth('08:00') }],
      leave: [{ trainee: 't1', kind: 'sick', from: '2026-10-09', to: '2026-10-08' }],
      manual: [{ trainee: 't1', date: '2026-10-08', lessons: '3-1' }],
    },
    { lessons, ends: '2026-10-07' },
  );
  expect(faultsOf(scenario)).toEqual([
    'manual[0].lessons: expected lesson numbers ("n" or "n-m", n ≤ m), got "3-1"',
    'class.lessons[0].end: expected an end after its start, got an earlier one',
    'class.lessons[1].end: expected an end after its start, got the same time',
    'class.ends: expected not before class.opens, got an earlier one',
    'trainees[0].withdrawnOn: expected not before joinedOn, got an earlier one',
    'coverage[0].to: expected not before from, got an earlier one',
    'leave[0].to: expected not before from, got an earlier one',
  ]);
});

test('a year without an official calendar is a fault once it is needed, and none once it is entered', () => {
  const year = { year: 2027, off: ['2027-01-01'], work: [], source: '国办发明电〔2026〕1号' };
  const line = 'calendars: expected the official calendar of 2027, got none';
  const bell = october({}, { ends: '2027-01-05' });
  expect(faultsOf(bell)).toEqual([line]);
  expect(faultsOf({ ...bell, calendars: [year] })).toEqual([]);
  expect(replay({ ...bell, calendars: [year] }).months.at(-1)?.workdays).toBe(20);
  const lessons = [{ date: '2027-01-04', no: 1, start: '08:30', end: '09:15' }];
  expect(faultsOf(oneLesson({}, { lessons, ends: '2026-12-31' }))).toEqual([line]);
  expect(faultsOf(oneLesson({ publishedOn: '2026-12-30' }))).toEqual([line]);
  expect(faultsOf(oneLesson({ publishedOn: '2026-12-24' }))).toEqual([]);
});

test('a calendar keeps to its year, and a day is off or worked', () => {
  const calendars = [
    { year: 2027, off: ['2027-01-01', '2028-01-01'], work: ['2027-01-01', '2026-12-26'], source: 'x' },
  ];
  expect(faultsOf(october({ calendars }))).toEqual([
    'calendars[0].off[1]: expected a day of 2027, got "2028-01-01"',
    'calendars[0].work[0]: expected a day that is not off, got "2027-01-01"',
  ]);
});

test('a correction without a second person is a fault, as is one of a lesson that there is not', () => {
  const correction = {
    trainee: 't1',
    date: '2026-10-08',
    no: 1,
    to: 'present',
    why: '…',
    by: 'u1',
    countersignedBy: 'u2',
  };
  const { countersignedBy: _, ...alone } = correction;
  const corrections = [
    alone,
    { ...correction, countersignedBy: 'u1' },
    { ...correction, no: 2 },
    { ...correction, to: 'pending' },
  ];
  expect(faultsOf(oneLesson({ corrections }))).toEqual([
    'corrections[0].countersignedBy: expected a text, got nothing',
    'corrections[3].to: expected present | late | leftEarly | absent | personalLeave | sickLeave, got "pending"',
    'corrections[1].countersignedBy: expected a second person, got "u1"',
    'corrections[2].no: expected a lesson of the timetable, got lesson 2 of 2026-10-08',
  ]);
  const gone = [{ id: 't1', withdrawnOn: '2026-10-08' }];
  expect(faultsOf(oneLesson({ trainees: gone, corrections: [correction] }))).toEqual([
    'corrections[0].date: expected a day on which the trainee was in the class, got "2026-10-08"',
  ]);
});

test('lessons come by bell, one by one or both, and a bell needs its first and last day', () => {
  const { bell, ...without } = members(october());
  expect(faultsOf({ ...october(), class: without })).toEqual(['class: expected bell or lessons, got neither']);
  expect(faultsOf(october({}, { lessons: [] }))).toEqual([]);
  expect(faultsOf({ class: { bell }, trainees: [], cameras: [] })).toEqual([
    'class.opens: expected the first day of the bell, got nothing',
    'class.ends: expected the last day of the bell, got nothing',
  ]);
});

test('names stand once', () => {
  const scenario = october({
    trainees: [{ id: 't1' }, { id: 't1' }],
    cameras: ['room', 'room'],
    policies: [{ from: '2026-01-01' }, { from: '2026-01-01' }],
    exam: [
      { trainee: 't1', result: 'failed' },
      { trainee: 't1', result: 'passed' },
    ],
  });
  expect(faultsOf(scenario)).toEqual([
    'policies[1].from: expected each only once, got "2026-01-01"',
    'trainees[1].id: expected each only once, got "t1"',
    'cameras[1]: expected each only once, got "room"',
    'exam[1].trainee: expected each only once, got "t1"',
  ]);
});

test('an inspection to be counted by outcomes needs a lesson of the timetable', () => {
  const inspections = [
    { date: '2026-10-08', no: 2 },
    { date: '2026-10-08', no: 2, present: 19, due: 24 },
  ];
  expect(faultsOf(oneLesson({ inspections }))).toEqual([
    'inspections[0].no: expected a lesson of the timetable, got lesson 2 of 2026-10-08',
  ]);
});

test('every year that a bell reaches into is asked for', () => {
  expect(faultsOf(october({}, { ends: '2029-01-05' }))).toEqual(
    [2027, 2028, 2029].map((year) => `calendars: expected the official calendar of ${year}, got none`),
  );
});

test('an inspection counts both or neither, and nobody beyond the due', () => {
  const inspections = [
    { date: '2026-10-08', no: 1, present: 3 },
    { date: '2026-10-08', no: 1, present: 25, due: 24 },
    { date: '2026-10-08', no: 1, present: -1, due: 1.5 },
  ];
  expect(faultsOf(oneLesson({ inspections }))).toEqual([
    'inspections[2].present: expected at least 0, got -1',
    'inspections[2].due: expected a whole number, got 1.5',
    'inspections[0]: expected present and due, or neither, got one of them',
    'inspections[1].present: expected at most 24 due, got 25',
  ]);
});

test('percentages have up to two decimals and end at a hundred', () => {
  const percents = [0, 100, 12.34, 12.345, 100.01, -1, 1e-7, '5', null];
  expect(faultsOf(october({ violations: percents.map((percent) => ({ percent, why: '…' })) }))).toEqual(
    [3, 4, 5, 6, 7, 8].map((index) => {
      const got = JSON.stringify(percents[index]);
      return `violations[${index}].percent: expected a percentage (0–100, up to two decimals), got ${got}`;
    }),
  );
});

test('numbers beyond all measure are faults', () => {
  const huge: unknown = JSON.parse(JSON.stringify(october({}, { months: 'HUGE' })).replace('"HUGE"', '1e999'));
  expect(faultsOf(huge)).toEqual(['class.months: expected a number, got Infinity']);
  expect(faultsOf(october({ policies: [{ from: '2026-01-01', lateAfterMinutes: 1e300 }] }))).toEqual([
    'policies[0].lateAfterMinutes: expected at most 1440, got 1e+300',
  ]);
});

test('exam results ask for the months and a certificate', () => {
  const exam = [{ trainee: 't1', result: 'passed' }];
  const { months: _, certificate: __, ...facts } = members(oneLesson());
  expect(faultsOf({ ...oneLesson({ exam }), class: facts })).toEqual([
    'class.months: expected a number of months for the subsidy, got nothing',
    'class.certificate: expected vocational | special for the subsidy, got nothing',
  ]);
  const own = [{ id: 't1', certificate: 'vocational' }];
  expect(faultsOf({ ...oneLesson({ exam, trainees: own }), class: { ...facts, months: 3 } })).toEqual([]);
});

test('all faults come at once: one member hides no other', () => {
  const scenario = {
    ...october(
      {
        surprise: true,
        sightings: [{ trainee: 't9', at: 'yesterday', camera: 'room' }],
        leave: [{ trainee: 't1', kind: 'sick', from: '2026-10-09', to: '2026-10-08', lessons: 3 }],
      },
      { opens: '2026-13-01', bell: [['08:30', '09:15'], ['09:00', '09:45'], ['10:00']] },
    ),
    calendars: 'none',
  };
  expect(faultsOf(scenario)).toEqual([
    'surprise: expected no such key, got true',
    'sightings[0].at: expected an instant with its zone (2026-10-08T08:30:00+08:00), got "yesterday"',
    'calendars: expected a list, got "none"',
    'class.opens: expected a date that exists (YYYY-MM-DD), got "2026-13-01"',
    'class.bell[2]: expected at least 2, got a list of 1',
    'leave[0].lessons: expected lesson numbers ("n" or "n-m", n ≤ m), got 3',
    'sightings[0].trainee: expected a listed trainee, got "t9"',
    'leave[0].to: expected not before from, got an earlier one',
    'class.bell[1]: expected lessons that do not overlap, got overlap with lesson 1',
  ]);
});

test('a fault is one line, its value cut and its ID numbers masked', () => {
  const [line = ''] = faultsOf(october({ 'line\nbreak': `210402200002290014${'x'.repeat(200)}\n` }));
  expect(line).toBe(`["line\\nbreak"]: expected no such key, got "210402********0014${'x'.repeat(42)}…"`);
});

test('off-site may be written in either way', () => {
  for (const kind of ['offSite', 'off-site']) {
    const lessons = [{ date: '2026-10-08', no: 1, start: '08:30', end: '09:15', kind }];
    expect(words(replay(oneLesson({}, { lessons })).lessons)).toEqual(['absent: off-site']);
  }
});
