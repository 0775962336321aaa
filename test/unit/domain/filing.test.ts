import { describe, expect, test } from 'vitest';
import { type FilingEvent, factsOf, filingOf, isUnconfirmed, refusalOf } from '../../../core/domain/filing.ts';
import { epochMs, type LocalDate } from '../../../core/domain/units.ts';

const day = (text: string): LocalDate => text as LocalDate;
const at = epochMs(0);
const nothing = { filedOn: null, approvedOn: null };
const today = day('2026-10-01');
const filed: FilingEvent = { kind: 'filed', on: day('2026-09-24'), by: 'u1', at };
const entered: FilingEvent = {
  kind: 'entered',
  on: day('2026-09-28'),
  paper: '12号',
  by: 'u1',
  countersignedBy: 'u2',
  at,
};
const confirmed: FilingEvent = { kind: 'confirmed', on: day('2026-09-29'), paper: '12号', at };
const returned: FilingEvent = { kind: 'returned', why: '缺教学计划', by: 'center', at };
const withdrawn: FilingEvent = { kind: 'withdrawn', why: '看错', by: 'u1', countersignedBy: 'u2', at };

describe('where a filing stands', () => {
  test('a class begins as a draft', () => {
    expect(filingOf([], nothing)).toEqual({ kind: 'draft', returned: null });
  });
  test('an approval entered by hand counts and is 未经中心确认 until the center tells it', () => {
    const byHand = filingOf([filed, entered], nothing);
    expect(byHand).toMatchObject({ kind: 'approved', on: '2026-09-28', source: 'hand' });
    expect(isUnconfirmed(byHand)).toBe(true);
    const byCenter = filingOf([filed, entered, confirmed], nothing);
    expect(byCenter).toMatchObject({ on: '2026-09-29', source: 'center' });
    expect(isUnconfirmed(byCenter)).toBe(false);
  });
  test('the center’s word stands over what is entered by hand after it', () => {
    expect(filingOf([filed, confirmed, entered], nothing)).toMatchObject({ on: '2026-09-29', source: 'center' });
  });
  test('what the center returned is a draft again, with why, and no lesson counts', () => {
    expect(filingOf([filed, confirmed, returned], nothing)).toEqual({ kind: 'draft', returned: '缺教学计划' });
    expect(factsOf([filed, confirmed, returned], nothing)).toEqual(nothing);
  });
  test('what was returned and filed again is no approved class until the center approves that', () => {
    expect(filingOf([filed, confirmed, returned, filed], nothing)).toEqual({ kind: 'filed', on: '2026-09-24' });
    const again: FilingEvent = { ...confirmed, on: day('2026-09-30') };
    expect(filingOf([filed, confirmed, returned, filed, again], nothing)).toMatchObject({ on: '2026-09-30' });
  });
  test('an approval of what was changed later takes no lesson away: the class counts from the first one on', () => {
    const again: FilingEvent = { ...confirmed, on: day('2026-09-30'), paper: '15号' };
    expect(filingOf([filed, confirmed, again], nothing)).toMatchObject({ on: '2026-09-29', paper: '15号' });
  });
  test('an approval that is taken back leaves a class filed, and no lesson counts', () => {
    expect(factsOf([filed, entered, withdrawn], nothing)).toEqual({ filedOn: '2026-09-24', approvedOn: null });
  });
});

describe('what cannot happen to a filing', () => {
  const state = (...events: FilingEvent[]) => filingOf(events, nothing);
  test.each([
    ['filing twice', state(filed), filed, 'already-filed'],
    ['filing what is approved', state(filed, entered), filed, 'already-approved'],
    ['approving what is not filed', state(), entered, 'not-filed'],
    ['approving twice by hand', state(filed, entered), entered, 'already-approved'],
    ['approving before filing', state({ ...filed, on: day('2026-09-29') }), entered, 'before-filing'],
    ['approving on a day to come', state(filed), { ...entered, on: day('2026-10-02') }, 'in-the-future'],
    ['countersigning oneself', state(filed), { ...entered, countersignedBy: ' u1 ' }, 'second-person-missing'],
    ['taking back what the center approved', state(filed, confirmed), withdrawn, 'not-entered-by-hand'],
    ['returning a draft', state(), returned, 'not-filed'],
    [
      'the institution returning an approved class',
      state(filed, confirmed),
      { ...returned, by: 'u1' },
      'already-approved',
    ],
  ] as const)('%s', (_what, filing, event, refusal) => {
    expect(refusalOf(filing, event, today)).toBe(refusal);
  });
  test('filing, approval by hand, its taking back and the center’s word may each follow', () => {
    expect(refusalOf(state(), filed, today)).toBeNull();
    expect(refusalOf(state(filed), entered, today)).toBeNull();
    expect(refusalOf(state(filed, entered), withdrawn, today)).toBeNull();
    expect(refusalOf(state(filed, entered), confirmed, today)).toBeNull();
    expect(refusalOf(state(filed, confirmed), returned, today)).toBeNull();
  });
});
