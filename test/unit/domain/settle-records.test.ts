import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { replayText } from '../../../core/contract/replay-output.ts';
import { readScenario } from '../../../core/contract/scenario-read.ts';
import { closeClass, timetableOf } from '../../../core/domain/class-records.ts';
import { settleClass, settleRecords } from '../../../core/domain/class-result.ts';
import { packagedYears } from '../../../core/platform/calendar.ts';
import { attended, type Json, OCTOBER, october } from './scenario-case.ts';

const sha256 = (text: string): string => hash('sha256', text);

/** A class of October 2026 whose records end with the lessons of `until`. */
function running(until: string, more: Json = {}, ofClass: Json = {}) {
  const reading = readScenario(JSON.parse(JSON.stringify(october(more, ofClass))), packagedYears());
  if (reading.kind === 'faulty') throw new Error('the scenario does not fit');
  const { file, calendar } = reading;
  const timetable = timetableOf(file, calendar);
  const closed = closeClass(
    file,
    timetable.lessons.filter(({ date }) => date <= until),
  );
  return { file, timetable, closed, ports: { calendar, sha256 } };
}

test('records settled by themselves come to what the whole file comes to', () => {
  const { file, timetable, closed, ports } = running('2026-10-31', {
    attended: attended('t1', OCTOBER.slice(1)),
    corrections: [
      { trainee: 't1', date: '2026-10-08', no: 2, to: 'present', why: '签到表', by: 'u1', countersignedBy: 'u2' },
    ],
  });
  expect(replayText(settleRecords(file, timetable, closed, ports))).toBe(replayText(settleClass(file, ports)));
});

test('lessons not yet held are to come and in no figure of the running month', () => {
  const { file, timetable, closed, ports } = running('2026-10-12', { attended: attended('t1', OCTOBER) });
  const { months, course, toCome } = settleRecords(file, timetable, closed, ports);
  expect(months[0]?.trainees[0]).toMatchObject({ due: 24, attended: 24, rate: '100.00', absent: 0 });
  expect([toCome.length, toCome[0]?.date, toCome[0]?.no]).toEqual([84, '2026-10-13', 1]);
  expect(course[0]).toMatchObject({ due: 24, attended: 24 });
});

test('how many lessons may still be missed is asked of the whole class, lessons to come among them', () => {
  const { file, timetable, closed, ports } = running('2026-10-12', {
    attended: attended('t1', OCTOBER.slice(1)),
  });
  // 108 lessons in all, 6 missed: 102 attended at best, 97.2 asked for.
  expect(settleRecords(file, timetable, closed, ports).course[0]).toMatchObject({ due: 24, attended: 18, mayMiss: 4 });
});

test('lessons to come after a withdrawal, or of a class not approved, are nobody’s to miss', () => {
  const gone = running('2026-10-12', {
    trainees: [{ id: 't1', joinedOn: '2026-10-08', withdrawnOn: '2026-10-13' }],
    attended: attended('t1', OCTOBER.slice(0, 4)),
  });
  expect(settleRecords(gone.file, gone.timetable, gone.closed, gone.ports).course[0]?.mayMiss).toBe(2);
  const unapproved = running('2026-10-12', {}, { approvedOn: null });
  const { course, toCome } = settleRecords(unapproved.file, unapproved.timetable, unapproved.closed, unapproved.ports);
  expect([course[0]?.due, course[0]?.mayMiss, toCome.length]).toEqual([0, 0, 84]);
});

const twoDays = (more: Json = {}, ofClass: Json = {}) =>
  running('2026-10-09', { attended: attended('t1', OCTOBER), ...more }, ofClass);

test('an approval entered after the lessons were recorded makes them due', () => {
  const before = twoDays({}, { approvedOn: null });
  const { file, timetable, ports } = twoDays();
  const { months, records } = settleRecords(file, timetable, before.closed, ports);
  expect(months[0]?.class).toEqual({ due: 12, attended: 12, rate: '100.00' });
  expect(records[0]).toMatchObject({ due: true, notes: [] });
  expect(before.closed.records[0]).toMatchObject({ due: false, notes: ['not-approved'] });
});

test('a withdrawal entered afterwards leaves out the lessons from its day on', () => {
  const before = twoDays();
  const { file, timetable, ports } = twoDays({ trainees: [{ id: 't1', withdrawnOn: '2026-10-09' }] });
  expect(settleRecords(file, timetable, before.closed, ports).months[0]?.class.due).toBe(6);
});

test('a lesson cancelled after it was recorded is owed, in no figure, and not to come', () => {
  const before = twoDays({ attended: [] });
  const changes = [1, 2, 3, 4, 5, 6].map((no) => ({ date: '2026-10-09', no, kind: 'cancelled' }));
  const { file, timetable, ports } = twoDays({ changes });
  const { months, owed, toCome } = settleRecords(file, timetable, before.closed, ports);
  expect([months[0]?.class.due, owed, toCome[0]?.date]).toEqual([6, 6, '2026-10-10']);
});

test('records closed under the same papers are settled as they are', () => {
  const { file, timetable, closed, ports } = twoDays();
  expect(settleRecords(file, timetable, closed, ports).records).toEqual(closed.records);
});

test('a trainee whom the center approved later has no lesson in 应到 before that day, known when it closed or only later', () => {
  const trainees = (approvedFrom?: string | null) => ({
    trainees: [{ id: 't1' }, { id: 't2', ...(approvedFrom === undefined ? {} : { approvedFrom }) }],
  });
  const { timetable, closed, ports } = running('2026-10-12', trainees());
  for (const [from, due, mayBe] of [
    [undefined, 24, 108],
    ['2026-10-12', 6, 90],
    [null, 0, 0],
  ] as const) {
    const { file, closed: knownThen } = running('2026-10-12', trainees(from));
    const later = settleRecords(file, timetable, closed, ports);
    expect(later.months[0]?.trainees[1]).toMatchObject({ due });
    expect(later.months[0]?.trainees[0]).toMatchObject({ due: 24 });
    expect(later.course[1]?.mayMiss).toBe(Math.max(0, Math.floor(mayBe / 10) - due));
    expect(replayText(settleRecords(file, timetable, knownThen, ports))).toBe(replayText(later));
    const [first] = later.records.filter(({ trainee, date }) => (trainee as string) === 't2' && date === '2026-10-08');
    expect(first?.notes.includes('not-approved')).toBe(from !== undefined);
  }
});
