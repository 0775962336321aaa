import { expect, test } from 'vitest';
import { createCalendar } from '../../../core/domain/calendar.ts';
import { answerUntil, archiveUntil } from '../../../core/domain/deadline.ts';
import { policyVersions } from '../../../core/domain/policy.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { packagedYears } from '../../../core/platform/calendar.ts';
import { type Json, october, oneLesson, replay } from './scenario-case.ts';

const warnings = (scenario: Json): readonly string[] =>
  replay(scenario).warnings.map(({ rule, expected, got }) => `${rule}: ${expected}, ${got}`);
const quiet = [{ from: '2026-01-01', validThrough: null, totalLessons: [] }];

test('a class as the notice wants it has no warning', () => {
  expect(warnings(october({ policies: quiet }))).toEqual([]);
});

test('a class that opens after its policy’s document has ended is told so', () => {
  const of = (opens: string, validThrough: string) =>
    warnings(october({ policies: [{ from: '2026-01-01', validThrough, totalLessons: [] }] }, { opens }));
  expect(of('2026-10-08', '2026-10-08')).toEqual([]);
  expect(of('2026-10-09', '2026-10-08')).toEqual(['policyExpired: ≤ 2026-10-08, 2026-10-09']);
  expect(replay(october()).warnings[0]).toEqual({ rule: 'policyExpired', expected: '≤ 2025-12-31', got: '2026-10-08' });
});

test('three to six months', () => {
  const of = (months: number) => warnings(october({ policies: quiet }, { months }));
  expect([of(2), of(3), of(6), of(7)]).toEqual([['months: 3–6, 2'], [], [], ['months: 3–6, 7']]);
});

test('at most fifty trainees', () => {
  const of = (size: number) =>
    warnings(october({ policies: quiet, trainees: Array.from({ length: size }, (_, index) => ({ id: `t${index}` })) }));
  expect([of(50), of(51)]).toEqual([[], ['classSize: ≤ 50, 51']]);
});

test('lessons of 45 minutes, at least six a day: the day with the fewest is told', () => {
  const lesson = (date: string, no: number, start: string, end: string) => ({ date, no, start, end });
  const lessons = [
    lesson('2026-10-08', 1, '08:00', '08:40'),
    lesson('2026-10-09', 1, '08:00', '08:45'),
    lesson('2026-10-09', 2, '09:00', '09:45'),
  ];
  expect(warnings(oneLesson({ policies: quiet }, { lessons }))).toEqual([
    'lessonMinutes: 45, 40',
    'dailyLessons: ≥ 6, 1',
  ]);
});

test('a specialty asks for its lessons; what does not count is left out', () => {
  const of = (more: Json, ofClass: Json = {}) =>
    warnings(october({ policies: [{ from: '2026-01-01', validThrough: null }], ...more }, ofClass));
  expect(of({})).toEqual(['totalLessons: ≥ 480, 108']);
  expect(of({}, { approvedOn: '2026-10-09' })).toEqual(['totalLessons: ≥ 480, 102']);
  expect(of({}, { specialty: '电工', level: 'middle' })).toEqual(['totalLessons: ≥ 350, 108']);
  expect(of({}, { specialty: '电工' })).toEqual(['totalLessons: level junior, middle or senior, none']);
  expect(of({}, { specialty: '烹饪' })).toEqual([]);
});

test('a planned lesson outside the working days is told', () => {
  const lessons = Array.from({ length: 6 }, (_, index) => ({
    date: '2026-10-11',
    no: index + 1,
    start: `${String(8 + index).padStart(2, '0')}:00`,
    end: `${String(8 + index).padStart(2, '0')}:45`,
  }));
  expect(warnings(oneLesson({ policies: quiet }, { lessons }))).toEqual(['workdays: a working day, 2026-10-11']);
});

test('filing belongs into the five working days before the opening', () => {
  const of = (filedOn: string) => warnings(october({ policies: quiet, filedOn }));
  expect([of('2026-09-23'), of('2026-10-07')]).toEqual([[], []]);
  expect(of('2026-09-22')).toEqual(['filing: ≥ 2026-09-23, < 2026-10-08, 2026-09-22']);
  expect(of('2026-10-08')).toEqual(['filing: ≥ 2026-09-23, < 2026-10-08, 2026-10-08']);
});

test('a check-in or an inspection of lessons that there are not is told', () => {
  const scenario = october({
    policies: quiet,
    manual: [{ trainee: 't1', date: '2026-10-11', lessons: '1-2' }],
    attended: [
      { trainee: 't1', date: '2026-10-08', lessons: '7' },
      { trainee: 't1', date: '2026-10-08', lessons: '6-8' },
      { trainee: 't1', date: '2026-10-09', lessons: '1' },
    ],
    changes: [{ date: '2026-10-09', no: 1, kind: 'cancelled' }],
    inspections: [{ date: '2026-10-08', no: 9, present: 19, due: 24, confirmedBy: 'i1' }],
  });
  expect(warnings(scenario).filter((line) => line.startsWith('unknown'))).toEqual(
    ['2026-10-11 1-2', '2026-10-08 7', '2026-10-08 9'].map((got) => `unknownLessons: lessons of the timetable, ${got}`),
  );
  expect(replay(scenario).classRateEvents).toHaveLength(1);
});

test('an ID number that cannot be, and one person twice, are told with the number masked', () => {
  const trainees = ['210402200002290014', '210402200002290018', '210402200002290014'].map((idNumber, index) => ({
    id: `t${index}`,
    person: { name: '张三', idNumber },
  }));
  expect(warnings(october({ policies: quiet, trainees }))).toEqual([
    'idNumber: GB 11643, 210402********0018',
    'duplicatePerson: once, 210402********0014',
  ]);
});

test('deadlines are counted in working days, the named day not counted', () => {
  const result = replay(october({ publishedOn: '2026-09-29' }, { ends: '2026-12-31' }));
  expect(result.deadlines).toEqual({
    filingFrom: '2026-09-23',
    completionBy: '2026-12-17',
    publicityEnds: '2026-10-12',
  });
  const bare = { class: { lessons: [] }, trainees: [], cameras: [] };
  expect(replay(bare).deadlines).toEqual({ filingFrom: null, completionBy: null, publicityEnds: null });
});

test('an institution has three working days to answer; its archive stays for three years', () => {
  const calendar = createCalendar(packagedYears());
  expect(answerUntil('2026-09-30' as LocalDate, policyVersions(), calendar)).toBe('2026-10-10');
  expect(archiveUntil('2026-12-31' as LocalDate, policyVersions())).toBe('2030-01-01');
  expect(archiveUntil('2028-02-29' as LocalDate, policyVersions())).toBe('2031-03-01');
});
