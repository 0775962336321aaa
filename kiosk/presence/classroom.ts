import { closeLesson, openLesson, type Room, type Through, vouchedFor } from '../../core/domain/close.ts';
import { type Coverage, mergeSpans, type Unobserved, unobservedStretches } from '../../core/domain/coverage.ts';
import type { CameraId, TraineeId } from '../../core/domain/ids.ts';
import type { Leave } from '../../core/domain/leave.ts';
import { lessonKey, reachOf } from '../../core/domain/lesson.ts';
import { type LiveLine, liveLines } from '../../core/domain/live.ts';
import { belongsOn } from '../../core/domain/person.ts';
import type { LessonRecord } from '../../core/domain/record.ts';
import { type Seen, type SeenSighting, see, unseen } from '../../core/domain/seen.ts';
import type { SightingProof } from '../../core/domain/sighting.ts';
import { boundedStays } from '../../core/domain/strip.ts';
import { type DurationMs, type EpochMs, minutes, plus, type Span } from '../../core/domain/units.ts';
import { type LessonPlan, type PlannedLesson, plannedKey } from './lesson-plan.ts';

/** A sighting as the store gives it back. */
export interface KeptSighting extends SeenSighting {
  readonly proof: SightingProof | null;
}

/** What was kept of the cameras; both ends of the range belong to it. */
export interface Observed {
  sightings(from: EpochMs, to: EpochMs): KeptSighting[];
  coverage(from: EpochMs, to: EpochMs): (Span & { readonly camera: CameraId })[];
  unidentified(from: EpochMs, to: EpochMs): (Span & { readonly camera: CameraId })[];
}

/** What people entered of a lesson's class. */
export interface Entered {
  leave(planned: PlannedLesson): readonly Leave[];
  through(planned: PlannedLesson): readonly Through[];
}

/** Where records of closed lessons go, all of a lesson or none. */
export interface RecordSink {
  isClosed(lesson: PlannedLesson): boolean;
  close(lesson: PlannedLesson, records: readonly LessonRecord<KeptSighting>[]): void;
}

export interface ClassroomOptions {
  readonly plan: LessonPlan;
  /** Who is expected at a lesson, and what watches it. */
  readonly room: (planned: PlannedLesson) => Room;
  readonly observed: Observed;
  readonly entered: Entered;
  readonly sink: RecordSink;
  /** How long after a lesson's last window its frames may still be on their way. */
  readonly grace: DurationMs;
  /** Two sightings at most this far apart are one stay. */
  readonly continuity: DurationMs;
  /** A lesson could not be closed (a full disk, say): it is tried again a minute later, and hinders no other. */
  readonly onFailure: (planned: PlannedLesson, error: unknown) => void;
}

/** Judges lessons from what the store holds: the same functions that `replay` runs on a file. */
export interface Classroom {
  /** Closes every lesson whose time has come and that is not closed yet, earliest first; returns those closed now. */
  closeDue(now: EpochMs): ClosedLesson[];
  /** The wall's view of a lesson at `now`. */
  live(planned: PlannedLesson, now: EpochMs): readonly LiveLine[];
  /** When each trainee of a lesson was seen, and when nobody could be. Reads all its sightings: not for every second. */
  strips(planned: PlannedLesson): LessonStrips;
}

/** What a lesson's presence strips are drawn from. */
export interface LessonStrips {
  /** By the policy of the lesson's day, in full length. */
  readonly unobserved: readonly Unobserved[];
  /** In the order of the roster; what somebody vouches for counts as seen. */
  readonly seen: readonly { readonly trainee: TraineeId; readonly stays: readonly Span[] }[];
}

export interface ClosedLesson {
  readonly planned: PlannedLesson;
  readonly records: readonly LessonRecord<KeptSighting>[];
}

type SeenMap = Map<KeptSighting['trainee'], Seen<KeptSighting>>;

/** The live view reads sightings of the last minutes again: they are kept up to `sightingEverySeconds` late. */
const REREAD = minutes(3);

/** Lessons looked at side by side: classes taught in one room at one time are few. */
const MOST_READINGS = 16;

/** A lesson that could not be closed is tried again this much later. */
const AGAIN = minutes(1);

/** How far around a lesson coverage is read: an unobserved stretch counts by its full length. */
const AROUND_MINUTES = 60;

