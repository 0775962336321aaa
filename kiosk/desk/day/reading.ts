import { type Circumstances, type OpenLesson, openLesson, type Through } from '../../../core/domain/close.ts';
import { type Coverage, mergeSpans, unobservedStretches } from '../../../core/domain/coverage.ts';
import type { ClassCode, TraineeId } from '../../../core/domain/ids.ts';
import { inRange, type Leave } from '../../../core/domain/leave.ts';
import { closesAt, type Lesson, lessonKey, reachOf, type Windows, windowsOf } from '../../../core/domain/lesson.ts';
import type { ProvenSighting } from '../../../core/domain/opening.ts';
import { policyOn } from '../../../core/domain/policy.ts';
import { type Seen, see, unseen } from '../../../core/domain/seen.ts';
import { type EpochMs, minutes, plus } from '../../../core/domain/units.ts';
import type { WhyContext } from '../../../core/domain/why.ts';
import type { CameraSpan, DayClass, DayPorts } from './ports.ts';

/** How far around a lesson coverage is read: an unobserved stretch counts by its full length. */
const AROUND = 60;

/** A lesson as the store knows it now. */
export interface LessonReading {
  readonly of: DayClass;
  readonly open: OpenLesson<ProvenSighting>;
  readonly circumstances: Circumstances;
  /** All sightings in the lesson's reach, by trainee. */
  readonly sightings: ReadonlyMap<TraineeId, readonly ProvenSighting[]>;
  readonly strangers: readonly CameraSpan[];
}

/** Reads what the cameras saw of a lesson, and what people entered: as the classroom does when it closes it. */
export function readLesson(ports: DayPorts, of: DayClass, lesson: Lesson): LessonReading {
  const { file } = of;
  const policy = policyOn(file.policies, lesson.date);
  const bare = openLesson<ProvenSighting>(lesson, policy);
  const { from, to } = reachOf(bare.windows);
  const sightings = Map.groupBy(ports.observed.sightings(from, to), ({ trainee }) => trainee);
  const strangers = ports.observed.unidentified(from, to);
  const coverage = coverageAround(ports, bare.windows);
  return {
    of,
    open: { ...bare, seen: new Map([...sightings].map(([trainee, all]) => [trainee, seenOf(all, bare)])) },
    sightings,
    strangers,
    circumstances: {
      room: { roster: file.trainees, cameras: file.cameras, approvedOn: file.class.approvedOn },
      unobserved: unobservedStretches(coverage, file.cameras, policy),
      through: Map.groupBy(throughOf(ports, of, lesson), ({ trainee }) => trainee),
      leave: Map.groupBy(leaveOf(ports, of, lesson), ({ trainee }) => trainee),
      stays: strangers,
    },
  };
}

/** What a lesson's marks are judged by; the sightings are not read. */
export function whyContext(ports: DayPorts, { file }: DayClass, lesson: Lesson): WhyContext {
  const policy = policyOn(file.policies, lesson.date);
  const windows = windowsOf(lesson, policy);
  return { windows, policy, unobserved: unobservedStretches(coverageAround(ports, windows), file.cameras, policy) };
}

function coverageAround(ports: DayPorts, windows: Windows): Coverage {
  const { from, to } = reachOf(windows);
  return byCamera(ports.observed.coverage(plus(from, minutes(-AROUND)), plus(to, minutes(AROUND))));
}

function seenOf(all: readonly ProvenSighting[], { windows }: OpenLesson): Seen<ProvenSighting> {
  return all.reduce<Seen<ProvenSighting>>((kept, each) => see(kept, windows, each), unseen);
}

function byCamera(spans: readonly CameraSpan[]): Coverage {
  const grouped = Map.groupBy(spans, ({ camera }) => camera);
  return new Map([...grouped].map(([camera, list]) => [camera, mergeSpans(list)]));
}

/** What is vouched for of a lesson, withdrawn check-ins left out. */
function throughOf(ports: DayPorts, { file }: DayClass, lesson: Lesson): readonly Through[] {
  const entered = ports.manual
    .list(file.class.code, lesson.date, lesson.date)
    .filter(({ withdrawn, lessons }) => withdrawn === null && inRange(lessons, lesson.no));
  const filed = file.vouched.filter(({ date, lessons }) => date === lesson.date && inRange(lessons, lesson.no));
  const span = { from: lesson.start, to: lesson.end };
  return [
    ...filed.map(({ trainee, manual }) => ({ trainee, lesson: lessonKey(lesson), span, manual })),
    ...entered.map(({ trainee }) => ({ trainee, lesson: lessonKey(lesson), span, manual: true })),
  ];
}

/** The leave entered on this kiosk, and what the class's own file brings along. */
function leaveOf(ports: DayPorts, { file }: DayClass, { date }: Lesson): readonly Leave[] {
  const entered = ports.leave.list(file.class.code, date, date).filter(({ withdrawn }) => withdrawn === null);
  return [...file.leave, ...entered];
}

/** Where a lesson stands at `now`. */
export function lessonState(
  ports: Pick<DayPorts, 'records'>,
  code: ClassCode,
  { lesson, policy, windows }: Pick<OpenLesson, 'lesson' | 'policy' | 'windows'>,
  now: EpochMs,
): 'toCome' | 'running' | 'ended' | 'closed' {
  if (ports.records.isClosed(code, lesson.date, lesson.no)) return 'closed';
  if (now < reachOf(windows).from) return 'toCome';
  return now <= closesAt(lesson, policy) && now <= windows.departure.to ? 'running' : 'ended';
}
