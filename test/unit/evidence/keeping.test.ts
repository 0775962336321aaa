import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../core/domain/day.ts';
import { addYears, type Claim, dayFull, keptUntil } from '../../../core/domain/keeping.ts';
import { epochMs, type LocalDate } from '../../../core/domain/units.ts';

const at = (text: string) => parseInstant(text) ?? epochMs(0);
const day = (text: string) => text as LocalDate;
const terms = { outsideDays: 30, archiveYears: 3 };
const video = { kind: 'video' as const, from: at('2026-10-08T08:30:00+08:00'), to: at('2026-10-08T08:31:00+08:00') };
const claim = (classEnds: string | null): Claim => ({
  from: at('2026-10-08T08:20:00+08:00'),
  to: at('2026-10-08T09:20:00+08:00'),
  classEnds: classEnds === null ? null : day(classEnds),
});

describe('how long evidence is kept', () => {
  it('lesson video stays through the last day of the third year after the class ended', () => {
    expect(keptUntil(video, [claim('2026-12-31')], terms)).toBe(at('2030-01-01T00:00:00+08:00'));
  });

  it('video outside lessons goes after the days of the policy', () => {
    expect(keptUntil(video, [], terms)).toBe(at('2026-11-08T00:00:00+08:00'));
  });

  it('a segment that touches a lesson by an instant belongs to it', () => {
    const touching = { ...video, from: at('2026-10-08T09:20:00+08:00'), to: at('2026-10-08T09:21:00+08:00') };
    expect(keptUntil(touching, [claim('2026-12-31')], terms)).toBe(at('2030-01-01T00:00:00+08:00'));
  });

  it('of several classes the last one to end decides', () => {
    expect(keptUntil(video, [claim('2026-12-31'), claim('2027-03-01')], terms)).toBe(at('2030-03-02T00:00:00+08:00'));
  });

  it('nothing is deleted while a class has no known end, and a lesson file never without its lesson', () => {
    expect(keptUntil(video, [claim('2026-12-31'), claim(null)], terms)).toBeNull();
    expect(keptUntil({ ...video, kind: 'lesson' }, [], terms)).toBeNull();
  });

  it('three years after 29 February is 1 March', () => {
    expect(addYears(day('2028-02-29'), 3)).toBe('2031-03-01');
    expect(addYears(day('2028-02-29'), 4)).toBe('2032-02-29');
  });
});

describe('the day on which the disk is full', () => {
  const use = {
    today: day('2026-10-08'),
    free: 100,
    lessonsPerDay: 10,
    outsidePerDay: 0,
    outsideDays: 30,
    expiring: new Map(),
  };

  it('is the day that needs more than is left', () => {
    expect(dayFull(use)).toBe('2026-10-18');
    expect(dayFull({ ...use, free: 5 })).toBe('2026-10-08');
  });

  it('moves away by what will be deleted before', () => {
    expect(dayFull({ ...use, expiring: new Map([[day('2026-10-15'), 30]]) })).toBe('2026-10-21');
  });

  it('never comes when as much goes as comes', () => {
    expect(dayFull({ ...use, free: 400, lessonsPerDay: 0, outsidePerDay: 10 })).toBeNull();
  });
});