export function classroom({
  plan,
  room: roomOf,
  observed,
  entered,
  sink,
  grace,
  continuity,
  onFailure,
}: ClassroomOptions): Classroom {
  /** By key: a lesson that was closed stays closed, however the timetable changes. */
  const closed = new Set<string>();
  /** When a lesson that could not be closed is tried again. */
  const again = new Map<string, EpochMs>();

  /** The live view's readings: a sighting is kept at most a little late, so only the last minutes are read again. */
  const readings = new Map<PlannedLesson, { readonly seen: SeenMap; readonly readTo: EpochMs }>();

  const seenUntil = (planned: PlannedLesson, now: EpochMs): SeenMap => {
    const reach = reachOf(planned.windows);
    const kept = readings.get(planned);
    const from = kept === undefined ? reach.from : (Math.max(reach.from, kept.readTo - REREAD) as EpochMs);
    const seen = readSeen(planned, from, reach.to, kept?.seen ?? (new Map() as SeenMap));
    // Of the lessons that run, one a class: what was read of others is over, or was moved.
    readings.delete(planned);
    readings.set(planned, { seen, readTo: now });
    for (const [each] of [...readings].slice(0, -MOST_READINGS)) readings.delete(each);
    return seen;
  };

  const readSeen = (planned: PlannedLesson, from: EpochMs, to: EpochMs, seen: SeenMap): SeenMap => {
    for (const sighting of observed.sightings(from, to)) {
      seen.set(sighting.trainee, see(seen.get(sighting.trainee) ?? unseen, planned.windows, sighting));
    }
    return seen;
  };

  const gather = (planned: PlannedLesson, seen: SeenMap) => {
    const { lesson, policy, windows } = planned;
    const room = roomOf(planned);
    const reach = reachOf(windows);
    const around = { from: plus(reach.from, minutes(-AROUND_MINUTES)), to: plus(reach.to, minutes(AROUND_MINUTES)) };
    const coverage = byCamera(observed.coverage(around.from, around.to));
    return {
      open: { ...openLesson<KeptSighting>(lesson, policy), seen },
      circumstances: {
        room,
        unobserved: unobservedStretches(coverage, room.cameras, policy),
        through: Map.groupBy(entered.through(planned), ({ trainee }) => trainee),
        leave: Map.groupBy(entered.leave(planned), ({ trainee }) => trainee),
        stays: observed.unidentified(reach.from, reach.to),
      },
    };
  };

  const close = (planned: PlannedLesson): ClosedLesson | null => {
    if (sink.isClosed(planned)) return null;
    const reach = reachOf(planned.windows);
    const { open, circumstances } = gather(planned, readSeen(planned, reach.from, reach.to, new Map()));
    const records = closeLesson(open, circumstances);
    sink.close(planned, records);
    return { planned, records };
  };

  return {
    closeDue: (now) =>
      plan.lessons.flatMap((planned) => {
        const key = plannedKey(planned);
        if (plus(planned.closes, grace) > now || closed.has(key) || now < (again.get(key) ?? now)) return [];
        try {
          const made = close(planned);
          closed.add(key);
          return made ?? [];
        } catch (error) {
          again.set(key, plus(now, AGAIN));
          onFailure(planned, error);
          return [];
        }
      }),
    live: (planned, now) => {
      const { open, circumstances } = gather(planned, seenUntil(planned, now));
      return liveLines(open, circumstances, now);
    },
    strips: (planned) => {
      const { lesson, windows } = planned;
      const reach = reachOf(windows);
      const sightings = Map.groupBy(observed.sightings(reach.from, reach.to), ({ trainee }) => trainee);
      const { room, unobserved, through } = gather(planned, new Map()).circumstances;
      return {
        unobserved,
        seen: room.roster
          .filter((trainee) => belongsOn(trainee, lesson.date))
          .map(({ id }) => {
            const vouched = vouchedFor(through.get(id), lessonKey(lesson)).map(({ span }) => span);
            const at = (sightings.get(id) ?? []).map((sighting) => sighting.at);
            return { trainee: id, stays: boundedStays(at, vouched, continuity) };
          }),
      };
    },
  };
}

function byCamera(spans: readonly (Span & { readonly camera: CameraId })[]): Coverage {
  const grouped = Map.groupBy(spans, ({ camera }) => camera);
  return new Map([...grouped].map(([camera, list]) => [camera, mergeSpans(list)]));
}
