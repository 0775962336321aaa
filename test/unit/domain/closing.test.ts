import { expect, test } from 'vitest';
import { closeLesson } from '../../../core/domain/close.ts';
import { MANUAL } from '../../../core/domain/ids.ts';
import type { Leave } from '../../../core/domain/leave.ts';
import { correct } from '../../../core/domain/record.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import {
  circumstances,
  closeCase,
  DAY,
  lessonOf,
  openCase,
  SOMEBODY,
  sightingAt,
  told,
  vouched,
} from './lesson-case.ts';

const leave = (more: Partial<Leave> = {}): Leave => ({
  trainee: SOMEBODY,
  kind: 'personal',
  from: DAY,
  to: DAY,
  lessons: null,
  enteredAt: null,
  ...more,
});
const day = (text: string): LocalDate => text as LocalDate;

test('attended beats leave; leave beats absent and pending', () => {
  expect(told(closeCase({ seen: ['08:25', '08:50', '09:12'], leave: [leave()] }))).toBe('present');
  expect(told(closeCase({ seen: ['08:40', '08:50', '09:12'], leave: [leave()] }))).toBe('late');
  expect(told(closeCase({ seen: ['08:50'], leave: [leave()] }))).toBe('personalLeave');
  expect(told(closeCase({ seen: ['08:25'], down: ['08:58–09:25'], leave: [leave({ kind: 'sick' })] }))).toBe(
    'sickLeave',
  );
});

test('leave covers its days and lessons, both ends included', () => {
  const on = (more: Partial<Leave>): string => told(closeCase({ leave: [leave(more)] }));
  expect(on({ from: day('2026-10-01'), to: DAY })).toBe('personalLeave');
  expect(on({ from: day('2026-10-09'), to: day('2026-10-09') })).toBe('absent');
  expect(on({ lessons: { first: 1, last: 3 } })).toBe('personalLeave');
  expect(on({ lessons: { first: 2, last: 3 } })).toBe('absent');
});

test('of two leaves over one lesson the first entered holds', () => {
  expect(told(closeCase({ leave: [leave({ kind: 'sick' }), leave()] }))).toBe('sickLeave');
});

test('a check-in without a face is a sighting by the camera manual, and is noted', () => {
  const seen = (time: string) => sightingAt(time, MANUAL);
  expect(told(closeCase({ sightings: [seen('08:25'), seen('09:12'), sightingAt('08:50')] }))).toBe('present: manual');
  expect(told(closeCase({ sightings: [seen('08:25')] }))).toBe('absent: left');
});

test('a teacher who vouches for a lesson makes it present, whatever the cameras saw', () => {
  const lesson = lessonOf();
  expect(told(closeCase({ lesson, through: [vouched(lesson)] }))).toBe('present: manual');
  expect(told(closeCase({ lesson, through: [vouched(lesson)], seen: ['08:40', '08:50'] }))).toBe('present: manual');
  expect(told(closeCase({ lesson, through: [vouched(lesson, false)] }))).toBe('present');
});

test('a teacher’s word for a lesson says nothing of the next, though their windows meet', () => {
  const second = lessonOf('09:25', '10:10', 2);
  const through = [vouched(lessonOf())];
  expect(told(closeCase({ lesson: second, through }))).toBe('absent');
  expect(told(closeCase({ lesson: second, through, seen: ['10:00', '10:08'] }))).toBe('absent: too-late');
  expect(
    told(closeCase({ lesson: second, through, seen: ['09:40', '10:08'], policy: { arrivalAfterMinutes: 10 } })),
  ).toBe('absent: too-late');
  expect(told(closeCase({ lesson: second, through, seen: ['09:30', '09:40', '10:08'] }))).toBe('late');
  expect(told(closeCase({ lesson: second, through, down: ['09:41–10:20'] }))).toBe('absent');
});

test('a sighting in the vouched lesson still counts for the next', () => {
  const of = {
    lesson: lessonOf('09:25', '10:10', 2),
    through: [vouched(lessonOf())],
    seen: ['09:15', '09:40', '10:08'],
  };
  expect(told(closeCase(of))).toBe('present');
});

test('only the lesson that the teacher vouches for is noted', () => {
  const second = lessonOf('09:25', '10:10', 2);
  const of = { lesson: second, through: [vouched(lessonOf())], seen: ['09:24', '09:40', '10:08'] };
  expect(told(closeCase(of))).toBe('present');
});

