import { describe, expect, test } from 'vitest';
import { createCalendar } from '../../../core/domain/calendar.ts';
import { addDays, datesBetween } from '../../../core/domain/day.ts';
import { answerUntil, answerUntilAtLatest, deadlinesOf, knownDeadlines } from '../../../core/domain/deadline.ts';
import { policyVersions } from '../../../core/domain/policy.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { packagedYears } from '../../../core/platform/calendar.ts';

const day = (text: string): LocalDate => text as LocalDate;
const policies = policyVersions([]);
const upTo2025 = createCalendar(packagedYears().filter(({ year }) => year <= 2025));

describe('deadlines where a year’s calendar is not known', () => {
  test('are null, each by itself', () => {
    const dates = { opens: day('2025-10-09'), ends: day('2025-12-19'), publishedOn: day('2025-12-29') };
    expect(() => deadlinesOf(dates, policies, upTo2025)).toThrow(/2026/);
    expect(knownDeadlines(dates, policies, upTo2025)).toEqual({
      ...deadlinesOf({ ...dates, publishedOn: null }, policies, upTo2025),
      publicityEnds: null,
    });
  });
});

describe('the last day for an answer to an inspection', () => {
  test('is by the calendar where that is known', () => {
    const checked = day('2025-09-30');
    expect(answerUntilAtLatest(checked, policies, upTo2025)).toBe(answerUntil(checked, policies, upTo2025));
  });

  test('and otherwise never earlier than the calendar would have it, whatever day of any year', () => {
    const years = packagedYears();
    const calendar = createCalendar(years);
    const unknown = createCalendar([]);
    const [first = 0, last = 0] = [years[0]?.year, years.at(-1)?.year];
    const all = datesBetween(day(`${String(first)}-01-01`), day(`${String(last)}-12-20`));
    const earlier = all.filter(
      (date) => answerUntilAtLatest(date, policies, unknown) < answerUntil(date, policies, calendar),
    );
    expect(earlier).toEqual([]);
    expect(answerUntilAtLatest(day('2025-12-31'), policies, upTo2025)).toBe(addDays(day('2025-12-31'), 15));
  });
});
