import { expect, test } from 'vitest';
import { createCalendar, workdaysAfter, workdaysBefore, workdaysOf } from '../../../core/domain/calendar.ts';
import { parseMonth } from '../../../core/domain/day.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { packagedYears } from '../../../core/platform/calendar.ts';
import known from '../../data/workdays.json' with { type: 'json' };
import { OCTOBER } from './scenario-case.ts';

const calendar = createCalendar(packagedYears());
const day = (text: string): LocalDate => text as LocalDate;
const days = (month: string): readonly LocalDate[] => {
  const parsed = parseMonth(month);
  if (parsed === null) throw new Error(`expected a month, got ${month}`);
  return workdaysOf(parsed, calendar);
};

test.each(Object.entries(known.workdaysByMonth))(
  'the working days of %s agree with the State Council',
  (year, counts) => {
    expect(counts.map((_, index) => days(`${year}-${String(index + 1).padStart(2, '0')}`).length)).toEqual(counts);
  },
);

test('October 2026 has 18 working days, the Saturday of the 10th among them', () => {
  expect(days('2026-10')).toEqual(OCTOBER);
});

test('a year without an official calendar is an error that names it, never a guess', () => {
  expect(() => calendar.isWorkday(day('2031-03-03'))).toThrow('2031');
  expect(calendar.knows(2031)).toBe(false);
});

test('a calendar that the institution enters makes its year known; days not named follow the week', () => {
  const own = createCalendar([
    ...packagedYears(),
    {
      year: 2031,
      off: [day('2031-01-01')],
      work: [day('2031-01-04'), day('2030-12-28')],
      source: '国办发明电〔2030〕1号',
    },
  ]);
  const is = (text: string): boolean => own.isWorkday(day(text));
  expect(['2031-01-01', '2031-01-02', '2031-01-03', '2031-01-04', '2031-01-05', '2031-01-06'].map(is)).toEqual([
    false,
    true,
    true,
    true,
    false,
    true,
  ]);
});

test("the next year's notice may name days of this December", () => {
  const base = { year: 2030, off: [], work: [], source: 'a' };
  const next = { year: 2031, off: [day('2030-12-31')], work: [], source: 'b' };
  expect(createCalendar([base, next]).isWorkday(day('2030-12-31'))).toBe(false);
  expect(createCalendar([next, base]).isWorkday(day('2030-12-31'))).toBe(false);
});

test('what the institution enters beats the package', () => {
  const amended = { year: 2026, off: [day('2026-10-08')], work: [], source: '调整通知' };
  expect(createCalendar([...packagedYears(), amended]).isWorkday(day('2026-10-08'))).toBe(false);
});

test('working days are counted without the named day', () => {
  expect(workdaysBefore(day('2026-10-08'), 5, calendar)).toBe('2026-09-23');
  expect(workdaysBefore(day('2026-12-31'), 10, calendar)).toBe('2026-12-17');
  expect(workdaysAfter(day('2026-09-30'), 1, calendar)).toBe('2026-10-08');
  expect(workdaysAfter(day('2026-10-09'), 1, calendar)).toBe('2026-10-10');
});
