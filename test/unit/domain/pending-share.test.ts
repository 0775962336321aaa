import { describe, expect, it } from 'vitest';
import type { LocalMonth } from '../../../core/domain/day.ts';
import { traineeId } from '../../../core/domain/ids.ts';
import { type DecisionEvent, decisionOf, pendingShare } from '../../../core/domain/pending-share.ts';
import { defaultPolicy } from '../../../core/domain/policy.ts';
import { type LessonRecord, type Outcome } from '../../../core/domain/record.ts';
import { unseen } from '../../../core/domain/seen.ts';
import { epochMs, type LocalDate } from '../../../core/domain/units.ts';

const roster = ['a', 'b'].map((id) => ({ id: traineeId(id), joinedOn: null, withdrawnOn: null }));
const inputs = {
  ...{ roster, month: '2026-10' as LocalMonth, approvedOn: '2026-09-28' as LocalDate },
  policies: [defaultPolicy] as const,
};
const record = (no: number, outcome: Outcome, corrected = false): LessonRecord => ({
  ...{ trainee: traineeId('a'), date: '2026-10-08' as LocalDate, no, outcome, due: true, notes: [], seen: unseen },
  correction: corrected
    ? { to: 'present', before: 'pending', why: 'x', by: 'a', countersignedBy: 'b', at: epochMs(0) }
    : null,
});
const times = (count: number, outcome: Outcome) => Array.from({ length: count }, (_, no) => record(no + 1, outcome));
const share = (records: readonly LessonRecord[], toCome: { date: LocalDate; kind: 'theory' }[] = []) =>
  pendingShare(inputs, { records, history: records }, toCome);

describe('who settles what is pending of a month', () => {
  it('up to 5 % of its lessons the institution does, above the center', () => {
    expect(share([...times(5, 'pending'), ...times(95, 'present')])).toEqual({
      ...{ closed: 5, left: 5, due: 100, settledBy: 'institution' },
    });
    expect(share([...times(6, 'pending'), ...times(94, 'present')]).settledBy).toBe('center');
  });

  it('lessons to come are in the month, for everybody who belongs to the class that day', () => {
    const ahead = Array.from({ length: 45 }, () => ({ date: '2026-10-20' as LocalDate, kind: 'theory' as const }));
    expect(share([...times(5, 'pending'), ...times(5, 'present')], ahead)).toMatchObject({
      ...{ due: 100, settledBy: 'institution' },
    });
    const early = ahead.map((lesson) => ({ ...lesson, date: '2026-09-20' as LocalDate }));
    expect(share([...times(5, 'pending'), ...times(5, 'present')], early)).toMatchObject({ due: 10 });
  });

  it('settling some does not bring the others back under the limit', () => {
    const closes = [...times(6, 'pending'), ...times(94, 'present')];
    const history = [...closes, record(1, 'present', true)];
    const records = [record(1, 'present', true), ...closes.slice(1)];
    expect(pendingShare(inputs, { records, history }, [])).toEqual({
      ...{ closed: 6, left: 5, due: 100, settledBy: 'center' },
    });
  });

  it('records that are not in 应到 count neither way', () => {
    const notDue = times(9, 'pending').map((each) => ({ ...each, due: false }));
    expect(share([...notDue, ...times(1, 'present')])).toMatchObject({ closed: 0, left: 0, due: 1 });
  });
});

describe('the center’s decision', () => {
  const signed = { by: '王（w）', countersignedBy: '李（l）', at: epochMs(1) };
  const entered: DecisionEvent = { kind: 'entered', on: '2026-11-02' as LocalDate, paper: '3号', ...signed };

  it('entered by hand is unconfirmed, and gone when it is withdrawn', () => {
    expect(decisionOf([])).toBeNull();
    expect(decisionOf([entered])).toEqual({ on: '2026-11-02', paper: '3号', entered: signed, confirmed: false });
    expect(decisionOf([entered, { kind: 'withdrawn', why: 'x', ...signed }])).toBeNull();
  });

  it('told by the center stands over what is entered by hand', () => {
    const told: DecisionEvent = { kind: 'confirmed', on: '2026-11-03' as LocalDate, paper: '4号', at: epochMs(2) };
    expect(decisionOf([entered, told])).toMatchObject({ paper: '4号', confirmed: true, entered: signed });
    expect(decisionOf([told, { kind: 'withdrawn', why: 'x', ...signed }])).toMatchObject({ confirmed: true });
  });
});
