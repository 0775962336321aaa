import { expect, test } from 'vitest';
import { defaultPolicy, policyOn, policyVersions } from '../../../core/domain/policy.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { attended, OCTOBER, october, replay } from './scenario-case.ts';

const day = (text: string): LocalDate => text as LocalDate;

test('a policy changes only what it names, from its day on', () => {
  const versions = policyVersions([
    { from: day('2026-11-01'), lateAfterMinutes: 10 },
    { from: day('2026-01-01'), lateAfterMinutes: 5 },
  ]);
  const lateOn = (date: string): number => policyOn(versions, day(date)).lateAfterMinutes;
  expect(['2025-12-31', '2026-01-01', '2026-10-31', '2026-11-01'].map(lateOn)).toEqual([3, 5, 5, 10]);
  expect(policyOn(versions, day('2026-11-01'))).toEqual({ ...defaultPolicy, from: '2026-11-01', lateAfterMinutes: 10 });
});

test('before any policy the default holds', () => {
  expect(policyOn(policyVersions(), day('2020-01-01'))).toBe(defaultPolicy);
});

test('a month that spans two policies uses each for its own days', () => {
  const sightings = OCTOBER.flatMap((date) =>
    ['08:36', '08:50', '09:12'].map((time) => ({ trainee: 't1', at: `${date}T${time}:00+08:00`, camera: 'room' })),
  );
  const scenario = october(
    { sightings, policies: [{ from: '2026-10-16', lateAfterMinutes: 6 }] },
    { bell: [['08:30', '09:15']] },
  );
  const { lessons, months } = replay(scenario);
  expect(lessons.map(({ outcome }) => outcome)).toEqual([
    ...Array.from({ length: 7 }, () => 'late'),
    ...Array.from({ length: 11 }, () => 'present'),
  ]);
  expect(months[0]?.trainees[0]).toMatchObject({ late: 7, attended: 18 });
});

test('the attendance asked for of a month that spans two policies is that of each of its own lessons', () => {
  const policies = [{ from: '2026-10-19', attendancePercent: 50 }];
  const bell = [['08:30', '09:15']];
  // 8 lessons at 90 % and 10 at 50 % ask for 12.2 of 18.
  const with_ = (came: number) =>
    replay(october({ policies, attended: attended('t1', OCTOBER.slice(0, came), '1') }, { bell })).months[0]
      ?.trainees[0];
  expect(with_(12)).toMatchObject({ attended: 12, meets90: false });
  expect(with_(13)).toMatchObject({ attended: 13, meets90: true });
});
