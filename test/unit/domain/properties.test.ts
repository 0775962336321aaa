import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closeLesson } from '../../../core/domain/close.ts';
import { type Coverage, unobservedStretches } from '../../../core/domain/coverage.ts';
import { cameraId } from '../../../core/domain/ids.ts';
import type { Leave } from '../../../core/domain/leave.ts';
import { defaultPolicy, type Policy, policyVersions } from '../../../core/domain/policy.ts';
import { isAttended, type LessonRecord } from '../../../core/domain/record.ts';
import { type Candidate, rowsFor, type SubsidyRow } from '../../../core/domain/subsidy.ts';
import { tally } from '../../../core/domain/tally.ts';
import { type EpochMs, type Span } from '../../../core/domain/units.ts';
import { at, circumstances, DAY, openCase, ROOM, SOMEBODY } from './lesson-case.ts';
import { OCTOBER, october, replay, replayed } from './scenario-case.ts';

/*
 * What must hold for any lesson whatever. Instants lie on a grid of half minutes around 08:30–09:15,
 * so that edges of windows, sightings and stretches meet often.
 */

const DOOR = cameraId('door');
const cameras = [ROOM, DOOR];
const start = at('08:10');
const instant = fc.oneof(
  fc.integer({ min: 0, max: 150 }).map((half) => (start + half * 30_000) as EpochMs),
  fc.integer({ min: 0, max: 75 * 60_000 }).map((ms) => (start + ms) as EpochMs),
);
const sighting = fc.record({ at: instant, camera: fc.constantFrom(ROOM, DOOR) });
const sightings = fc.array(sighting, { maxLength: 8 });
const span = fc.tuple(instant, instant).map(([a, b]): Span => (a < b ? { from: a, to: b } : { from: b, to: a }));
const spans = fc.array(span, { maxLength: 4 });
const spansOf = fc.record({ room: spans, door: spans });
const policy = fc
  .record({
    observedBy: fc.constantFrom('all' as const, 'any' as const),
    unobservedOverMinutes: fc.constantFrom(0, 1, 2),
  })
  .map((more): Policy => ({ ...defaultPolicy, ...more }));
const leave = fc.option(fc.constantFrom<Leave['kind']>('personal', 'sick'));

type Spans = { readonly room: readonly Span[]; readonly door: readonly Span[] };
const coverageOf = ({ room, door }: Spans): Coverage =>
  new Map([
    [ROOM, room],
    [DOOR, door],
  ]);

interface Situation {
  readonly sightings: readonly { readonly at: EpochMs; readonly camera: typeof ROOM }[];
  readonly observed: Spans | null;
  readonly policy: Policy;
  readonly leave: Leave['kind'] | null;
}

const situation = fc.record({ sightings, observed: fc.option(spansOf), policy, leave });

function record(of: Situation): LessonRecord {
  const open = openCase({ policy: of.policy, sightings: of.sightings.map((each) => ({ ...each, trainee: SOMEBODY })) });
  const kind = of.leave;
  const leaves: readonly Leave[] =
    kind === null ? [] : [{ trainee: SOMEBODY, kind, from: DAY, to: DAY, lessons: null, enteredAt: null }];
  const coverage = of.observed === null ? null : coverageOf(of.observed);
  const [made] = closeLesson(open, circumstances({ cameras, coverage, leave: leaves }, of.policy));
  if (made === undefined) throw new Error('expected a record');
  return made;
}

const holds = <T>(property: fc.IProperty<T>): void => fc.assert(property as fc.IProperty<unknown>, { numRuns: 2000 });

test('what is attended is due: attended ≤ due, and all outcomes add up to due', () => {
  holds(
    fc.property(fc.array(situation, { maxLength: 20 }), (situations) => {
      const sum = tally(situations.map(record), policyVersions());
      expect(sum.attended).toBeLessThanOrEqual(sum.due);
      expect(sum.attended + sum.personalLeave + sum.sickLeave + sum.absent + sum.pending).toBe(sum.due);
      expect(sum.due).toBe(situations.length);
    }),
  );
});

test('one sighting more never makes an attended lesson absent, nor a pending one', () => {
  holds(
    fc.property(situation, sighting, (of, more) => {
      const before = record(of);
      const after = record({ ...of, sightings: [...of.sightings, more] });
      if (isAttended(before.outcome)) expect(isAttended(after.outcome)).toBe(true);
      if (before.outcome === 'pending') expect(after.outcome).not.toBe('absent');
    }),
  );
});

