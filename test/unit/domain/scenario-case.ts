import { hash } from 'node:crypto';
import { faultLine } from '../../../core/contract/fault.ts';
import { replayText } from '../../../core/contract/replay-output.ts';
import { readScenario } from '../../../core/contract/scenario-read.ts';
import { settleClass } from '../../../core/domain/class-result.ts';
import { packagedYears } from '../../../core/platform/calendar.ts';

/** A replay file as JSON holds it. */
export type Json = Readonly<Record<string, unknown>>;

/** A line of a replay's `lessons`. */
export interface LessonLine {
  readonly trainee: string;
  readonly date: string;
  readonly no: number;
  readonly outcome: string;
  readonly notes: readonly string[];
}

/** What replay prints, as far as the tests look at it. */
export interface Replayed {
  readonly rulesVersion: number;
  readonly lessons: readonly LessonLine[];
  readonly months: readonly {
    readonly month: string;
    readonly workdays: number;
    readonly trainees: readonly Readonly<Record<string, unknown>>[];
    readonly class: Json;
    readonly reportId: string;
  }[];
  readonly course: readonly Readonly<Record<string, unknown>>[];
  readonly owed: number;
  readonly classRateEvents: readonly Json[];
  readonly subsidy: readonly Json[];
  readonly deadlines: Json;
  readonly warnings: readonly { readonly rule: string; readonly expected: string; readonly got: string }[];
}

const years = packagedYears();

/** The text that replay prints for a scenario. @throws Error with all fault lines when it does not fit. */
export function replayed(scenario: unknown): string {
  const reading = readScenario(JSON.parse(JSON.stringify(scenario)), years);
  if (reading.kind === 'faulty') throw new Error(reading.faults.map(faultLine).join('\n'));
  return replayText(settleClass(reading.file, { calendar: reading.calendar, sha256: (text) => hash('sha256', text) }));
}

/** {@link replayed}, parsed. */
export function replay(scenario: unknown): Replayed {
  return JSON.parse(replayed(scenario)) as Replayed;
}

/** The fault lines of a scenario; none when it fits. */
export function faultsOf(scenario: unknown): readonly string[] {
  const reading = readScenario(scenario, years);
  return reading.kind === 'faulty' ? reading.faults.map(faultLine) : [];
}

/** Six lessons a day. */
export const BELL = [
  ['08:30', '09:15'],
  ['09:25', '10:10'],
  ['10:20', '11:05'],
  ['13:00', '13:45'],
  ['13:55', '14:40'],
  ['14:50', '15:35'],
] as const;

/** A class of October 2026 with six lessons on each of its 18 working days, one trainee and one camera; `more` replaces members. */
export function october(more: Json = {}, ofClass: Json = {}): Json {
  return {
    class: {
      code: 'DSJ-2026-01',
      specialty: '大数据开发',
      certificate: 'special',
      opens: '2026-10-08',
      ends: '2026-10-31',
      approvedOn: '2026-09-28',
      months: 3,
      bell: BELL,
      ...ofClass,
    },
    trainees: [{ id: 't1', joinedOn: '2026-10-08' }],
    cameras: ['room'],
    ...more,
  };
}

/** One lesson, 08:30–09:15 on 8 October 2026, in the same class. */
export function oneLesson(more: Json = {}, ofClass: Json = {}): Json {
  const lessons = [{ date: '2026-10-08', no: 1, start: '08:30', end: '09:15' }];
  const { bell: _, ...facts } = october().class as Json;
  return { ...october(), class: { ...facts, lessons, ...ofClass }, ...more };
}

/** The working days of October 2026. */
export const OCTOBER = [8, 9, 10, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30].map(
  (day) => `2026-10-${String(day).padStart(2, '0')}`,
);

/** `attended` lines for all of these days. */
export function attended(trainee: string, dates: readonly string[], lessons = '1-6'): readonly Json[] {
  return dates.map((date) => ({ trainee, date, lessons }));
}

/** `late`, or `late: left-early, mid-gap`, of each lesson line. */
export function words(lines: readonly LessonLine[]): readonly string[] {
  return lines.map(({ outcome, notes }) => (notes.length === 0 ? outcome : `${outcome}: ${notes.join(', ')}`));
}

/** An instant of 8 October 2026. */
export function eighth(time: string): string {
  return `2026-10-08T${time.length === 5 ? `${time}:00` : time}+08:00`;
}

/** Sightings of a trainee on 8 October 2026. */
export function seenAt(times: readonly string[], trainee = 't1', camera = 'room'): readonly Json[] {
  return times.map((time) => ({ trainee, at: eighth(time), camera }));
}
