import type { ClassLesson, KeptFile, Segment } from '../../core/domain/evidence.ts';
import type { CameraId, ClassCode, SegmentId, TraineeId } from '../../core/domain/ids.ts';
import type { GapReason } from '../../core/domain/media.ts';
import type { DurationMs, EpochMs, LocalDate, Span } from '../../core/domain/units.ts';
import type { JournalFollower } from './journal.ts';

/** What an institution decides about its evidence. */
export interface EvidencePolicy {
  /** A segment ends at the first keyframe after this. */
  readonly segment: DurationMs;
  /** Bytes in hand are given to the disk this often, and made safe against a power cut at least this often; together at most 1 s. */
  readonly flushEvery: DurationMs;
  readonly syncEvery: DurationMs;
  /** A signed head goes out this often while something is journalled. */
  readonly checkpointEvery: DurationMs;
  /** Whether cameras record outside lessons too. */
  readonly outsideLessons: boolean;
  /** How long video outside lessons is kept. */
  readonly outsideDays: number;
  /** How long lesson video and records are kept after the class's end: 「培训档案至少保存三年」. */
  readonly archiveYears: number;
  /** Below this many free bytes nothing outside lessons is recorded. */
  readonly lowBytes: number;
  /** Below this many free bytes nothing is recorded: journal and store need room to say so. */
  readonly floorBytes: number;
}

/** Something that a person has to know. */
export interface Alarm {
  readonly code:
    | 'recorder-failed'
    | 'disk-full'
    | 'disk-low'
    | 'disk-forecast'
    | 'segment-lost'
    | 'file-unknown'
    | 'gap-unknown'
    | 'journal-damaged'
    | 'journal-stuck';
  readonly camera: CameraId | null;
  /** For the person at the screen, zh-CN. */
  readonly message: string;
}

/** Where alarms go; the same alarm may come again. Must not throw. */
export type AlarmSink = (alarm: Alarm) => void;

/** A lesson's claim on video: what retention must keep and recording must cover. */
export interface LessonSpan extends Span {
  /** Null: all cameras. */
  readonly cameras: readonly CameraId[] | null;
  /** The class's last day; null while it is not known: then nothing of it is ever deleted. */
  readonly classEnds: LocalDate | null;
}

/** The timetable, as far as evidence needs it. `from` and `to` hold all windows of the lesson. */
export interface Lessons {
  /** Lessons, closed or not, that touch the range. */
  spans(range: Span): readonly LessonSpan[];
}

/** A segment and its entry's place in the journal. `kept`: on the disk; else it was lost, or deleted lawfully. */
export interface IndexedSegment extends Segment {
  readonly seq: number;
  readonly state: 'kept' | 'lost' | 'deleted';
}

export interface IndexedGap extends Span {
  readonly seq: number;
  readonly camera: CameraId;
  readonly open: boolean;
  readonly why: GapReason;
  readonly detail: string;
}

/** A closed lesson; its span is the one that was expected. */
export interface IndexedLesson extends ClassLesson, Span {
  readonly seq: number;
  readonly cameras: readonly CameraId[];
  readonly classEnds: LocalDate | null;
  /** Those that are on the disk. */
  readonly files: readonly KeptFile[];
}

/** A file on the disk with the time that it shows. */
export interface IndexedFile extends KeptFile, Span {
  readonly kind: 'video' | 'lesson';
  /** Null for a lesson's own files. */
  readonly camera: CameraId | null;
}

export interface Hold extends Span {
  readonly hold: string;
  /** Null: all cameras. */
  readonly camera: CameraId | null;
  readonly why: string;
  readonly by: string;
}

/** The journal as tables: made from its entries alone, and made again when lost. kiosk/store satisfies it. */
export interface EvidenceIndex extends JournalFollower {
  /** Segments that touch the range, of all states, in order of time. */
  segments(camera: CameraId, range: Span): IndexedSegment[];
  segment(id: SegmentId): IndexedSegment | null;
  /** Gaps that touch the range; an open one reaches to the range's end. */
  gaps(camera: CameraId, range: Span): IndexedGap[];
  openGaps(): IndexedGap[];
  /** Until when each camera's time is explained by segments and closed gaps; an open gap counts to its beginning. */
  covered(): ReadonlyMap<CameraId, EpochMs>;
  /** The wall clock of the last entry, and the last boot; 0 for none. */
  last(): { readonly at: EpochMs; readonly boot: number };
  /** Every file that ought to be on the disk. */
  keptFiles(): Iterable<KeptFile>;
  /** What became of a file that an entry named; null: none ever did. */
  stateOf(path: string): 'kept' | 'lost' | 'deleted' | null;
  lesson(key: ClassLesson): IndexedLesson | null;
  /** Lessons of a class (null: of all) on days that begin with `month` (`YYYY-MM`; empty: all), in order of time. */
  lessons(classCode: ClassCode | null, month: string): IndexedLesson[];
  /** What closed lessons claim, whatever the timetable says today. */
  claims(range: Span): LessonSpan[];
  /** The picture kept of this trainee's sighting. */
  picture(camera: CameraId, trainee: TraineeId, capturedAt: EpochMs): KeptFile | null;
  holds(): Hold[];
  /** Everything on the disk, by its end and then its path, behind `after`. */
  filesInOrder(after: IndexedFile | null, limit: number): IndexedFile[];
  /** When the first segment began; now's far future when there is none. */
  firstAt(): EpochMs;
}