test('the order of sightings does not matter', () => {
  const shuffled = sightings.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  holds(
    fc.property(situation, shuffled, (of, [list, other]) => {
      const ordered = record({ ...of, sightings: list });
      expect(record({ ...of, sightings: other })).toEqual(ordered);
    }),
  );
});

/** Spans with a piece cut out, as an outage does. */
const without = (list: readonly Span[], hole: Span): readonly Span[] =>
  list.flatMap(({ from, to }) => [
    ...(from < hole.from ? [{ from, to: Math.min(to, hole.from - 1) as EpochMs }] : []),
    ...(to > hole.to ? [{ from: Math.max(from, hole.to + 1) as EpochMs, to }] : []),
  ]);

const ALL: Span = { from: at('07:00'), to: at('11:00') };

/** A situation, and the same with less coverage: holes cut into either camera's. */
const outage = fc.record({ of: situation, roomHoles: spans, doorHoles: spans }).map(({ of, roomHoles, doorHoles }) => {
  const known = of.observed ?? { room: [ALL], door: [ALL] };
  const less = { room: roomHoles.reduce(without, known.room), door: doorHoles.reduce(without, known.door) };
  return { before: record({ ...of, observed: known }), after: record({ ...of, observed: less }) };
});

test('removing coverage never turns pending or attended into absent', () => {
  holds(
    fc.property(outage, ({ before, after }) => {
      if (before.outcome === 'pending' || isAttended(before.outcome)) expect(after.outcome).not.toBe('absent');
    }),
  );
});

test('an outage never makes anybody late, early or absent who was not', () => {
  holds(
    fc.property(outage, ({ before, after }) => {
      const late = (of: LessonRecord): boolean => of.outcome === 'late';
      const early = (of: LessonRecord): boolean => of.outcome === 'leftEarly' || of.notes.includes('left-early');
      if (!late(before)) expect(late(after)).toBe(false);
      if (!early(before)) expect(early(after)).toBe(false);
      if (before.outcome !== 'absent') expect(after.outcome).not.toBe('absent');
    }),
  );
});

test('widening coverage never turns attended into not attended', () => {
  holds(
    fc.property(outage, ({ before: wide, after: narrow }) => {
      expect(isAttended(wide.outcome)).toBe(isAttended(narrow.outcome));
    }),
  );
});

test('with everything observed nothing is pending', () => {
  holds(
    fc.property(situation, (of) => {
      expect(record({ ...of, observed: null }).outcome).not.toBe('pending');
      expect(record({ ...of, observed: { room: [ALL], door: [ALL] } })).toEqual(record({ ...of, observed: null }));
    }),
  );
});

test('absent is only who is not attended however long the unobserved stretches were sat through', () => {
  holds(
    fc.property(situation, (of) => {
      const judged = record({ ...of, leave: null });
      const coverage = of.observed === null ? null : coverageOf(of.observed);
      const sat = unobservedStretches(coverage, cameras, of.policy).flatMap(({ from, to }) => {
        const [first, last] = [Math.max(from + 1, at('08:00')), Math.min(to - 1, at('09:40'))];
        const times = Array.from({ length: 220 }, (_, index) => first + index * 30_000).filter((time) => time <= last);
        return [...times, ...(first <= last ? [last] : [])].map((time) => ({ at: time as EpochMs, camera: ROOM }));
      });
      const supposed = record({ ...of, leave: null, observed: null, sightings: [...of.sightings, ...sat] });
      if (judged.outcome === 'absent') expect(supposed.outcome).toBe('absent');
      if (judged.outcome === 'pending') expect(isAttended(supposed.outcome)).toBe(true);
    }),
  );
});

test('leave never stands over an attended lesson, and always over an absent or pending one', () => {
  holds(
    fc.property(situation, fc.constantFrom<Leave['kind']>('personal', 'sick'), (of, kind) => {
      const bare = record({ ...of, leave: null });
      const excused = record({ ...of, leave: kind });
      if (isAttended(bare.outcome)) expect(excused).toEqual(bare);
      else expect(excused.outcome).toBe(kind === 'personal' ? 'personalLeave' : 'sickLeave');
    }),
  );
});