test('an unsure liveness counts and is noted when the mark rests on it', () => {
  const unsure = (time: string) => ({ ...sightingAt(time), liveness: 'unsure' as const });
  const live = (time: string) => ({ ...sightingAt(time), liveness: 'live' as const });
  expect(told(closeCase({ sightings: [unsure('08:25'), live('08:50'), live('09:12')] }))).toBe('present: unsure');
  expect(told(closeCase({ sightings: [live('08:25'), unsure('08:26'), live('08:50'), live('09:12')] }))).toBe(
    'present',
  );
  expect(told(closeCase({ sightings: [unsure('08:25')] }))).toBe('absent: left');
});

test('a mark keeps the sightings that opened its windows', () => {
  const { seen } = closeCase({ seen: ['09:13', '08:24', '08:28', '08:47', '08:31', '09:02'] });
  const times = [seen.arrival, seen.inside, seen.middle, seen.departure, seen.last].map((each) => each?.at);
  expect(times).toEqual(['08:24', '08:31', '08:47', '09:02', '09:13'].map((time) => sightingAt(time).at));
});

test('unidentified people who stayed 15 minutes are noted on the absent, and on nobody else', () => {
  expect(told(closeCase({ stays: ['08:40–08:55'] }))).toBe('absent: unidentified-present');
  expect(told(closeCase({ stays: ['08:40–08:54:59'] }))).toBe('absent');
  expect(told(closeCase({ stays: ['08:10–08:44'] }))).toBe('absent');
  expect(told(closeCase({ stays: ['08:40–08:48', '08:48–08:56'] }))).toBe('absent');
  expect(told(closeCase({ stays: ['08:30–09:15'], seen: ['08:25', '08:50', '09:12'] }))).toBe('present');
  expect(told(closeCase({ stays: ['08:30–09:15'], seen: ['08:50', '09:12'] }))).toBe(
    'absent: too-late, unidentified-present',
  );
});

test('lessons are due from the day of joining up to, not including, the day of withdrawal', () => {
  const records = (trainee: object): number => {
    const open = openCase({});
    return closeLesson(open, circumstances({ trainee }, open.policy)).length;
  };
  expect(records({ joinedOn: DAY })).toBe(1);
  expect(records({ joinedOn: day('2026-10-09') })).toBe(0);
  expect(records({ withdrawnOn: day('2026-10-09') })).toBe(1);
  expect(records({ withdrawnOn: DAY })).toBe(0);
  expect(records({ joinedOn: null })).toBe(1);
});

test('lessons before the day of approval are listed with the note and not due', () => {
  const before = closeCase({ approvedOn: day('2026-10-09'), seen: ['08:25', '08:50', '09:12'] });
  expect([told(before), before.due]).toEqual(['present: not-approved', false]);
  const never = closeCase({ approvedOn: null });
  expect([told(never), never.due]).toEqual(['absent: not-approved', false]);
  const sameDay = closeCase({ approvedOn: DAY });
  expect([told(sameDay), sameDay.due]).toEqual(['absent', true]);
});

test('a lesson off-site counts only by decision', () => {
  const lesson = { ...lessonOf(), kind: 'offSite' as const };
  const without = closeCase({ lesson, seen: ['08:25', '08:50', '09:12'] });
  expect([told(without), without.due]).toEqual(['present: off-site', false]);
  const decided = closeCase({ lesson, seen: ['08:25', '08:50', '09:12'], policy: { offSiteCounts: true } });
  expect([told(decided), decided.due]).toEqual(['present', true]);
});

test('a correction is a new record that says what was before; the old one stays as it was', () => {
  const record = closeCase({ seen: ['08:50', '09:12'] });
  const corrected = correct(record, { to: 'present', why: '坐在柱子后面', by: 'u1', countersignedBy: 'u2', at: null });
  expect(told(corrected)).toBe('present');
  expect(corrected.correction?.before).toBe('absent');
  expect(told(record)).toBe('absent: too-late');
  const again = correct(corrected, { to: 'late', why: '核实为迟到', by: 'u2', countersignedBy: 'u3', at: null });
  expect([again.outcome, again.correction?.before]).toEqual(['late', 'present']);
});

test('nobody countersigns a correction of their own', () => {
  const record = closeCase({});
  const alone = { to: 'present', why: '补签', by: 'u1', countersignedBy: 'u1', at: null } as const;
  expect(() => correct(record, alone)).toThrow('复核');
  expect(() => correct(record, { ...alone, countersignedBy: '' })).toThrow('复核');
  expect(() => correct(record, { ...alone, countersignedBy: 'u1 ' })).toThrow('复核');
  expect(() => correct(record, { ...alone, countersignedBy: ' ' })).toThrow('复核');
  expect(() => correct(record, { ...alone, by: ' ', countersignedBy: 'u2' })).toThrow('复核');
  const second = correct(record, { ...alone, countersignedBy: ' u2' }).correction;
  expect([second?.by, second?.countersignedBy]).toEqual(['u1', 'u2']);
});
