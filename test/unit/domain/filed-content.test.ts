import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { differenceWords, settingsOf } from '../../../core/contract/filed-words.ts';
import type { ScenarioJson } from '../../../core/contract/scenario-json.ts';
import { readScenario } from '../../../core/contract/scenario-read.ts';
import { approvedFrom, type FiledContent, filedContent, filedDifferences } from '../../../core/domain/filed-content.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { packagedYears } from '../../../core/platform/calendar.ts';
import { sampleScenario } from '../../support/office/classes.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const day = (text: string): LocalDate => text as LocalDate;
const BASE: ScenarioJson = {
  ...sampleScenario(),
  trainees: [
    { id: 't1', person: { name: '王一', idNumber: '210402200001010014', phone: '13000000001' } },
    { id: 't2', person: { name: '李二' }, withdrawnOn: day('2026-10-20') },
  ],
};

function contentOf(scenario: ScenarioJson): FiledContent {
  const reading = readScenario(scenario, packagedYears());
  if (reading.kind === 'faulty') throw new Error(JSON.stringify(reading.faults));
  return filedContent(reading.file, { settings: settingsOf(scenario), calendar: reading.calendar, sha256 });
}
const changed = (scenario: ScenarioJson): string[] =>
  filedDifferences(contentOf(BASE), contentOf(scenario)).map(differenceWords);
const withClass = (facts: Partial<ScenarioJson['class']>): ScenarioJson => ({
  ...BASE,
  class: { ...BASE.class, ...facts },
});
const withTrainees = (...trainees: ScenarioJson['trainees'][number][]): ScenarioJson => ({ ...BASE, trainees });
const [first, second] = BASE.trainees as [ScenarioJson['trainees'][number], ScenarioJson['trainees'][number]];

describe('what was changed of a filing since it was approved', () => {
  test('nothing, when only phones, teachers, papers or the running of the timetable change', () => {
    expect(changed(BASE)).toEqual([]);
    expect(changed(withClass({ teachers: ['别的老师'], counsellorPhone: '024' }))).toEqual([]);
    expect(changed(withTrainees({ ...first, person: { ...first.person, phone: '139' } }, second))).toEqual([]);
    const cancelled = { date: day('2026-10-12'), no: 1, kind: 'cancelled', why: '停电' } as const;
    expect(changed({ ...BASE, changes: [cancelled] })).toEqual([]);
  });

  test('a date, the months paid for and the certificate are told with what they were', () => {
    const { months = null, certificate } = BASE.class;
    expect(changed(withClass({ months: 6 }))).toEqual([`培训时限（月）：${String(months ?? '未填')} → 6`]);
    const other = certificate === 'vocational' ? 'special' : 'vocational';
    expect(changed(withClass({ certificate: other }))).toHaveLength(1);
  });

  test('lessons planned otherwise are told by their days', () => {
    const planned = { date: day('2026-10-12'), no: 1, start: '18:00', end: '18:45' };
    expect(changed(withClass({ lessons: [...(BASE.class.lessons ?? []), planned] }))).toEqual(['课表 2026-10-12']);
  });

  test('the policies that a class brings are part of it: a longer grace is a change', () => {
    expect(changed({ ...BASE, policies: [{ from: day('2026-01-01'), arrivalAfterMinutes: 40 }] })).toEqual([
      '计算规则或日历',
    ]);
  });

  test('people who came, went, or are somebody else now are named; leaving early is no change, coming back is', () => {
    expect(changed(withTrainees(first, second, { id: 't3', person: { name: '张三' } }))).toEqual([
      '新增学员 张三（中心批准前的课时不计入）',
    ]);
    expect(changed(withTrainees(first))).toEqual(['移出学员 李二']);
    expect(
      changed(withTrainees({ ...first, person: { name: '王一', idNumber: '210402200001010022' } }, second)),
    ).toEqual(['学员资料 王一']);
    expect(changed(withTrainees({ ...first, withdrawnOn: day('2026-11-02') }, second))).toEqual([]);
    expect(changed(withTrainees(first, { id: 't2', person: { name: '李二' } }))).toEqual(['学员资料 李二']);
  });

  test('what is kept of people holds no ID number and no phone', () => {
    const kept = JSON.stringify(contentOf(BASE));
    expect(kept).not.toContain('210402200001010014');
    expect(kept).not.toContain('13000000001');
  });
});

describe('from when a trainee is approved', () => {
  const content = (...ids: string[]) => contentOf(withTrainees(...ids.map((id) => ({ id }))));
  const approvals = [
    { on: day('2026-10-08'), content: content('t1') },
    { on: day('2026-10-12'), content: content('t1', 't2') },
  ];
  test('with the class, when the first approval names them', () =>
    expect(approvedFrom(approvals, 't1')).toBeUndefined());
  test('from the first later approval that does', () => expect(approvedFrom(approvals, 't2')).toBe('2026-10-12'));
  test('not yet, when none does', () => expect(approvedFrom(approvals, 't3')).toBeNull());
  test('with the class, where nothing was approved here, or it is not known what', () => {
    expect(approvedFrom([], 't3')).toBeUndefined();
    expect(approvedFrom([{ on: day('2026-10-08'), content: null }], 't3')).toBeUndefined();
  });
});
