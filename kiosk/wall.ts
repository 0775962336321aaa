import type { Greeting, RosterEntry, ScreenLesson, ScreenMark, ScreenState } from '../core/contract/screen.ts';
import type { ClassFacts } from '../core/domain/class-file.ts';
import type { TraineeId } from '../core/domain/ids.ts';
import type { LiveMark } from '../core/domain/live.ts';
import { maskIdNumber, type Trainee } from '../core/domain/person.ts';
import type { EpochMs } from '../core/domain/units.ts';
import type { PlannedLesson } from './presence/lesson-plan.ts';
import type { FirstSighting } from './presence/sighting-log.ts';

/** Who is on the wall. */
export interface WallPerson {
  readonly name: string;
  /** '' when it is not known. */
  readonly idNumber: string;
}

/** A trainee's mark of the moment. */
export interface WallLine {
  readonly trainee: Pick<Trainee, 'id'>;
  readonly mark: LiveMark;
}

export type WallPeople = ReadonlyMap<TraineeId, WallPerson>;

/** A running lesson's marks as the wall may show them: 未到 or 待核, never 旷课 (rules §2). */
export function rosterOf(lines: readonly WallLine[], people: WallPeople): RosterEntry[] {
  return lines.map(({ trainee: { id }, mark }) => {
    const person = people.get(id);
    return {
      id,
      name: person?.name ?? id,
      maskedId: person === undefined || person.idNumber === '' ? '' : maskIdNumber(person.idNumber),
      mark: markOf(mark),
      since: sinceOf(mark),
    };
  });
}

/** The class while no lesson is left: everybody is expected. */
export function rosterOutside(trainees: readonly Pick<Trainee, 'id'>[], people: WallPeople): RosterEntry[] {
  return rosterOf(
    trainees.map(({ id }) => ({ trainee: { id }, mark: { kind: 'expected' } })),
    people,
  );
}

/** The class on the wall. */
export function classOf({ code, specialty }: Pick<ClassFacts, 'code' | 'specialty'>): ScreenState['class'] {
  return { code, name: specialty ?? code };
}

/** A planned lesson as the page counts it down. */
export function lessonOf({ lesson, windows }: PlannedLesson): ScreenLesson {
  return {
    no: lesson.no,
    course: lesson.course ?? '',
    from: lesson.start,
    to: lesson.end,
    arrival: windows.arrival,
    departure: windows.departure,
  };
}

/** The large greeting for somebody first seen in a lesson's arrival window. */
export function greetingOf(first: FirstSighting, planned: PlannedLesson, people: WallPeople): Greeting {
  const { trainee, at, track, window } = first;
  return {
    kind: 'trainee',
    id: `${window}/${trainee}`,
    at,
    trainee,
    name: people.get(trainee)?.name ?? trainee,
    lesson: planned.lesson.no,
    mark: at > planned.windows.lateAfter ? 'late' : 'present',
    note: null,
    track: track.track,
  };
}

/** A mark of the moment as the wall and the center show it. */
export function markOf(mark: LiveMark): ScreenMark {
  switch (mark.kind) {
    case 'expected':
    case 'missing':
      return 'expected';
    case 'arrived':
      return mark.late ? 'late' : 'present';
    case 'unproven':
      return 'pending';
    case 'onLeave':
      return 'leave';
  }
}

/** When a mark came about; null for none. */
export function sinceOf(mark: LiveMark): EpochMs | null {
  return mark.kind === 'arrived' || mark.kind === 'missing' || mark.kind === 'unproven' ? mark.at : null;
}
