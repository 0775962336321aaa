import { type Circumstances, closeLesson, type OpenLesson, openLesson, type Room, type Through } from './close.ts';
import { addSpan, type Coverage, unobservedStretches } from './coverage.ts';
import type { CameraId } from './ids.ts';
import type { Leave } from './leave.ts';
import { type Lesson, type LessonKey, lessonKey } from './lesson.ts';
import type { Policy } from './policy.ts';
import type { LessonRecord } from './record.ts';
import { type Seen, type SeenSighting, see, unseen } from './seen.ts';
import type { Span } from './units.ts';

/** A room's presence while its lessons run. */
export interface PresenceState<S extends SeenSighting = SeenSighting> {
  readonly lessons: ReadonlyMap<LessonKey, OpenLesson<S>>;
  readonly coverage: Coverage;
  readonly stays: readonly Span[];
  readonly leave: readonly Leave[];
  readonly through: readonly Through[];
}

/** What changes a room's presence. */
export type PresenceEvent<S extends SeenSighting = SeenSighting> =
  /** A lesson is to be watched, by the policy of its day. Opened again with other times, it begins empty: feed it the stored sightings. */
  | { readonly kind: 'opened'; readonly lesson: Lesson; readonly policy: Policy }
  /** A trainee was identified, or checked in without a face at that instant (camera `manual`). */
  | { readonly kind: 'sighting'; readonly sighting: S }
  /** A room camera observed all through this span. */
  | { readonly kind: 'observed'; readonly camera: CameraId; readonly span: Span }
  /** An unidentified person was in the room all through this span. */
  | { readonly kind: 'stay'; readonly span: Span }
  | { readonly kind: 'leave'; readonly leave: Leave }
  /** A teacher vouches for a whole lesson. */
  | { readonly kind: 'through'; readonly through: Through }
  /** A lesson is no longer watched: it was closed, or taken off the timetable. */
  | { readonly kind: 'closed'; readonly lesson: LessonKey };

/** Nothing known: no lesson, and nothing observed. */
export function emptyPresence<S extends SeenSighting = SeenSighting>(): PresenceState<S> {
  return { lessons: new Map(), coverage: new Map(), stays: [], leave: [], through: [] };
}

/** The state after an event. Sightings, spans and stays may come in any order. */
export function reduce<S extends SeenSighting>(state: PresenceState<S>, event: PresenceEvent<S>): PresenceState<S> {
  switch (event.kind) {
    case 'opened': {
      const key = lessonKey(event.lesson);
      const known = state.lessons.get(key);
      const opened = openLesson<S>(event.lesson, event.policy);
      const same = known?.lesson.start === event.lesson.start && known.lesson.end === event.lesson.end;
      const next = same && known.policy === event.policy ? { ...opened, seen: known.seen } : opened;
      return { ...state, lessons: new Map(state.lessons).set(key, next) };
    }
    case 'closed': {
      const lessons = new Map(state.lessons);
      return lessons.delete(event.lesson) ? { ...state, lessons } : state;
    }
    case 'sighting':
      return withSighting(state, event.sighting);
    case 'observed': {
      const known = state.coverage?.get(event.camera) ?? [];
      const spans = addSpan(known, event.span);
      return spans === known ? state : { ...state, coverage: new Map(state.coverage).set(event.camera, spans) };
    }
    case 'stay':
      return { ...state, stays: [...state.stays, event.span] };
    case 'leave':
      return { ...state, leave: [...state.leave, event.leave] };
    case 'through':
      return { ...state, through: [...state.through, event.through] };
  }
}

function withSighting<S extends SeenSighting>(state: PresenceState<S>, sighting: S): PresenceState<S> {
  let lessons: Map<LessonKey, OpenLesson<S>> | undefined;
  for (const [key, open] of state.lessons) {
    const known: Seen<S> = open.seen.get(sighting.trainee) ?? unseen;
    const seen = see(known, open.windows, sighting);
    if (seen === known) continue;
    lessons ??= new Map(state.lessons);
    lessons.set(key, { ...open, seen: new Map(open.seen).set(sighting.trainee, seen) });
  }
  return lessons === undefined ? state : { ...state, lessons };
}

/** What is known now beside the sightings, by the policy of a lesson. */
export function circumstancesOf(state: PresenceState, room: Room, policy: Policy): Circumstances {
  return {
    room,
    unobserved: unobservedStretches(state.coverage, room.cameras, policy),
    through: Map.groupBy(state.through, ({ trainee }) => trainee),
    leave: Map.groupBy(state.leave, ({ trainee }) => trainee),
    stays: state.stays,
  };
}

/** The records of one of the state's lessons; not before {@link closesAt}. Empty when the state does not know the lesson. */
export function closeIn<S extends SeenSighting>(
  state: PresenceState<S>,
  lesson: LessonKey,
  room: Room,
): readonly LessonRecord<S>[] {
  const open = state.lessons.get(lesson);
  return open === undefined ? [] : closeLesson(open, circumstancesOf(state, room, open.policy));
}
