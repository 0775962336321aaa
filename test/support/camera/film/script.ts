import type { FilmPerson } from './people.ts';
import { PEOPLE } from './people.ts';

/** Seconds from the film's start. */
export interface Stay {
  readonly from: number;
  readonly to: number;
}

/** Who is in the picture when; the order of people is the order of seats. */
export interface FilmScript {
  readonly seconds: number;
  readonly stays: readonly { readonly person: FilmPerson; readonly stays: readonly Stay[] }[];
}

/** A lesson in seconds from the film's start. */
export interface FilmLesson {
  readonly start: number;
  readonly end: number;
}

/** What somebody does in every lesson. */
export type Role = 'seated' | 'out-in-breaks' | 'late' | 'left' | 'never' | 'left-early' | 'outsider';

/** Who does what. */
export const ROLES: Readonly<Record<string, Role>> = {
  t01: 'seated',
  t02: 'seated',
  t03: 'seated',
  t04: 'out-in-breaks',
  t05: 'out-in-breaks',
  t06: 'out-in-breaks',
  t07: 'late',
  t08: 'left',
  t09: 'never',
  t10: 'left-early',
  x01: 'outsider',
  x02: 'outsider',
};

/** Lessons of the rules last 45 minutes; a film's minute is a 45th of its lesson, in seconds. */
export function filmMinute(lesson: FilmLesson): number {
  return (lesson.end - lesson.start) / 45;
}

/**
 * The class for some lessons of one length. Arrivals are spread, so that no two fall together.
 * In minutes of the rules (arrival s−10 … s+15, departure e−15 … e+5): those who come on time come
 * from s−9 on; who leaves for the break leaves after e+2 and is back by s−1.5; `late` comes at s+7.5
 * and is gone by e−1.5, before the next lesson's arrival window; `left` stays from s−2.25 to s+9;
 * `left-early` from s−3.5 to e−9.75, which is early but within the departure window. The break must be
 * at least 9 minutes: nobody who left may come back within the departure window of the lesson before.
 * @throws RangeError when a break is shorter.
 */
export function classScript(lessons: readonly FilmLesson[], seconds: number): FilmScript {
  for (const [i, lesson] of lessons.entries()) {
    const before = lessons[i - 1];
    if (before && lesson.start - before.end < 9 * filmMinute(lesson))
      throw new RangeError(`expected a break of ${9 * filmMinute(lesson)} s or more before ${lesson.start} s`);
  }
  const stays = PEOPLE.map((person, i) => ({
    person,
    stays: staysOf(ROLES[person.id] ?? 'never', i, lessons, seconds),
  }));
  return { seconds, stays };
}

/**
 * The class for one lesson that comes again and again: a break, then the lesson. Whoever is there at
 * the end of the loop is there at its start.
 */
export function loopScript({
  breakSeconds,
  lessonSeconds,
}: {
  breakSeconds: number;
  lessonSeconds: number;
}): FilmScript {
  const seconds = breakSeconds + lessonSeconds;
  const lesson = { start: breakSeconds, end: seconds };
  const next = { start: breakSeconds + seconds, end: 2 * seconds };
  const two = classScript([lesson, next], 2 * seconds);
  const shifted = two.stays.map(({ person, stays }) => ({
    person,
    stays: stays
      .map(({ from, to }) => ({ from: Math.max(0, from - seconds), to: Math.min(seconds, to - seconds) }))
      .filter(({ from, to }) => from < to),
  }));
  return { seconds, stays: shifted };
}

function staysOf(role: Role, i: number, lessons: readonly FilmLesson[], seconds: number): Stay[] {
  const first = lessons[0];
  if (!first || role === 'never') return [];
  if (role === 'seated') return [{ from: first.start - (9 - 1.1 * i) * filmMinute(first), to: seconds }];
  return lessons.flatMap(({ start, end }, n) => {
    const minute = filmMinute({ start, end });
    const at = (from: number, to: number): Stay[] => [{ from: start + from * minute, to: end + to * minute }];
    const until = (from: number, to: number): Stay => ({ from: start + from * minute, to: start + to * minute });
    switch (role) {
      case 'out-in-breaks':
        return at((n === 0 ? -6 : -5) + 1.1 * (i - 3), 2 + 0.9 * (i - 3));
      case 'late':
        return at(7.5, -1.5);
      case 'left':
        return [until(-2.25, 9)];
      case 'left-early':
        return at(-3.5, -9.75);
      case 'outsider':
        return i % 2 === 0 ? [until(4, 26)] : [until(17, 40)];
    }
  });
}

/** How a lesson ends for a trainee (rules §2). */
export type Outcome = 'present' | 'late' | 'leftEarly' | 'absent' | 'pending';

/**
 * What the rules make of each role, by thought:
 * - With every window observed, the roles are what their names say; `left` was not seen in the
 *   departure window, which was observed: absent.
 * - With the departure window unobserved: whoever was seen in the arrival window and inside the lesson
 *   would be attended if seen through the outage: pending. That holds for `left` too: nobody can say that
 *   she did not come back. `never` stays absent: her arrival window was observed and empty.
 */
export function expectedOutcome(role: Role, departureObserved: boolean): Outcome | null {
  if (role === 'outsider') return null;
  if (role === 'never') return 'absent';
  if (!departureObserved) return 'pending';
  const observed = {
    seated: 'present',
    'out-in-breaks': 'present',
    late: 'late',
    left: 'absent',
    'left-early': 'leftEarly',
  };
  return observed[role] as Outcome;
}

/** The smoke run's film: two lessons of 60 s, and when its camera must fail (the film itself goes on). */
export const SMOKE = {
  seconds: 185,
  lessons: [
    { no: 1, start: 25, end: 85, departureObserved: true },
    { no: 2, start: 100, end: 160, departureObserved: false },
  ],
  /** Covers the second lesson's departure window, 140 … 166.7 s, with room on both sides. */
  outage: { from: 136, to: 170 },
} as const;

/** The smoke run's script. */
export const smokeScript = (): FilmScript => classScript(SMOKE.lessons, SMOKE.seconds);

/** Every trainee's outcome in the smoke run, by lesson, then roster. */
export function smokeOutcomes(): { readonly trainee: string; readonly no: number; readonly outcome: Outcome }[] {
  return SMOKE.lessons.flatMap(({ no, departureObserved }) =>
    PEOPLE.flatMap(({ id }) => {
      const outcome = expectedOutcome(ROLES[id] ?? 'never', departureObserved);
      return outcome === null ? [] : [{ trainee: id, no, outcome }];
    }),
  );
}
