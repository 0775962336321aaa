import { join } from 'node:path';
import type { CameraId, ClassCode, TraineeId } from '../core/domain/ids.ts';
import { reachOf } from '../core/domain/lesson.ts';
import { type EpochMs, type LocalDate, type Span, seconds } from '../core/domain/units.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import type { Cameras } from './cameras.ts';
import type { Config } from './config.ts';
import { type Evidence, openEvidence } from './evidence/evidence.ts';
import type { KioskKey } from './evidence/key.ts';
import type { EvidencePolicy, LessonSpan } from './evidence/ports.ts';
import type { Observed } from './presence/classroom.ts';
import type { ClockGuard } from './presence/clock-guard.ts';
import type { LessonPlan, PlannedLesson } from './presence/lesson-plan.ts';
import { evidenceIndex } from './store/evidence.ts';
import type { Db } from './store/open.ts';
import type { Outbox } from './store/outbox.ts';
import type { StoredRecord } from './store/records.ts';

export interface RecordingOptions {
  readonly config: Config;
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly guard: ClockGuard;
  readonly plan: LessonPlan;
  /** A class's last day; null while it is not known. */
  readonly endOf: (code: ClassCode) => LocalDate | null;
  readonly outbox: Outbox;
  readonly key: KioskKey;
  readonly version: string;
}

/** Opens the evidence folder under the data folder, with the configuration's policy. @throws as {@link openEvidence}. */
export function openRecording(options: RecordingOptions): Promise<Evidence> {
  const { config, db, clock, log, guard, plan, outbox, version } = options;
  const alarmLog = log.child('alarm');
  return openEvidence({
    directory: join(config.dataDir, 'evidence'),
    clock,
    log,
    key: options.key,
    index: evidenceIndex(db),
    lessons: {
      spans: (range) => lessonSpans(plan, range, options.endOf),
    },
    policy: evidencePolicy(config),
    outbox: { checkpoint: (checkpoint) => outbox.put('checkpoint', checkpoint, clock.now()) },
    alarm: ({ code, camera, message }) => {
      alarmLog.error(message, { code, camera });
      outbox.put('alarm', { code, camera, over: false, since: clock.now(), message }, clock.now());
    },
    clockState: () => guard.state,
    version,
  });
}

/** Records every camera, also those that come, until the kiosk ends. */
export async function recordAll(evidence: Evidence, cameras: Cameras, log: Log): Promise<void> {
  await cameras.each(async (id, camera) => {
    using subscription = camera.subscribe({ name: 'recorder', keep: 'all' });
    await evidence
      .record(id, subscription)
      .catch((error: unknown) => log.error('recording ended', { camera: id, error }));
  });
}

/** What a lesson's evidence is sealed from. */
export interface SealingOptions {
  readonly evidence: Evidence;
  readonly endOf: (code: ClassCode) => LocalDate | null;
  /** The room cameras of a lesson whose windows begin at `from`. */
  readonly cameras: (from: EpochMs) => readonly CameraId[];
  /** Everybody whom a record of a lesson may name. */
  readonly people: (
    planned: PlannedLesson,
  ) => readonly { readonly trainee: TraineeId; readonly name: string; readonly idNumber: string }[];
  readonly coverage: Observed['coverage'];
  /** The records of a lesson as the store keeps them. */
  readonly recordsOf: (planned: PlannedLesson) => readonly StoredRecord[];
  readonly log: Log;
}

/** Seals lessons one after the other; a lesson that is sealed already stays as it is. */
export interface Sealing {
  /** Takes a lesson whose records are in the store. */
  add(planned: PlannedLesson): void;
  /** Resolves when all that was taken is sealed, or its failure logged. */
  done(): Promise<void>;
}

export function createSealing({ evidence, endOf, cameras, people, coverage, recordsOf, log }: SealingOptions): Sealing {
  let last = Promise.resolve();
  const seal = async (planned: PlannedLesson): Promise<void> => {
    const { code, lesson, windows } = planned;
    const { date, no } = lesson;
    const expected = reachOf(windows);
    try {
      await evidence.closeLesson({
        ...{ class: code, classEnds: endOf(code), date, no, expected, cameras: cameras(expected.from) },
        lesson: { from: lesson.start, to: lesson.end },
        records: recordsOf(planned),
        people: people(planned),
        coverage: coverage(expected.from, expected.to),
      });
      log.info('lesson sealed', { class: code, date, no });
    } catch (error) {
      log.error('a lesson was not sealed', { class: code, date, no, error });
    }
  };
  return {
    add: (planned) => {
      last = last.then(() => seal(planned));
    },
    done: () => last,
  };
}

function lessonSpans(plan: LessonPlan, range: Span, endOf: RecordingOptions['endOf']): LessonSpan[] {
  return plan.lessons.flatMap(({ code, windows }) => {
    const reach = reachOf(windows);
    return reach.from <= range.to && range.from <= reach.to
      ? [{ ...reach, cameras: null, classEnds: endOf(code) }]
      : [];
  });
}

function evidencePolicy({ recording }: Config): EvidencePolicy {
  return {
    segment: seconds(recording.segmentSeconds),
    flushEvery: seconds(0.25),
    syncEvery: seconds(0.5),
    checkpointEvery: seconds(recording.checkpointSeconds),
    outsideLessons: recording.outsideLessons,
    outsideDays: recording.outsideDays,
    archiveYears: recording.archiveYears,
    lowBytes: recording.lowGigabytes * 1e9,
    floorBytes: recording.floorGigabytes * 1e9,
  };
}
