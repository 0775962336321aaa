import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { overlaps } from '../../core/domain/completeness.ts';
import type { JournalEntry, JournalFact, KeptFile, Manifest, Place } from '../../core/domain/evidence.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { CaptureEvent } from '../../core/domain/media.ts';
import type { ClockState, SightingProof } from '../../core/domain/sighting.ts';
import { type EpochMs, epochMs, type LocalDate, minutes, plus, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import { beat } from './beat.ts';
import type { ClipPart } from './clip.ts';
import { closeLesson, type LessonToClose } from './close-lesson.ts';
import { type CorrectedRecord, keepCorrection } from './correct.ts';
import { type Disk, systemDisk } from './disk.ts';
import { type Checkpoint, type CheckpointOutbox, Journal } from './journal.ts';
import type { KioskKey } from './key.ts';
import { locate } from './locate.ts';
import { lockFolder } from './lock.ts';
import { makePackage, type PackageRequest, type Packed } from './package.ts';
import { type FacePicture, keepPicture } from './picture.ts';
import type { AlarmSink, EvidenceIndex, EvidencePolicy, LessonSpan, Lessons } from './ports.ts';
import { Recorder } from './recorder.ts';
import { recover } from './recover.ts';
import { type Swept, sweep } from './retention.ts';
import type { Cause } from './timeline.ts';

export interface EvidenceOptions {
  /** The evidence folder: made when missing. */
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly key: KioskKey;
  readonly index: EvidenceIndex;
  readonly lessons: Lessons;
  readonly policy: EvidencePolicy;
  readonly outbox: CheckpointOutbox;
  readonly alarm: AlarmSink;
  readonly clockState: () => ClockState;
  /** The program's version, for the journal. */
  readonly version: string;
  readonly disk?: Disk;
  /** False: neither retention nor regular checkpoints, for a command that only looks in. */
  readonly keeper?: boolean;
}

/** A kiosk's evidence while it runs: recorders, the journal and what follows from them. */
export interface Evidence extends AsyncDisposable {
  /** Records a camera until its events end. Never rejects because of the disk. */
  record(camera: CameraId, events: AsyncIterable<CaptureEvent>): Promise<void>;
  /** Resolves once the fact is on the disk. */
  append(fact: JournalFact): Promise<JournalEntry>;
  /** Waits until the recorders have sealed the lesson's span, then closes its evidence; a closed one stays as it is. */
  closeLesson(lesson: LessonToClose): Promise<Manifest>;
  /** Keeps and journals a record that corrects one of a closed lesson. */
  correct(record: CorrectedRecord): Promise<JournalEntry>;
  /** Keeps and journals the picture of a first sighting; the lesson's close finds it. */
  keepPicture(picture: FacePicture): Promise<KeptFile>;
  /** The second of video that shows an instant, null when no segment does. */
  locate(camera: CameraId, at: EpochMs, frame: Pick<SightingProof, 'run' | 'decodeTime'> | null): Place | null;
  /** A camera's segment in the writing, as far as it is on the disk: shown to people, no evidence yet. */
  growing(camera: CameraId): ClipPart | null;
  /** Signs the journal's head and hands it to the outbox. */
  checkpoint(): Promise<Checkpoint>;
  /** Retention and forecast; also done once an hour. */
  sweep(): Promise<Swept>;
  /** Packs lessons into a folder that proves itself. @throws ZaikeError `out-not-empty`, `no-lessons`. */
  pack(request: PackageRequest, onProgress?: (step: string, share: number) => void): Promise<Packed>;
  /** Bytes that are free, and the day on which the disk will be full; null: not within four years; undefined: not computed yet. */
  space(): { readonly free: number; readonly full: LocalDate | null | undefined };
  readonly journal: Journal;
}

/** Recording begins and ends this far outside a lesson's windows: keyframes come when they come. */
const LEAD_SECONDS = 15;
/** How long a lesson's close waits for the last keyframe. */
const PATIENCE = seconds(90);
const LAST_WORDS = seconds(10);
const LOOK_EVERY = seconds(5);
const SWEEP_EVERY = minutes(60);

/**
 * Opens the evidence folder: reads the journal back, recovers what a kill left, then is ready to record.
 * @throws ZaikeError `evidence-in-use` while another program has the folder open; `journal-key`, `journal-broken`, `journal-newer`, and the system's error when the folder cannot be read.
 */
export async function openEvidence(options: EvidenceOptions): Promise<Evidence> {
  const { directory, clock, log, index, policy, alarm, lessons, disk = systemDisk } = options;
  await mkdir(directory, { recursive: true });
  const onTrouble = (error: Error | null): void => {
    if (error) alarm({ code: 'journal-stuck', camera: null, message: `证据日志无法写入：${error.message}` });
  };
  const { key, outbox } = options;
  const place = { directory: join(directory, 'journal'), key, clock, log, disk, follower: index, outbox, onTrouble };
  await using held = new AsyncDisposableStack();
  held.use(await lockFolder(directory));
  const { journal, tornBytes, damaged } = await Journal.open(place);
  if (damaged > 0)
    alarm({ code: 'journal-damaged', camera: null, message: `证据日志有 ${String(damaged)} 条记录被改动或损坏` });
  const append = (fact: JournalFact): Promise<JournalEntry> => journal.append(fact);
  const before = index.last();
  const boot = before.boot + 1;
  const startedAt = clock.now();
  const alive = await recover({ directory, index, disk, log, alarm, append });
  await append({ kind: 'started', boot, version: options.version, tornBytes });
  for (const { camera, from, why, detail } of index.openGaps()) {
    const to = epochMs(Math.max(from, Math.min(alive, startedAt)));
    await append({ kind: 'gap', camera, from, to, why, detail });
  }
  /** Until when each camera's time is explained; by a segment or gap of an earlier start, or by this start's last recording. */
  const explained = new Map([...index.covered()].map(([camera, until]) => [camera, { until, earlier: true }]));
  await journal.checkpoint();

  const recorders = new Map<CameraId, Recorder>();
  const closing = new AbortController();
  let free = Number.POSITIVE_INFINITY;
  let spans: readonly LessonSpan[] = [];
  const look = async (): Promise<void> => {
    const now = clock.now();
    spans = lessons.spans({ from: plus(now, minutes(-5)), to: plus(now, minutes(5)) });
    const before = free;
    ({ free } = await disk.space(directory));
    if (free < policy.lowBytes && before >= policy.lowBytes)
      alarm({ code: 'disk-low', camera: null, message: '磁盘空间不足：课外时间已停止录像，课内录像继续' });
    if (free < policy.floorBytes && before >= policy.floorBytes)
      alarm({ code: 'disk-full', camera: null, message: '磁盘已满，无法录像：请立即清理磁盘或更换更大的磁盘' });
  };
  const forbidden = (camera: CameraId, at: EpochMs): Cause | null => {
    if (free < policy.floorBytes) return { why: 'disk-full', detail: `${String(free)} bytes are free` };
    const around = { from: plus(at, seconds(-LEAD_SECONDS)), to: plus(at, seconds(LEAD_SECONDS)) };
    const inLesson = spans.some((span) => (span.cameras?.includes(camera) ?? true) && overlaps(span, around));
    if (inLesson) return null;
    if (!policy.outsideLessons) return { why: 'not-recording', detail: 'outside lessons' };
    return free < policy.lowBytes ? { why: 'not-recording', detail: 'outside lessons, the disk is low' } : null;
  };
  let full: LocalDate | null | undefined;
  const retain = async (): Promise<Swept> => {
    const swept = await sweep({ ...options, disk, append });
    full = swept.full;
    return swept;
  };
  await look();
  const keeping =
    options.keeper === false
      ? []
      : [
          { every: policy.checkpointEvery, work: () => journal.checkpoint() },
          { every: SWEEP_EVERY, work: retain },
        ];
  const heart = beat({ clock, signal: closing.signal, log }, [
    {
      every: policy.flushEvery,
      work: () => {
        for (const recorder of recorders.values()) recorder.tick();
      },
    },
    { every: LOOK_EVERY, work: look },
    ...keeping,
  ]);

  const recorderOf = async (camera: CameraId): Promise<Recorder> => {
    if (!explained.has(camera)) await append({ kind: 'camera', camera, what: 'added', detail: '' });
    const { until, earlier } = explained.get(camera) ?? { until: clock.now(), earlier: false };
    if (earlier && until < startedAt)
      await append({ kind: 'gap', camera, from: until, to: startedAt, why: 'kiosk-down', detail: '' });
    return new Recorder({
      directory,
      camera,
      boot,
      policy,
      disk,
      clock,
      log: log.child(camera),
      alarm,
      append,
      forbidden: (at) => forbidden(camera, at),
      from: earlier ? startedAt : until,
    });
  };

  const lock = held.move();
  const close = async (): Promise<void> => {
    closing.abort();
    await heart;
    const sealed = Promise.all([...recorders.values()].map((recorder) => recorder[Symbol.asyncDispose]()))
      .then(() => append({ kind: 'stopped', boot }))
      .then(() => journal.checkpoint())
      .catch((error: unknown) => log.error('evidence was not closed in order; the next start recovers it', { error }));
    const inTime = new AbortController();
    const late = clock.sleep(LAST_WORDS, inTime.signal).catch(() => undefined);
    await Promise.race([sealed, late]); // a full disk must not keep the kiosk from ending
    inTime.abort();
    await journal[Symbol.asyncDispose]();
    await lock.disposeAsync();
  };
  let closed: Promise<void> | null = null;
  return {
    journal,
    append,
    record: async (camera, events) => {
      await using recorder = await recorderOf(camera);
      recorders.set(camera, recorder);
      try {
        for await (const event of events) recorder.take(event);
      } finally {
        recorders.delete(camera);
        explained.set(camera, { until: recorder.stop(), earlier: false });
      }
    },
    closeLesson: async (lesson) => {
      const own = lesson.cameras.map((camera) => recorders.get(camera)).filter((recorder) => recorder !== undefined);
      await Promise.all(own.map((recorder) => recorder.sealThrough(lesson.expected.to, PATIENCE)));
      const manifest = await closeLesson({ directory, index, alarm, append, now: () => clock.now() }, lesson);
      await journal.checkpoint();
      return manifest;
    },
    correct: (record) => keepCorrection({ directory, append }, record),
    keepPicture: (picture) => keepPicture({ directory, append }, picture),
    locate: (camera, at, frame) => locate(index, camera, at, frame),
    growing: (camera) => recorders.get(camera)?.growing ?? null,
    checkpoint: () => journal.checkpoint(),
    pack: (request, onProgress) =>
      makePackage(
        { directory, index, journal, append, key, clock, ...(onProgress === undefined ? {} : { onProgress }) },
        request,
      ),
    sweep: retain,
    space: () => ({ free, full }),
    [Symbol.asyncDispose]: () => (closed ??= close()),
  };
}
