import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../core/domain/record.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { dayMark, defaultMarks, legendOf } from '../../../core/forms/marks.ts';

const date = '2026-10-20' as LocalDate;
const stays = { withdrawnOn: null };
const mark = (...outcomes: readonly Outcome[]): string =>
  dayMark(
    { date, training: true },
    stays,
    outcomes.map((outcome) => ({ outcome, due: true })),
    defaultMarks,
  );

describe('a day in 附件6', () => {
  test.each([
    ['√', ['present', 'present']],
    ['△', ['present', 'late']],
    ['△', ['leftEarly', 'late']],
    ['◇', ['present', 'leftEarly']],
    ['○', ['personalLeave', 'personalLeave']],
    ['⊙', ['sickLeave', 'sickLeave']],
    ['×', ['absent', 'absent']],
    ['?', ['pending', 'pending']],
  ] as const)('of one kind shows %s for %j', (expected, outcomes) => {
    expect(mark(...outcomes)).toBe(expected);
  });

  test.each([
    ['4/6', ['present', 'late', 'leftEarly', 'present', 'absent', 'absent']],
    ['0/2', ['personalLeave', 'sickLeave']],
    ['0/2', ['absent', 'pending']],
    ['1/2', ['late', 'pending']],
    ['3/6', ['present', 'present', 'present', 'personalLeave', 'personalLeave', 'personalLeave']],
  ] as const)('that is mixed shows attended/due as text: %s for %j', (expected, outcomes) => {
    expect(mark(...outcomes)).toBe(expected);
  });

  test('leaves out lessons that are not due', () => {
    const records = [
      { outcome: 'absent', due: false },
      { outcome: 'present', due: true },
    ] as const;
    expect(dayMark({ date, training: true }, stays, records, defaultMarks)).toBe('√');
    expect(dayMark({ date, training: false }, stays, [{ outcome: 'present', due: false }], defaultMarks)).toBe('—');
  });

  test('without lessons shows —, for whoever has left too', () => {
    const left = { withdrawnOn: '2026-10-19' as LocalDate };
    expect(dayMark({ date, training: false }, stays, [], defaultMarks)).toBe('—');
    expect(dayMark({ date, training: false }, left, [], defaultMarks)).toBe('—');
  });

  test('shows ╱ from the day of withdrawal on, and — before joining', () => {
    const left = { withdrawnOn: date };
    expect(dayMark({ date, training: true }, left, [], defaultMarks)).toBe('╱');
    expect(dayMark({ date, training: true }, stays, [], defaultMarks)).toBe('—');
    expect(dayMark({ date: '2026-10-19' as LocalDate, training: true }, left, [], defaultMarks)).toBe('—');
  });

  test('marks are a setting, and the legend prints those in use', () => {
    const marks = { ...defaultMarks, present: '到' };
    expect(dayMark({ date, training: true }, stays, [{ outcome: 'present', due: true }], marks)).toBe('到');
    expect(legendOf(marks)).toContain('到 出勤');
  });

  test('the legend names every mark', () => {
    const legend = legendOf(defaultMarks);
    for (const each of ['√ 出勤', '△ 迟到', '◇ 早退', '○ 事假', '⊙ 病假', '× 旷课', '? 待核', '— 非培训日', '╱ 已退出'])
      expect(legend).toContain(each);
  });
});
