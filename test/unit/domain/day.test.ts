import { expect, test } from 'vitest';
import {
  addDays,
  dateAt,
  datesBetween,
  datesOf,
  instantAt,
  parseDate,
  parseInstant,
  parseMonth,
  parseTimeOfDay,
  timeOfDayAt,
  weekdayOf,
} from '../../../core/domain/day.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { instant } from './lesson-case.ts';

const day = (text: string): LocalDate => text as LocalDate;

test('16:38 on 28 February in Shanghai is 08:38 in UTC, and the evening of the 28th is the 1st from 16:00 UTC', () => {
  expect(dateAt(instant('2026-02-28T08:38Z'))).toBe('2026-02-28');
  expect(timeOfDayAt(instant('2026-02-28T08:38Z'))).toBe((16 * 60 + 38) * 60_000);
  expect(dateAt(instant('2026-02-28T15:59:59.999Z'))).toBe('2026-02-28');
  expect(dateAt(instant('2026-02-28T16:00Z'))).toBe('2026-03-01');
});

test('dates agree with the platform over two centuries', () => {
  for (let ms = Date.UTC(1900, 0, 1); ms < Date.UTC(2101, 0, 1); ms += 86_400_000 * 13) {
    const text = new Date(ms).toISOString().slice(0, 10);
    const date = parseDate(text);
    expect(date).toBe(text);
    expect(weekdayOf(day(text))).toBe(new Date(ms).getUTCDay());
    expect(addDays(day(text), 13)).toBe(new Date(ms + 86_400_000 * 13).toISOString().slice(0, 10));
    expect(instantAt(day(text), 0)).toBe(ms - 8 * 3_600_000);
  }
});

test.each([
  '2026-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-04-31',
  '2026-1-01',
  '26-01-01',
  '2026/01/01',
  '1899-12-31',
  '2026-01-01 ',
  '+026-01-01',
  '',
])('%j is no date', (text) => {
  expect(parseDate(text)).toBeNull();
});

test('29 February exists in leap years only', () => {
  expect(parseDate('2028-02-29')).toBe('2028-02-29');
  expect(parseDate('2000-02-29')).toBe('2000-02-29');
  expect(parseDate('2100-02-29')).toBeNull();
});

test('instants carry their zone and agree with the platform', () => {
  const texts = [
    '2026-10-08T08:24:00+08:00',
    '2026-10-08T00:24:00Z',
    '2026-02-28T08:38Z',
    '2026-10-07T19:24:00-05:00',
    '2026-10-08T05:54:00.125+05:30',
    '1999-12-31T23:59:59.999Z',
  ];
  for (const text of texts) expect(parseInstant(text)).toBe(Date.parse(text));
  expect(parseInstant('2026-10-08T00:00:00.123456789Z')).toBe(Date.parse('2026-10-08T00:00:00.123Z'));
});

test.each([
  '2026-10-08T08:24:00',
  '2026-10-08 08:24:00+08:00',
  '2026-10-08T24:00:00Z',
  '2026-10-08T08:60:00Z',
  '2026-10-08T08:24:60Z',
  '2026-10-08T08:24:00.Z',
  '2026-10-08T08:24:00+8:00',
  '2026-10-08T08:24:00+0800',
  '2026-02-30T08:24:00Z',
  '2026-10-08T08:24:00ZZ',
  '2026-10-08T08:24:00+15:00',
  '2026-10-08T08:24:00.1234567890Z',
  '2026-10-08T08:2',
  '2026-10-08',
  '',
])('%j is no instant', (text) => {
  expect(parseInstant(text)).toBeNull();
});

test('times of day are HH:MM or HH:MM:SS', () => {
  expect(parseTimeOfDay('08:30')).toBe(30_600_000);
  expect(parseTimeOfDay('08:30:15')).toBe(30_615_000);
  for (const wrong of ['24:00', '8:30', '08:60', '08:30:60', '08-30', '08:30:1', '0830', ' 8:30', ''])
    expect(parseTimeOfDay(wrong)).toBeNull();
});

test('months and the dates in them', () => {
  expect(parseMonth('2026-10')).toBe('2026-10');
  for (const wrong of ['2026-13', '2026-1', '2026', '2026-10-01']) expect(parseMonth(wrong)).toBeNull();
  const february = parseMonth('2028-02');
  expect(february === null ? [] : datesOf(february)).toHaveLength(29);
  expect(datesBetween(day('2026-12-30'), day('2027-01-02'))).toEqual([
    '2026-12-30',
    '2026-12-31',
    '2027-01-01',
    '2027-01-02',
  ]);
  expect(datesBetween(day('2026-12-30'), day('2026-12-29'))).toEqual([]);
});
