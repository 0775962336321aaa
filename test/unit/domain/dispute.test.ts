import { describe, expect, test } from 'vitest';
import { createCalendar } from '../../../core/domain/calendar.ts';
import { instantAt } from '../../../core/domain/day.ts';
import { disputeState, disputeUntil } from '../../../core/domain/dispute.ts';
import { policyVersions } from '../../../core/domain/policy.ts';
import { epochMs, type LocalDate } from '../../../core/domain/units.ts';
import { packagedYears } from '../../../core/platform/calendar.ts';

const day = (text: string): LocalDate => text as LocalDate;
const noon = (date: string) => instantAt(day(date), 12 * 3_600_000);
const of = { policies: policyVersions([]), calendar: createCalendar(packagedYears()) };
const until = (raised: string) => disputeUntil({ raisedAt: noon(raised) }, of);

describe('the last day for an answer to a dispute', () => {
  test.each([
    ['a Thursday', '2026-10-15', '2026-10-20'],
    ['the day before 国庆节: seven days off, then a Saturday that is worked', '2026-09-30', '2026-10-10'],
    ['a Saturday that is worked (调休)', '2026-10-10', '2026-10-14'],
    ['a day in the middle of the holiday', '2026-10-03', '2026-10-10'],
    ['a Sunday', '2026-10-18', '2026-10-21'],
  ])('raised on %s', (_, raised, last) => expect(until(raised)).toBe(last));

  test('is not guessed for a year whose calendar is not issued yet', () => {
    const known = packagedYears().map(({ year }) => year);
    const [lastKnown = 0] = known.sort((a, b) => b - a);
    expect(until(`${String(lastKnown)}-12-31`)).toBeNull();
  });
});

describe('a dispute', () => {
  const last = day('2026-10-12');
  const at = (now: number, hasCenter = true) =>
    disputeState({ answer: null }, { until: last, now: epochMs(now), hasCenter });
  const midnight = instantAt(day('2026-10-13'), 0);

  test('is the institution’s to the last millisecond of the last day, then the center’s', () => {
    expect(at(midnight - 1)).toBe('open');
    expect(at(midnight)).toBe('escalated');
  });
  test('stays the institution’s where there is no center, or no last day', () => {
    expect(at(midnight, false)).toBe('open');
    const unknown = { until: null, now: epochMs(midnight), hasCenter: true };
    expect(disputeState({ answer: null }, unknown)).toBe('open');
  });
  test('that was answered is escalated no more', () => {
    const answer = { text: '录像可见', by: 'zhang', at: epochMs(0) };
    const late = { until: last, now: epochMs(midnight), hasCenter: true };
    expect(disputeState({ answer: { ...answer, upheld: false } }, late)).toBe('answered');
    expect(disputeState({ answer: { ...answer, upheld: true } }, late)).toBe('upheld');
  });
});
