import {
  type Circumstances,
  closeLesson,
  type OpenLesson,
  openLesson,
  type Through,
} from '../../../core/domain/close.ts';
import { type Coverage, unobservedStretches } from '../../../core/domain/coverage.ts';
import { instantAt, parseInstant, parseTimeOfDay } from '../../../core/domain/day.ts';
import { type CameraId, cameraId, type TraineeId, traineeId } from '../../../core/domain/ids.ts';
import type { Leave } from '../../../core/domain/leave.ts';
import { type Lesson, lessonKey } from '../../../core/domain/lesson.ts';
import type { Trainee } from '../../../core/domain/person.ts';
import { defaultPolicy, type Policy } from '../../../core/domain/policy.ts';
import type { LessonRecord } from '../../../core/domain/record.ts';
import { type Seen, type SeenSighting, see, unseen } from '../../../core/domain/seen.ts';
import type { EpochMs, LocalDate, Span } from '../../../core/domain/units.ts';

/** The date of the worked cases. */
export const DAY = '2026-10-08' as LocalDate;
export const ROOM = cameraId('room');
export const SOMEBODY = traineeId('somebody');

/** The instant of a wall time `HH:MM` or `HH:MM:SS` on {@link DAY}. */
export function at(time: string, date: LocalDate = DAY): EpochMs {
  const ofDay = parseTimeOfDay(time);
  if (ofDay === null) throw new Error(`expected HH:MM, got ${time}`);
  return instantAt(date, ofDay);
}

/** A span of wall times, `08:58–09:25`. */
export function span(text: string): Span {
  const [from = '', to = ''] = text.split('–');
  return { from: at(from), to: at(to) };
}

/** The lesson of the worked cases, 08:30–09:15, unless told otherwise. */
export function lessonOf(start = '08:30', end = '09:15', no = 1): Lesson {
  const facts = { kind: 'theory', course: null, teacher: null, room: null, makeUp: false } as const;
  return { date: DAY, no, start: at(start), end: at(end), ...facts };
}

export interface LessonCase {
  readonly lesson?: Lesson;
  /** Wall times at which the trainee was seen. */
  readonly seen?: readonly string[];
  readonly sightings?: readonly SeenSighting[];
  /** Spans in which the room camera observed nothing; absent: all observed. */
  readonly down?: readonly string[];
  readonly coverage?: Coverage;
  readonly cameras?: readonly CameraId[];
  readonly policy?: Partial<Policy>;
  readonly leave?: readonly Leave[];
  readonly through?: readonly Through[];
  readonly stays?: readonly string[];
  readonly trainee?: Partial<Trainee>;
  readonly approvedOn?: LocalDate | null;
}

/** Coverage of one camera that observed all the day but these spans. */
export function downIn(spans: readonly string[], camera: CameraId = ROOM): Coverage {
  const midnight = at('00:00');
  const edges = spans.map(span).flatMap(({ from, to }) => [from, to]);
  const points = [midnight, ...edges, at('23:59:59')];
  const observed: Span[] = [];
  for (let i = 0; i < points.length; i += 2)
    observed.push({ from: points[i] as EpochMs, to: points[i + 1] as EpochMs });
  return new Map([[camera, observed]]);
}

export function sightingAt(time: string, camera: CameraId = ROOM, trainee: TraineeId = SOMEBODY): SeenSighting {
  return { trainee, camera, at: at(time) };
}

/** What is known beside the sightings in a case. */
export function circumstances(of: LessonCase, policy: Policy): Circumstances {
  const coverage = of.coverage ?? (of.down === undefined ? null : downIn(of.down));
  const trainee: Trainee = { id: SOMEBODY, joinedOn: DAY, withdrawnOn: null, ...of.trainee };
  const cameras = of.cameras ?? [ROOM];
  return {
    room: { roster: [trainee], cameras, approvedOn: of.approvedOn === undefined ? DAY : of.approvedOn },
    unobserved: unobservedStretches(coverage, cameras, policy),
    through: Map.groupBy(of.through ?? [], (each) => each.trainee),
    leave: Map.groupBy(of.leave ?? [], (each) => each.trainee),
    stays: (of.stays ?? []).map(span),
  };
}

/** The open lesson of a case with its sightings. */
export function openCase(of: LessonCase): OpenLesson {
  const policy = { ...defaultPolicy, ...of.policy };
  const open = openLesson(of.lesson ?? lessonOf(), policy);
  const sightings = [...(of.seen ?? []).map((time) => sightingAt(time)), ...(of.sightings ?? [])];
  const seen = sightings.reduce<Seen>((kept, each) => see(kept, open.windows, each), unseen);
  return { ...open, seen: new Map([[SOMEBODY, seen]]) };
}

/** The record of a case's only trainee. @throws Error when there is none. */
export function closeCase(of: LessonCase): LessonRecord {
  const open = openCase(of);
  const [record] = closeLesson(open, circumstances(of, open.policy));
  if (record === undefined) throw new Error('expected a record, got none');
  return record;
}

/** `late`, or `late: left-early, mid-gap`: a record in a word. */
export function told({ outcome, notes }: Pick<LessonRecord, 'outcome' | 'notes'>): string {
  return notes.length === 0 ? outcome : `${outcome}: ${notes.join(', ')}`;
}

/** A teacher's word for a whole lesson. */
export function vouched(lesson: Lesson, manual = true): Through {
  return { trainee: SOMEBODY, lesson: lessonKey(lesson), span: { from: lesson.start, to: lesson.end }, manual };
}

/** An instant with its zone. @throws Error when it is none. */
export function instant(text: string): EpochMs {
  const parsed = parseInstant(text);
  if (parsed === null) throw new Error(`expected an instant, got ${text}`);
  return parsed;
}
