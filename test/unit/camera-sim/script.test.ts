import { describe, expect, test } from 'vitest';
import { ENROLLED, PEOPLE } from '../../support/camera/film/people.ts';
import {
  classScript,
  expectedOutcome,
  type FilmLesson,
  type FilmScript,
  filmMinute,
  loopScript,
  ROLES,
  SMOKE,
  smokeOutcomes,
  smokeScript,
} from '../../support/camera/film/script.ts';

/** Rules §2 on a film, whose people are seen at every moment they are there and the camera works. */
function seenIn(script: FilmScript, id: string, from: number, to: number, outage?: { from: number; to: number }) {
  const spans = script.stays.find(({ person }) => person.id === id)?.stays ?? [];
  const seen = spans
    .flatMap((stay) =>
      outage
        ? [
            { from: stay.from, to: Math.min(stay.to, outage.from) },
            { from: Math.max(stay.from, outage.to), to: stay.to },
          ]
        : [stay],
    )
    .map((stay) => ({ from: Math.max(stay.from, from), to: Math.min(stay.to, to) }))
    .filter((stay) => stay.from < stay.to);
  return seen.length === 0 ? null : { first: seen[0]?.from ?? NaN, last: seen.at(-1)?.to ?? NaN };
}

function judge(script: FilmScript, id: string, lesson: FilmLesson, outage?: { from: number; to: number }): string {
  const minute = filmMinute(lesson);
  const { start, end } = lesson;
  const arrival = seenIn(script, id, start - 10 * minute, start + 15 * minute, outage);
  const inside = seenIn(script, id, start, end, outage);
  const departure = seenIn(script, id, end - 15 * minute, end + 5 * minute, outage);
  if (!arrival || !inside) return 'absent';
  if (!departure) return outage ? 'pending' : 'absent';
  if (arrival.first > start + 3 * minute) return 'late';
  return departure.last < end - 5 * minute ? 'leftEarly' : 'present';
}

describe('the people of the film', () => {
  test('are ten enrolled and two outsiders, each with a role and a seat of their own', () => {
    expect(ENROLLED).toHaveLength(10);
    expect(PEOPLE).toHaveLength(12);
    expect(new Set(PEOPLE.map(({ id }) => id)).size).toBe(12);
    expect(PEOPLE.map(({ id }) => ROLES[id])).not.toContain(undefined);
    expect(PEOPLE.filter(({ id }) => ROLES[id] === 'outsider').map(({ enrolled }) => enrolled)).toEqual([false, false]);
  });
});

describe('the smoke run', () => {
  const script = smokeScript();

  test('comes out, by the windows of the rules, as the thought-out outcomes say', () => {
    for (const { trainee, no, outcome } of smokeOutcomes()) {
      const lesson = SMOKE.lessons[no - 1] ?? { start: NaN, end: NaN };
      expect(`${trainee} ${judge(script, trainee, lesson, no === 2 ? SMOKE.outage : undefined)}`).toBe(
        `${trainee} ${outcome}`,
      );
    }
  });

  test('has each outcome: present, late, left early, absent in the first lesson; pending and absent in the second', () => {
    const of = (no: number): string[] => smokeOutcomes().flatMap((each) => (each.no === no ? [each.outcome] : []));
    expect(of(1).toSorted()).toEqual([
      'absent',
      'absent',
      'late',
      'leftEarly',
      ...Array.from({ length: 6 }, () => 'present'),
    ]);
    expect(of(2).toSorted()).toEqual(['absent', ...Array.from({ length: 9 }, () => 'pending')]);
  });

  test('without the outage the second lesson comes out as the first', () => {
    for (const { id } of ENROLLED)
      expect(judge(script, id, SMOKE.lessons[1])).toBe(expectedOutcome(ROLES[id] ?? 'never', true));
  });

  test('has fifteen arrivals of enrolled people or more, no two within a third of a second', () => {
    const arrivals = script.stays
      .filter(({ person }) => person.enrolled)
      .flatMap(({ stays }) => stays.map(({ from }) => from))
      .toSorted((a, b) => a - b);
    expect(arrivals.length).toBeGreaterThanOrEqual(15);
    for (const [i, at] of arrivals.slice(1).entries()) expect(at - (arrivals[i] ?? NaN)).toBeGreaterThan(0.3);
  });
});

describe('the loop', () => {
  const script = loopScript({ breakSeconds: 15, lessonSeconds: 60 });

  test('gives every lesson the same outcomes, whichever turn it is', () => {
    const twice = script.stays.map(({ person, stays }) => ({
      person,
      stays: [0, 75, 150].flatMap((by) => stays.map(({ from, to }) => ({ from: from + by, to: to + by }))),
    }));
    for (const { id } of ENROLLED)
      expect(judge({ seconds: 225, stays: twice }, id, { start: 90, end: 150 })).toBe(
        expectedOutcome(ROLES[id] ?? 'never', true),
      );
  });

  test('lets people come and go in every turn', () => {
    const moves = script.stays.flatMap(({ stays }) => stays.filter(({ from, to }) => from > 0 || to < script.seconds));
    expect(moves.length).toBeGreaterThan(8);
  });

  test('refuses a break in which who left would come back for the lesson before', () => {
    expect(() => loopScript({ breakSeconds: 5, lessonSeconds: 60 })).toThrow('a break of 12 s or more');
    expect(() => classScript([{ start: 20, end: 80 }], 100)).not.toThrow();
  });
});