const paidFor: Candidate = {
  certificate: 'special',
  ownFinalYear: false,
  withdrawn: false,
  insured: false,
  exam: 'passed',
  materialsRejected: false,
};
const anybody: fc.Arbitrary<Candidate> = fc.record({
  certificate: fc.constantFrom('vocational' as const, 'special' as const),
  ownFinalYear: fc.boolean(),
  withdrawn: fc.boolean(),
  insured: fc.boolean(),
  exam: fc.constantFrom('passed' as const, 'failed' as const, 'absent' as const, 'notRegistered' as const, null),
  materialsRejected: fc.boolean(),
});
const candidate = fc.oneof({ weight: 2, arbitrary: fc.constant(paidFor) }, { weight: 1, arbitrary: anybody });
const terms = fc.record({
  months: fc.integer({ min: 1, max: 6 }),
  classRateShare: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.nat(60)).map((events) => events * 200),
  violationShare: fc.oneof(fc.nat(3000), fc.nat(15_000)),
  policy: fc.constant(defaultPolicy),
});
const standard = fc.integer({ min: 1, max: 300_000 }).map((fen) => fen / 100);
const total = (rows: readonly SubsidyRow[]): bigint => rows.reduce((sum, { actual }) => sum + actual, 0n);

test('splitting a class into two rows never changes the total paid', () => {
  holds(
    fc.property(fc.array(candidate, { maxLength: 50 }), fc.nat(50), standard, terms, (all, place, of, given) => {
      const whole = rowsFor([{ standard: of, candidates: all }], given);
      const parts = [all.slice(0, place), all.slice(place)].map((candidates) => ({ standard: of, candidates }));
      expect(total(rowsFor(parts, given))).toBe(total(whole));
    }),
  );
});

test('what is paid is never below zero nor above what was proposed, and everybody is counted once', () => {
  holds(
    fc.property(
      fc.array(fc.tuple(standard, fc.array(candidate, { maxLength: 10 })), { maxLength: 4 }),
      terms,
      (groups, given) => {
        const rows = rowsFor(
          groups.map(([of, candidates]) => ({ standard: of, candidates })),
          given,
        );
        for (const row of rows) {
          expect(row.actual >= 0n && row.actual <= row.proposed).toBe(true);
          expect(row.proposed - row.deducted).toBe(row.actual);
          const { withdrawn, insured, notRegistered, failed, materialsRejected, paid } = row;
          expect(withdrawn + insured + notRegistered + failed + materialsRejected + paid).toBe(row.opened);
        }
      },
    ),
  );
});

/** Small scenarios of two trainees over the first days of October. */
const scenario = fc
  .record({
    vouched: fc.array(fc.record({ day: fc.nat(3), no: fc.integer({ min: 1, max: 6 }) }), { maxLength: 6 }),
    seen: fc.array(fc.record({ day: fc.nat(3), at: fc.integer({ min: 0, max: 480 }) }), { maxLength: 20 }),
    covered: fc.option(
      fc.array(fc.record({ day: fc.nat(3), from: fc.nat(480), length: fc.nat(480) }), { maxLength: 6 }),
    ),
  })
  .map(({ vouched, seen, covered }) => {
    const time = (day: number, minute: number): string => {
      const hour = String(8 + Math.floor(minute / 60)).padStart(2, '0');
      return `${OCTOBER[day] ?? ''}T${hour}:${String(minute % 60).padStart(2, '0')}:00+08:00`;
    };
    return october(
      {
        trainees: [{ id: 't1' }, { id: 't2' }],
        attended: vouched.map(({ day, no }) => ({ trainee: 't2', date: OCTOBER[day], lessons: String(no) })),
        sightings: seen.map(({ day, at: minute }) => ({ trainee: 't1', at: time(day, minute), camera: 'room' })),
        ...(covered === null
          ? {}
          : {
              coverage: covered.map(({ day, from, length }) => ({
                camera: 'room',
                from: time(day, from),
                to: time(day, Math.min(from + length, 899)),
              })),
            }),
      },
      { ends: OCTOBER[3] },
    );
  });

test('two runs give the same bytes, in whatever order the sightings stand', () => {
  fc.assert(
    fc.property(scenario, (file) => {
      const text = replayed(file);
      expect(replayed(file)).toBe(text);
      expect(replayed({ ...file, sightings: (file['sightings'] as unknown[]).toReversed() })).toBe(text);
    }),
    { numRuns: 100 },
  );
});

test('every trainee has every due lesson once, and months and course agree', () => {
  fc.assert(
    fc.property(scenario, (file) => {
      const { lessons, months, course } = replay(file);
      expect(new Set(lessons.map(({ trainee, date, no }) => `${trainee} ${date} ${no}`)).size).toBe(48);
      expect(months[0]?.trainees.map(({ attended }) => attended)).toEqual(course.map(({ attended }) => attended));
    }),
    { numRuns: 100 },
  );
});
