import { expect, test } from 'vitest';
import { type Json, oneLesson, replay } from './scenario-case.ts';

/** Thirty trainees: 2 withdrawn, 1 insured, 3 not registered, 1 failed, 1 without materials; 22 are paid for. */
function thirty(more: Json = {}, ofClass: Json = {}): Json {
  const ids = Array.from({ length: 30 }, (_, index) => `t${index + 1}`);
  const result = (index: number): string =>
    index >= 3 && index < 6 ? 'notRegistered' : index === 6 ? 'failed' : 'passed';
  return oneLesson(
    {
      trainees: ids.map((id, index) => (index < 2 ? { id, withdrawnOn: '2026-10-20' } : { id })),
      insured: ['t3'],
      exam: ids.map((trainee, index) => ({ trainee, result: result(index) })),
      materialsRejected: ['t8'],
      ...more,
    },
    ofClass,
  );
}

/** Confirmed events in that many lessons of the one day. */
function events(count: number): Json {
  const lessons = Array.from({ length: count }, (_, index) => {
    const minute = String(index % 60).padStart(2, '0');
    const start = `${String(6 + Math.floor(index / 60)).padStart(2, '0')}:${minute}`;
    return { date: '2026-10-08', no: index + 1, start: `${start}:00`, end: `${start}:59` };
  });
  return {
    lessons,
    inspections: lessons.map(({ date, no }) => ({ date, no, present: 1, due: 24, confirmedBy: 'i1' })),
  };
}

const rows = (scenario: Json): readonly Json[] => replay(scenario).subsidy;

test('the worked case: 30 −2−1−3−1−1 = 22, ×2000×3 = 132,000, two events 5,280, paid 126,720', () => {
  const { lessons, inspections } = events(2);
  expect(rows(thirty({ inspections }, { certificate: 'vocational', lessons }))).toEqual([
    {
      standard: 2000,
      months: 3,
      opened: 30,
      withdrawn: 2,
      insured: 1,
      notRegistered: 3,
      failed: 1,
      materialsRejected: 1,
      paid: 22,
      proposed: '132000.00',
      classRatePercent: 4,
      classRateDeduction: '5280.00',
      violationPercent: 0,
      violationDeduction: '0.00',
      deducted: '5280.00',
      actual: '126720.00',
    },
  ]);
});

test('the members of a row stand in the order of the form', () => {
  expect(Object.keys(rows(thirty())[0] ?? {}).join(' ')).toBe(
    'standard months opened withdrawn insured notRegistered failed materialsRejected paid proposed classRatePercent classRateDeduction violationPercent violationDeduction deducted actual',
  );
});

test('whoever is left out for several reasons is counted once, for the first', () => {
  const scenario = thirty({ insured: ['t1', 't3', 't4', 't7'], materialsRejected: ['t1', 't3', 't7', 't8'] });
  expect(rows(scenario)[0]).toMatchObject({
    withdrawn: 2,
    insured: 3,
    notRegistered: 2,
    failed: 0,
    materialsRejected: 1,
    paid: 22,
  });
});

test('absent from the exam is not passed; without a line nobody is left out for the exam', () => {
  const trainees = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  const scenario = oneLesson({
    trainees,
    exam: [
      { trainee: 'a', result: 'absent' },
      { trainee: 'b', result: 'passed' },
    ],
  });
  expect(rows(scenario)[0]).toMatchObject({ opened: 3, failed: 1, paid: 2 });
});

test('without any exam line there is no subsidy yet', () => {
  expect(rows(thirty({ exam: [] }))).toEqual([]);
});

