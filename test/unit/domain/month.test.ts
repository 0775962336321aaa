import { expect, test } from 'vitest';
import { traineeId } from '../../../core/domain/ids.ts';
import { monthState, reportId } from '../../../core/domain/month.ts';
import { defaultPolicy, policyVersions } from '../../../core/domain/policy.ts';
import { decimalText, rateText } from '../../../core/domain/rate.ts';
import { unseen } from '../../../core/domain/seen.ts';
import { mayMiss, tally, withLessonsToCome } from '../../../core/domain/tally.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { attended, OCTOBER, october, oneLesson, replay, replayed, seenAt } from './scenario-case.ts';

/** The table of the rules: October 2026, 18 working days, 6 lessons a day. */
const [first = '', second = ''] = OCTOBER;
const late = OCTOBER.slice(0, 6).flatMap((date) =>
  ['08:36', '08:50', '09:12'].map((time) => ({ trainee: 'late', at: `${date}T${time}:00+08:00`, camera: 'room' })),
);
const table = october({
  trainees: [
    { id: 'all', joinedOn: first },
    { id: 'late', joinedOn: first },
    { id: 'leave', joinedOn: first },
    { id: 'gone', joinedOn: first, withdrawnOn: '2026-10-19', withdrawReason: '就业' },
    { id: 'absent', joinedOn: first },
  ],
  attended: [
    ...attended('all', OCTOBER),
    ...attended('late', OCTOBER.slice(0, 6), '2-6'),
    ...attended('late', OCTOBER.slice(6)),
    ...attended('leave', OCTOBER.slice(2)),
    ...attended('gone', OCTOBER.slice(0, 7)),
    ...attended('gone', ['2026-10-16'], '1-3'),
    ...attended('absent', OCTOBER.slice(1)),
  ],
  sightings: late,
  leave: [{ trainee: 'leave', kind: 'personal', from: first, to: second }],
});

test('the worked month: who was due, who came, and at which rate', () => {
  const [month] = replay(table).months;
  expect(month?.workdays).toBe(18);
  expect(
    month?.trainees.map(({ trainee, due, attended, rate, meets90 }) => [trainee, due, attended, rate, meets90]),
  ).toEqual([
    ['all', 108, 108, '100.00', true],
    ['late', 108, 108, '100.00', true],
    ['leave', 108, 96, '88.89', false],
    ['gone', 48, 45, '93.75', true],
    ['absent', 108, 102, '94.44', true],
  ]);
  expect(month?.trainees.map(({ late: times, personalLeave, absent }) => [times, personalLeave, absent])).toEqual([
    [0, 0, 0],
    [6, 0, 0],
    [0, 12, 0],
    [0, 0, 3],
    [0, 0, 6],
  ]);
  expect(month?.class).toEqual({ due: 480, attended: 459, rate: '95.63' });
});

test('the course adds up the months and says how many lessons may still be missed', () => {
  const days = (dates: readonly string[]) => attended('t1', dates);
  const both = october({ attended: days(OCTOBER) }, { ends: '2026-11-30' });
  const [october_, november] = replay(both).months;
  expect([october_?.month, november?.month, november?.workdays]).toEqual(['2026-10', '2026-11', 21]);
  expect(replay(both).course).toEqual([
    { trainee: 't1', due: 234, attended: 108, rate: '46.15', meets90: false, mayMiss: 0 },
  ]);
  const full = replay(october({ attended: days(OCTOBER) }));
  expect(full.course[0]).toMatchObject({ due: 108, attended: 108, mayMiss: 10 });
});

test('372 lessons all attended: 37 may be missed', () => {
  const to = { ends: '2026-12-31' };
  const dates = [...new Set(replay(october({}, to)).lessons.map(({ date }) => date))];
  expect(replay(october({ attended: attended('t1', dates) }, to)).course[0]).toEqual({
    trainee: 't1',
    due: 372,
    attended: 372,
    rate: '100.00',
    meets90: true,
    mayMiss: 37,
  });
});

