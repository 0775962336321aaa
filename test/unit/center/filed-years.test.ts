import { expect, test } from 'vitest';
import type { OfficialYear } from '../../../core/domain/calendar.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { filedYears } from '../../../kiosk/center-filings.ts';

const day = (text: string): LocalDate => text as LocalDate;
const calendar = (year: number, source = 'known'): OfficialYear => ({ year, off: [], work: [], source });
const known = [2029, 2024, 2025, 2026, 2027, 2028].map((year) => calendar(year));
const nothing = { class: { opens: null, ends: null }, calendars: [], lessons: [], publishedOn: null };
const years = (of: Partial<Parameters<typeof filedYears>[0]>, from = known) =>
  filedYears({ ...nothing, ...of }, from).map(({ year }) => year);

test('with a filing go the calendars of its years, of the year before and the year after', () => {
  const autumn = { opens: day('2026-10-08'), ends: day('2026-12-18') };
  expect(years({ class: autumn })).toEqual([2025, 2026, 2027]);
  expect(years({ class: { ...autumn, ends: day('2027-01-29') } })).toEqual([2025, 2026, 2027, 2028]);
});

test('as far as they are known: what is entered later goes when it is there', () => {
  const winter = { opens: day('2027-01-04'), ends: day('2027-03-31') };
  const packaged = known.filter(({ year }) => year <= 2026);
  expect(years({ class: winter }, packaged)).toEqual([2026]);
  expect(years({ class: winter }, [...packaged, calendar(2027)])).toEqual([2026, 2027]);
});

test('lessons one by one and the day of publicity name years as well; without any date there are none', () => {
  expect(years({ lessons: [{ date: day('2025-12-01') }, { date: day('2026-01-05') }] })).toEqual([
    2024, 2025, 2026, 2027,
  ]);
  expect(years({ class: { opens: day('2025-10-08'), ends: null }, publishedOn: day('2027-01-11') })).toEqual([
    2024, 2025, 2026, 2027, 2028,
  ]);
  expect(years({})).toEqual([]);
});

test('entered beats the package, and the class’s own beats both', () => {
  const of = { ...nothing, class: { opens: day('2026-10-08'), ends: null } };
  const both = [...known, calendar(2026, 'entered'), calendar(2027, 'entered')];
  const told = filedYears({ ...of, calendars: [calendar(2027, 'own')] }, both);
  expect(told.map(({ source }) => source)).toEqual(['known', 'entered', 'own']);
});
