import { type Brand, type EpochMs, epochMs, type LocalDate } from './units.ts';

/** A calendar month in Asia/Shanghai, `YYYY-MM`. */
export type LocalMonth = Brand<string, 'LocalMonth'>;

/**
 * Asia/Shanghai is UTC+8 all through the year since 1992, so that the host's zone, its locale and
 * its zone database never matter (decision 010).
 */
export const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2999;

/** The first day that there is here. */
export const FIRST_DAY = '1900-01-01' as LocalDate;

/** The number of two digits at `at`, or NaN. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Days of a month, 1–12, in the Gregorian calendar. */
function lengthOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** Days since 1970-01-01 of a `YYYY-MM-DD` at the beginning of `text`; NaN when there is no such date. */
function leadingDay(text: string): number {
  const year = two(text, 0) * 100 + two(text, 2);
  const month = two(text, 5);
  const day = two(text, 8);
  const shaped = text.charCodeAt(4) === 45 && text.charCodeAt(7) === 45;
  if (!shaped || !(year >= FIRST_YEAR && year <= LAST_YEAR)) return Number.NaN;
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= lengthOfMonth(year, month))) return Number.NaN;
  return daysFromCivil(year, month, day);
}

/** A date that exists, `YYYY-MM-DD`, 1900–2999; null for anything else. */
export function parseDate(text: string): LocalDate | null {
  return text.length === 10 && !Number.isNaN(leadingDay(text)) ? (text as LocalDate) : null;
}

/** A month `YYYY-MM` that exists, 1900–2999; null for anything else. */
export function parseMonth(text: string): LocalMonth | null {
  return text.length === 7 && parseDate(`${text}-01`) !== null ? (text as LocalMonth) : null;
}

/** Milliseconds since midnight of a wall time `HH:MM` or `HH:MM:SS` (00:00–23:59:59); null for anything else. */
export function parseTimeOfDay(text: string): number | null {
  if (text.length !== 5 && text.length !== 8) return null;
  const hour = two(text, 0);
  const minute = two(text, 3);
  const second = text.length === 8 ? two(text, 6) : 0;
  const shaped = text.charCodeAt(2) === 58 && (text.length === 5 || text.charCodeAt(5) === 58);
  if (!shaped || !(hour <= 23 && minute <= 59 && second <= 59)) return null;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

/** Offset from UTC in milliseconds of a trailing `Z` or `±HH:MM`; NaN for anything else. */
function offset(text: string, at: number): number {
  if (text.charCodeAt(at) === 90) return text.length === at + 1 ? 0 : Number.NaN;
  const sign = text.charCodeAt(at) === 43 ? 1 : text.charCodeAt(at) === 45 ? -1 : Number.NaN;
  const hours = two(text, at + 1);
  const minutes = two(text, at + 4);
  if (text.length !== at + 6 || text.charCodeAt(at + 3) !== 58 || !(hours <= 14 && minutes <= 59)) return Number.NaN;
  return sign * (hours * 60 + minutes) * 60_000;
}

/**
 * An instant as RFC 3339 writes it, with its zone: `2026-10-08T08:24:00+08:00`, `2026-02-28T08:38Z`,
 * fractions of a second cut to whole milliseconds. Null for anything else: a wall time without its zone is no instant.
 */
export function parseInstant(text: string): EpochMs | null {
  const day = leadingDay(text);
  const hour = two(text, 11);
  const minute = two(text, 14);
  if (Number.isNaN(day) || text.charCodeAt(10) !== 84 || text.charCodeAt(13) !== 58) return null;
  if (!(hour <= 23 && minute <= 59)) return null;
  let at = 16;
  let milliseconds = (hour * 60 + minute) * 60_000;
  if (text.charCodeAt(at) === 58) {
    const second = two(text, 17);
    if (!(second <= 59)) return null;
    milliseconds += second * 1000;
    at = 19;
    if (text.charCodeAt(at) === 46) {
      let scale = 100;
      const first = ++at;
      for (; text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57; at += 1, scale /= 10)
        if (scale >= 1) milliseconds += (text.charCodeAt(at) - 48) * scale;
      if (at === first || at - first > 9) return null;
    }
  }
  const ahead = offset(text, at);
  return Number.isNaN(ahead) ? null : epochMs(day * DAY_MS + milliseconds - ahead);
}

/** Days since 1970-01-01. */
function dayNumber(date: LocalDate): number {
  return leadingDay(date);
}

const padded = (value: number, length: number): string => String(value).padStart(length, '0');

/** The date that lies `days` after 1970-01-01 (Hinnant, civil_from_days). */
function fromDayNumber(days: number): LocalDate {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted + (shifted < 10 ? 3 : -9);
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}` as LocalDate;
}

/** The date `days` later (negative: earlier). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** Day of the week: 0 Sunday … 6 Saturday. */
export function weekdayOf(date: LocalDate): number {
  return (((dayNumber(date) + 4) % 7) + 7) % 7;
}

/** The month that a date lies in. */
export function monthOf(date: LocalDate): LocalMonth {
  return date.slice(0, 7) as LocalMonth;
}

/** The year that a date lies in. */
export function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4));
}

/** All dates of a month, first to last. */
export function datesOf(month: LocalMonth): readonly LocalDate[] {
  const length = lengthOfMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7)));
  return Array.from({ length }, (_, index) => `${month}-${padded(index + 1, 2)}` as LocalDate);
}

/** The first and the last date of a month. */
export function boundsOf(month: LocalMonth): { readonly from: LocalDate; readonly to: LocalDate } {
  const length = lengthOfMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7)));
  return { from: `${month}-01` as LocalDate, to: `${month}-${padded(length, 2)}` as LocalDate };
}

/** All dates from `first` through `last`; none when `last` is earlier. */
export function datesBetween(first: LocalDate, last: LocalDate): readonly LocalDate[] {
  const start = dayNumber(first);
  return Array.from({ length: Math.max(0, dayNumber(last) - start + 1) }, (_, index) => fromDayNumber(start + index));
}

/** The instant of a wall time in Asia/Shanghai. `timeOfDay` is in milliseconds since midnight. */
export function instantAt(date: LocalDate, timeOfDay: number): EpochMs {
  return epochMs(dayNumber(date) * DAY_MS + timeOfDay - SHANGHAI_OFFSET_MS);
}

/** The date in Asia/Shanghai at an instant: `2026-02-28T16:30Z` lies on 1 March. */
export function dateAt(instant: EpochMs): LocalDate {
  return fromDayNumber(Math.floor((instant + SHANGHAI_OFFSET_MS) / DAY_MS));
}

/** Milliseconds since midnight in Asia/Shanghai at an instant. */
export function timeOfDayAt(instant: EpochMs): number {
  return (((instant + SHANGHAI_OFFSET_MS) % DAY_MS) + DAY_MS) % DAY_MS;
}