test('in the middle of a course the lessons to come count as if they were attended', () => {
  const lesson = {
    trainee: traineeId('t1'),
    date: '2026-10-08' as LocalDate,
    no: 1,
    notes: [],
    due: true,
    seen: unseen,
  };
  const record = (outcome: 'present' | 'absent') => ({ ...lesson, outcome, correction: null });
  const versions = policyVersions();
  const soFar = tally(
    [...Array.from({ length: 95 }, () => record('present')), ...Array.from({ length: 5 }, () => record('absent'))],
    versions,
  );
  const toCome = Array.from({ length: 272 }, () => '2026-11-02' as LocalDate);
  expect(mayMiss(soFar)).toBe(5);
  expect(mayMiss(withLessonsToCome(soFar, toCome, versions))).toBe(32);
});

test('ninety percent is compared with integers: 9 of 10 reach it, 8 of 9 do not', () => {
  const bell = [['08:30', '09:15']];
  const figures = (lessons: number, came: number) => {
    const ends = OCTOBER[lessons - 1];
    const scenario = october({ attended: attended('t1', OCTOBER.slice(0, came), '1') }, { bell, ends });
    return replay(scenario).months[0]?.trainees[0];
  };
  expect(figures(10, 9)).toMatchObject({ rate: '90.00', meets90: true });
  expect(figures(9, 8)).toMatchObject({ rate: '88.89', meets90: false });
});

test('nothing due: the rate is a dash, and ninety percent is met', () => {
  const later = october({ trainees: [{ id: 't1', joinedOn: '2026-11-02' }] });
  expect(replay(later).lessons).toEqual([]);
  expect(replay(later).months[0]?.trainees[0]).toMatchObject({ due: 0, rate: '-', meets90: true });
  expect(replay(later).months[0]?.class).toEqual({ due: 0, attended: 0, rate: '-' });
  expect(replay(later).course[0]).toMatchObject({ due: 0, rate: '-', meets90: true, mayMiss: 0 });
});

test('lessons before the approval are listed and not due; without a word on approval they count', () => {
  const early = (approvedOn: unknown) => replay(oneLesson({}, { approvedOn }));
  expect(early('2026-10-09').lessons[0]?.notes).toEqual(['not-approved']);
  expect(early('2026-10-09').months[0]?.class).toEqual({ due: 0, attended: 0, rate: '-' });
  expect(early(null).months[0]?.class).toMatchObject({ due: 0 });
  expect(early(undefined).months[0]?.class).toMatchObject({ due: 1 });
});

test('late and left early together raise both counters, 实到 once', () => {
  const scenario = oneLesson({ sightings: seenAt(['08:40', '08:50', '09:05']) });
  expect(replay(scenario).lessons[0]).toMatchObject({ outcome: 'late', notes: ['left-early'] });
  expect(replay(scenario).months[0]?.trainees[0]).toMatchObject({ attended: 1, late: 1, leftEarly: 1, due: 1 });
});

test('sightings at the very ends of the windows count in a file too', () => {
  const scenario = oneLesson({ sightings: seenAt(['08:20', '08:50', '09:20']) });
  expect(replay(scenario).lessons[0]).toMatchObject({ outcome: 'present', notes: [] });
});

test('pending is due and not attended', () => {
  const scenario = oneLesson({ sightings: seenAt(['08:25']), coverage: [] });
  expect(replay(scenario).months[0]?.trainees[0]).toMatchObject({
    due: 1,
    attended: 0,
    pending: 1,
    absent: 0,
    rate: '0.00',
  });
});

test('a correction counts in place of the record it corrects', () => {
  const correction = {
    trainee: 't1',
    date: '2026-10-08',
    no: 1,
    to: 'leftEarly',
    why: '…',
    by: 'u1',
    countersignedBy: 'u2',
  };
  const scenario = oneLesson({ sightings: seenAt(['08:50', '09:12']), corrections: [correction] });
  expect(replay(scenario).lessons).toEqual([
    { trainee: 't1', date: '2026-10-08', no: 1, outcome: 'leftEarly', notes: [] },
  ]);
  expect(replay(scenario).months[0]?.trainees[0]).toMatchObject({ attended: 1, leftEarly: 1, absent: 0 });
  const twice = { ...scenario, corrections: [correction, { ...correction, to: 'absent', by: 'u3' }] };
  expect(replay(twice).lessons[0]?.outcome).toBe('absent');
});

