import type { TrackInFrame } from '../../../core/domain/face.ts';
import { cameraId, type TraineeId } from '../../../core/domain/ids.ts';
import { judge } from '../../../core/domain/judge.ts';
import { type Lesson, lessonKey, windowsOf } from '../../../core/domain/lesson.ts';
import { defaultPolicy } from '../../../core/domain/policy.ts';
import { closeIn, emptyPresence, reduce } from '../../../core/domain/presence.ts';
import { isAttended } from '../../../core/domain/record.ts';
import { unseen } from '../../../core/domain/seen.ts';
import { type EpochMs, epochMs, type LocalDate, type Span } from '../../../core/domain/units.ts';
import { sightingsOf } from '../../../kiosk/vision/identity/sightings.ts';
import { LESSON, type LessonScript } from './script.ts';

/** 2026-10-08 08:30 in Asia/Shanghai: any lesson would do. */
const START = 1_791_419_400_000;
const CAMERA = cameraId('room');
/** Who faces the camera in fewer frames of a required window was not observable there. */
const OBSERVABLE_FRAMES = 15;

const lesson: Lesson = {
  date: '2026-10-08' as LocalDate,
  no: 1,
  start: epochMs(START),
  end: epochMs(START + LESSON.length * 1000),
  kind: 'theory',
  course: null,
  teacher: null,
  room: null,
  makeUp: false,
};
const windows = windowsOf(lesson, defaultPolicy);

/** The instant so many seconds after the lesson's start. */
export const instant = (second: number): EpochMs => epochMs(START + Math.round(second * 1000));

/** How one trainee's lesson came out. */
export interface TraineeLesson {
  readonly trainee: TraineeId;
  /** Credited, though not there. */
  readonly wrong: boolean;
  /** There, and facing the camera often enough in both required windows. */
  readonly observable: boolean;
  /** Observable and not credited. */
  readonly missed: boolean;
}

/** Collects what was seen in a lesson, and judges it by the product's rules against the script. */
export class LessonRun {
  private readonly script: LessonScript;
  private readonly facing = new Map<TraineeId, { arrival: number; departure: number }>();
  private state = reduce(emptyPresence(), { kind: 'opened', lesson, policy: defaultPolicy });

  constructor(script: LessonScript) {
    this.script = script;
  }

  /** The face of this trainee was turned to the camera in the frame at `at`, whether or not it was found. */
  faced(trainee: TraineeId, at: EpochMs): void {
    const counts = this.facing.get(trainee) ?? { arrival: 0, departure: 0 };
    if (holds(windows.arrival, at)) counts.arrival += 1;
    if (holds(windows.departure, at)) counts.departure += 1;
    this.facing.set(trainee, counts);
  }

  saw(tracks: readonly TrackInFrame[], at: EpochMs): void {
    for (const sighting of sightingsOf({ camera: CAMERA, at, tracks })) {
      this.state = reduce(this.state, { kind: 'sighting', sighting });
    }
  }

  close(): readonly TraineeLesson[] {
    const { enrolled, stays } = this.script;
    this.state = reduce(this.state, {
      kind: 'observed',
      camera: CAMERA,
      span: { from: instant(LESSON.from - 600), to: instant(LESSON.to + 600) },
    });
    const roster = enrolled.map(({ trainee }) => ({ id: trainee, joinedOn: null, withdrawnOn: null }));
    const records = closeIn(this.state, lessonKey(lesson), { roster, cameras: [CAMERA], approvedOn: lesson.date });
    return records.map(({ trainee, outcome }) => {
      const stay = stays.find((one) => one.trainee === trainee);
      const span = stay && { from: instant(stay.from), to: instant(stay.to) };
      const there = span !== undefined && isAttended(judge(windows, unseen, [span], []).outcome);
      const faced = this.facing.get(trainee);
      const observable = there && Math.min(faced?.arrival ?? 0, faced?.departure ?? 0) >= OBSERVABLE_FRAMES;
      const credited = isAttended(outcome);
      return { trainee, wrong: credited && !there, observable, missed: observable && !credited };
    });
  }
}

const holds = (span: Span, at: EpochMs): boolean => span.from <= at && at <= span.to;