test('a row for each standard, highest first; a trainee’s own certificate and final year beat the class’s', () => {
  const trainees = [
    { id: 'a' },
    { id: 'b', certificate: 'vocational' },
    { id: 'c', ownFinalYear: true },
    { id: 'd', certificate: 'vocational', ownFinalYear: true },
  ];
  const exam = trainees.map(({ id }) => ({ trainee: id, result: 'passed' }));
  const of = (ofClass: Json): readonly unknown[] =>
    rows(oneLesson({ trainees, exam }, ofClass)).map(({ standard, paid, proposed }) => [standard, paid, proposed]);
  expect(of({})).toEqual([
    [2000, 1, '6000.00'],
    [1500, 1, '4500.00'],
    [1000, 2, '6000.00'],
  ]);
  expect(of({ ownFinalYear: true })).toEqual([[1000, 4, '12000.00']]);
});

test('a trainee of a college’s own final year may be the exception the other way', () => {
  const trainees = [{ id: 'a' }, { id: 'b', ownFinalYear: false }];
  const exam = [{ trainee: 'a', result: 'passed' }];
  expect(rows(oneLesson({ trainees, exam }, { ownFinalYear: true })).map(({ standard }) => standard)).toEqual([
    1500, 1000,
  ]);
});

test('violations add up to a percentage with two decimals, exactly', () => {
  const violations = [
    { percent: 0.1, why: '…' },
    { percent: 0.2, why: '…' },
    { percent: 1.23, why: '…' },
  ];
  expect(rows(thirty({ violations }))[0]).toMatchObject({
    proposed: '99000.00',
    violationPercent: 1.53,
    violationDeduction: '1514.70',
    deducted: '1514.70',
    actual: '97485.30',
  });
});

test('deductions are added, not compounded', () => {
  const { lessons, inspections } = events(5);
  expect(rows(thirty({ inspections, violations: [{ percent: 50, why: '…' }] }, { lessons }))[0]).toMatchObject({
    classRateDeduction: '9900.00',
    violationDeduction: '49500.00',
    deducted: '59400.00',
    actual: '39600.00',
  });
});

test('the parts are shown as they are, the sum is capped at the whole', () => {
  const { lessons, inspections } = events(30);
  expect(rows(thirty({ inspections, violations: [{ percent: 70, why: '…' }] }, { lessons }))[0]).toMatchObject({
    classRatePercent: 60,
    classRateDeduction: '59400.00',
    violationPercent: 70,
    violationDeduction: '69300.00',
    deducted: '99000.00',
    actual: '0.00',
  });
});

test('nobody to pay for: a row of zeros', () => {
  const scenario = oneLesson({ exam: [{ trainee: 't1', result: 'failed' }], violations: [{ percent: 5, why: '…' }] });
  expect(rows(scenario)[0]).toMatchObject({ paid: 0, proposed: '0.00', deducted: '0.00', actual: '0.00' });
});

test('the first assessment’s amount is added for each person paid, by policy', () => {
  const policies = [{ from: '2026-01-01', firstAssessment: 120.5 }];
  expect(rows(thirty({ policies, violations: [{ percent: 100, why: '…' }] }))[0]).toMatchObject({
    deducted: '99000.00',
    actual: '2651.00',
  });
});

test('standards and the share of an event are settings of the policy under which the class opened', () => {
  const { lessons, inspections } = events(1);
  const policies = [
    { from: '2026-01-01', standardSpecial: 1234.56, classRateDeductionPercent: 2.5 },
    { from: '2026-10-09', standardSpecial: 9999 },
  ];
  expect(rows(thirty({ inspections, policies }, { lessons }))[0]).toMatchObject({
    standard: 1234.56,
    proposed: '81480.96',
    classRatePercent: 2.5,
    classRateDeduction: '2037.02',
    actual: '79443.94',
  });
});

test('withdrawn after the end of the class is not withdrawn', () => {
  const one = (withdrawnOn: string) =>
    rows(oneLesson({ trainees: [{ id: 't1', withdrawnOn }], exam: [{ trainee: 't1', result: 'passed' }] }))[0];
  expect(one('2027-01-01')).toMatchObject({ withdrawn: 0, paid: 1 });
  expect(one('2026-10-31')).toMatchObject({ withdrawn: 1, paid: 0 });
});