test('rates have two decimals, half up', () => {
  expect(rateText(459, 480)).toBe('95.63');
  expect(rateText(19, 24)).toBe('79.17');
  expect(rateText(1, 3)).toBe('33.33');
  expect(rateText(2, 3)).toBe('66.67');
  expect(rateText(1, 800)).toBe('0.13');
  expect(rateText(0, 7)).toBe('0.00');
  expect(rateText(0, 0)).toBe('-');
  expect(decimalText(5)).toBe('0.05');
});

test('the report id names the figures, the records under them, the policies and the rules version', () => {
  const id = (scenario: unknown): unknown => replay(scenario).months[0]?.reportId;
  const base = oneLesson({ sightings: seenAt(['08:25', '08:50', '09:12']) });
  expect(id(base)).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(id(base)).toBe(id(base));
  const others = [
    oneLesson({ sightings: seenAt(['08:25', '09:12']) }),
    { ...base, policies: [{ from: '2026-01-01', missingAfterMinutes: 11 }] },
    oneLesson({ sightings: base['sightings'] }, { code: 'DSJ-2026-02' }),
    {
      ...base,
      corrections: [
        { trainee: 't1', date: '2026-10-08', no: 1, to: 'present', why: '…', by: 'u1', countersignedBy: 'u2' },
      ],
    },
  ];
  expect(new Set([base, ...others].map(id)).size).toBe(5);
});

test('a policy of a later month leaves the id of this one as it is', () => {
  const id = (scenario: object): unknown => replay(scenario).months[0]?.reportId;
  expect(id({ ...table, policies: [{ from: '2026-11-01', lateAfterMinutes: 10 }] })).toBe(id(table));
  expect(id({ ...table, policies: [{ from: '2026-10-31', lateAfterMinutes: 10 }] })).not.toBe(id(table));
});

test('an entered policy is hashed as entered, also where it only repeats the default', () => {
  const same = replay({ ...table, policies: [{ from: '2026-01-01', lateAfterMinutes: 3 }] });
  const [month] = replay(table).months;
  expect(same.months[0]).toEqual({ ...month, reportId: same.months[0]?.reportId });
  expect(same.months[0]?.reportId).not.toBe(month?.reportId);
  const bare = replay({ ...table, policies: [{ from: '2026-01-01' }] });
  expect(bare.months[0]?.reportId).toBe(same.months[0]?.reportId);
});

test('a re-opened month gets an id that depends on the one it replaces', () => {
  const [month] = replay(table).months;
  const figures = { month: '2026-10', workdays: 18, trainees: [], class: { due: 0, attended: 0, rate: '-' } };
  const source = { classCode: 'A', policies: policyVersions() };
  const sha256 = (text: string): string => String(text.length).padStart(64, '0');
  const args = [figures as never, source, []] as const;
  expect(reportId(...args, sha256)).not.toBe(reportId(...args, sha256, month?.reportId));
});

test('the same file gives the same text', () => {
  expect(replayed(table)).toBe(replayed(table));
});

test('pending lessons and open disputes keep a month from closing; above five percent the center settles', () => {
  const figures = (pending: number) => ({
    month: '2026-10' as never,
    workdays: 18,
    trainees: [{ pending } as never],
    class: { due: 100, attended: 100 - pending, rate: '' },
  });
  expect(monthState(figures(0), [], defaultPolicy)).toEqual({ kind: 'closable' });
  expect(monthState(figures(5), [], defaultPolicy)).toEqual({ kind: 'pending', lessons: 5, settledBy: 'institution' });
  expect(monthState(figures(6), [], defaultPolicy)).toEqual({ kind: 'pending', lessons: 6, settledBy: 'center' });
  expect(monthState(figures(0), [traineeId('t1')], defaultPolicy).kind).toBe('disputed');
});
