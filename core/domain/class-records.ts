import type { Calendar } from './calendar.ts';
import type { ClassFile } from './class-file.ts';
import { type Circumstances, closeLesson, type OpenLesson, openLesson, type Room, type Through } from './close.ts';
import { type Unobserved, unobservedStretches } from './coverage.ts';
import type { TraineeId } from './ids.ts';
import { inRange } from './leave.ts';
import { type Lesson, lessonKey, reachOf } from './lesson.ts';
import { type Policy, policyOn } from './policy.ts';
import { correct, type LessonRecord } from './record.ts';
import { type Seen, type SeenSighting, see, unseen } from './seen.ts';
import { applyChanges, bellLessons, type Timetable } from './timetable.ts';
import type { EpochMs } from './units.ts';

/** A class's closed lessons. */
export interface ClassRecords {
  /** The records in force: by date, number, roster order. */
  readonly records: readonly LessonRecord[];
  /** The same, and those that corrections replaced: first all of the close, then the corrections in the order of the list. */
  readonly history: readonly LessonRecord[];
}

/**
 * The lessons of a class as planned: by bell, one by one, or both, where one planned by itself stands
 * over the bell's of the same date and number. @throws ZaikeError `calendar-missing`.
 */
export function plannedLessons(file: ClassFile, calendar: Calendar): readonly Lesson[] {
  const { opens, ends, room } = file.class;
  const facts = { kind: 'theory', course: null, teacher: null, room } as const;
  if (opens === null || ends === null) return file.lessons;
  const own = new Set(file.lessons.map(lessonKey));
  const byBell = bellLessons(file.bell, opens, ends, calendar, facts);
  return [...byBell.filter((lesson) => !own.has(lessonKey(lesson))), ...file.lessons];
}

/** The lessons of a class with their changes. @throws ZaikeError `calendar-missing`. */
export function timetableOf(file: ClassFile, calendar: Calendar): Timetable {
  return applyChanges(plannedLessons(file, calendar), file.changes, file.bell, file.class.ends);
}

/** Closes all lessons of a class as the classroom closes each, and applies the corrections. */
export function closeClass(file: ClassFile, lessons: readonly Lesson[]): ClassRecords {
  const { policies, trainees, cameras, coverage, stays } = file;
  const room: Room = { roster: trainees, cameras, approvedOn: file.class.approvedOn };
  const leave = Map.groupBy(file.leave, ({ trainee }) => trainee);
  const through = vouchedThrough(file, lessons);
  const sightings = sightingsByTrainee(file.sightings);
  const unobserved = new Map<Policy, readonly Unobserved[]>();
  const closed = lessons.flatMap((lesson) => {
    const policy = policyOn(policies, lesson.date);
    const stretches = unobserved.get(policy) ?? unobservedStretches(coverage, cameras, policy);
    unobserved.set(policy, stretches);
    const circumstances: Circumstances = { room, leave, through, stays, unobserved: stretches };
    return closeLesson(withSightings(openLesson(lesson, policy), sightings), circumstances);
  });
  return corrected(closed, file);
}

/** Each trainee's sightings, earliest first. */
function sightingsByTrainee(sightings: readonly SeenSighting[]): ReadonlyMap<TraineeId, readonly SeenSighting[]> {
  const grouped = Map.groupBy(sightings, ({ trainee }) => trainee);
  for (const each of grouped.values()) each.sort((a, b) => a.at - b.at);
  return grouped;
}

/** The first place at which a sighting is not before `from`. */
function firstFrom(sightings: readonly SeenSighting[], from: EpochMs): number {
  let [low, high] = [0, sightings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sightings[middle]?.at ?? from) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

function withSightings(open: OpenLesson, sightings: ReadonlyMap<TraineeId, readonly SeenSighting[]>): OpenLesson {
  const { from, to } = reachOf(open.windows);
  const seen = new Map<TraineeId, Seen>();
  for (const [trainee, each] of sightings) {
    let kept: Seen = unseen;
    for (let index = firstFrom(each, from); ; index += 1) {
      const sighting = each[index];
      if (sighting === undefined || sighting.at > to) break;
      kept = see(kept, open.windows, sighting);
    }
    if (kept !== unseen) seen.set(trainee, kept);
  }
  return { ...open, seen };
}

/** Vouched lessons by trainee; numbers that the day does not have are left out. */
export function vouchedThrough(
  file: ClassFile,
  lessons: readonly Lesson[],
): ReadonlyMap<TraineeId, readonly Through[]> {
  const byDate = Map.groupBy(lessons, ({ date }) => date);
  const all = file.vouched.flatMap(({ trainee, date, lessons: range, manual }) =>
    (byDate.get(date) ?? [])
      .filter(({ no }) => inRange(range, no))
      .map((lesson): Through => {
        return { trainee, lesson: lessonKey(lesson), span: { from: lesson.start, to: lesson.end }, manual };
      }),
  );
  return Map.groupBy(all, ({ trainee }) => trainee);
}

/** Where a trainee's record of a lesson is found. */
export function recordKey({ trainee, date, no }: Pick<LessonRecord, 'trainee' | 'date' | 'no'>): string {
  return `${date}#${no}#${trainee}`;
}

/** @throws ZaikeError when a correction lacks its second person; one that names no record is left out (the edge refuses it). */
function corrected(closed: readonly LessonRecord[], file: ClassFile): ClassRecords {
  if (file.corrections.length === 0) return { records: closed, history: closed };
  const inForce = new Map(closed.map((record) => [recordKey(record), record]));
  const added: LessonRecord[] = [];
  for (const { trainee, date, no, ...correction } of file.corrections) {
    const key = recordKey({ trainee, date, no });
    const record = inForce.get(key);
    if (record === undefined) continue;
    const next = correct(record, correction);
    inForce.set(key, next);
    added.push(next);
  }
  return { records: [...inForce.values()], history: [...closed, ...added] };
}
