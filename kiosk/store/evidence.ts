import type { JournalEntry, KeptFile, Segment } from '../../core/domain/evidence.ts';
import {
  type CameraId,
  type ClassCode,
  cameraId,
  classCode,
  type SegmentId,
  type TraineeId,
} from '../../core/domain/ids.ts';
import type { GapReason } from '../../core/domain/media.ts';
import { type EpochMs, epochMs, type LocalDate, type Span } from '../../core/domain/units.ts';
import { takeEntry } from './evidence-entries.ts';
import type { Db } from './open.ts';

/** A segment as the journal tells it, and what has become of it. */
export interface StoredSegment extends Segment {
  readonly seq: number;
  readonly state: 'kept' | 'lost' | 'deleted';
}

export interface StoredGap extends Span {
  readonly seq: number;
  readonly camera: CameraId;
  readonly open: boolean;
  readonly why: GapReason;
  readonly detail: string;
}

/** A closed lesson; its span is the one that was expected. */
export interface StoredLesson extends Span {
  readonly class: ClassCode;
  readonly date: LocalDate;
  readonly no: number;
  readonly seq: number;
  readonly cameras: readonly CameraId[];
  readonly classEnds: LocalDate | null;
  readonly files: readonly KeptFile[];
}

/** A closed lesson's claim on video. */
export interface StoredClaim extends Span {
  readonly cameras: readonly CameraId[];
  readonly classEnds: LocalDate | null;
}

export interface StoredHold extends Span {
  readonly hold: string;
  readonly camera: CameraId | null;
  readonly why: string;
  readonly by: string;
}

/** A file on the disk with the time that it shows. */
export interface StoredFile extends KeptFile, Span {
  readonly kind: 'video' | 'lesson';
  readonly camera: CameraId | null;
}

interface SegmentRow {
  readonly seq: number;
  readonly state: StoredSegment['state'];
  readonly body: string;
}

interface GapRow {
  readonly camera: string;
  readonly fromAt: number;
  readonly toAt: number | null;
  readonly why: string;
  readonly detail: string;
  readonly seq: number;
}

interface LessonRow {
  readonly class: string;
  readonly date: string;
  readonly no: number;
  readonly fromAt: number;
  readonly toAt: number;
  readonly cameras: string;
  readonly classEnds: string | null;
  readonly seq: number;
}

interface FileRow extends KeptFile {
  readonly kind: StoredFile['kind'];
  readonly camera: string | null;
  readonly fromAt: number;
  readonly toAt: number;
}

interface HoldRow {
  readonly hold: string;
  readonly camera: string | null;
  readonly fromAt: number;
  readonly toAt: number;
  readonly why: string;
  readonly by: string;
}

/** No segment is longer: the recorder sees to it. */
const LONGEST_MS = 3_600_000;

/**
 * The evidence journal as tables: an index that knows how many entries it has taken, and that can be made again from
 * the journal alone.
 */
export function evidenceIndex(db: Db) {
  const applied = db.prepare<[], number>('select applied from evidenceState').pluck();
  const advance = db.prepare('update evidenceState set applied = ?, lastAt = ?, boot = max(boot, ?)');
  const last = db.prepare<[], { at: number; boot: number }>('select lastAt as at, boot from evidenceState');
  const take = takeEntry(db);
  const apply = db.transaction((entries: readonly JournalEntry[]) => {
    let next = applied.get() ?? 0;
    for (const entry of entries) {
      if (entry.seq < next) continue;
      take(entry);
      next = entry.seq + 1;
      advance.run(next, entry.at, entry.kind === 'started' ? entry.boot : 0);
    }
  });

  const segmentsOf = db.prepare<[string, number, number, number], SegmentRow>(
    `select seq, state, body from evidenceSegment
     where camera = ? and toAt > ? and toAt < ? and fromAt < ? order by fromAt, seq`,
  );
  const segment = db.prepare<[string], SegmentRow>('select seq, state, body from evidenceSegment where id = ?');
  // Each part is a page of its own by its own index; only three pages are ever merged.
  const inOrder = db.prepare<{ to: number; path: string; limit: number }, FileRow>(
    `select * from (
       select * from (
         select path, bytes, sha256, 'video' as kind, camera, fromAt, toAt from evidenceSegment
         where state = 'kept' and (toAt, path) > (:to, :path) order by toAt, path limit :limit)
       union all select * from (
         select path, bytes, sha256, 'video', camera, capturedAt, capturedAt from evidenceFile
         where state = 'kept' and (capturedAt, path) > (:to, :path) order by capturedAt, path limit :limit)
       union all select * from (
         select path, bytes, sha256, 'lesson', null, fromAt, toAt
         from evidenceLesson join evidenceFile using (class, date, no)
         where state = 'kept' and toAt >= :to and (toAt, path) > (:to, :path) order by toAt, path limit :limit)
     ) order by toAt, path limit :limit`,
  );
  const firstAt = db.prepare<[], number | null>('select min(fromAt) from evidenceSegment').pluck();
  const gaps = db.prepare<[string, number, number], GapRow>(
    'select * from evidenceGap where camera = ? and (toAt is null or toAt > ?) and fromAt < ? order by fromAt',
  );
  const openGaps = db.prepare<[], GapRow>('select * from evidenceGap where toAt is null order by camera, fromAt');
  const covered = db.prepare<[], { camera: string; at: number }>(
    `select camera, at, max(seq) from (
       select camera, toAt as at, max(seq) as seq from evidenceSegment group by camera
       union all select camera, coalesce(toAt, fromAt), max(seq) from evidenceGap group by camera
     ) group by camera`,
  );
  const kept = db.prepare<[], KeptFile>(
    `select path, bytes, sha256 from evidenceSegment where state = 'kept'
     union all select path, bytes, sha256 from evidenceFile where state = 'kept'`,
  );
  const stateOf = db
    .prepare<[string, string], StoredSegment['state']>(
      'select state from evidenceSegment where path = ? union all select state from evidenceFile where path = ?',
    )
    .pluck();
  const lesson = db.prepare<[string, string, number], LessonRow>(
    'select * from evidenceLesson where class = ? and date = ? and no = ?',
  );
  const lessons = db.prepare<[string | null, string], LessonRow>(
    `select * from evidenceLesson where class = coalesce(?, class) and date like ? || '%' order by fromAt, class, no`,
  );
  const lessonsAt = db.prepare<[number, number], LessonRow>(
    'select * from evidenceLesson where toAt >= ? and fromAt <= ?',
  );
  const lessonFiles = db.prepare<[string, string, number], KeptFile>(
    `select path, bytes, sha256 from evidenceFile
     where class = ? and date = ? and no = ? and state = 'kept' order by path`,
  );
  const picture = db.prepare<[string, string, number], KeptFile>(
    'select path, bytes, sha256 from evidenceFile where camera = ? and trainee = ? and capturedAt = ?',
  );
  const holds = db.prepare<[], HoldRow>('select * from evidenceHold order by hold');

  const storedLesson = (row: LessonRow): StoredLesson => ({
    class: classCode(row.class),
    date: row.date as LocalDate,
    no: row.no,
    from: epochMs(row.fromAt),
    to: epochMs(row.toAt),
    cameras: JSON.parse(row.cameras) as CameraId[],
    classEnds: row.classEnds as LocalDate | null,
    seq: row.seq,
    files: lessonFiles.all(row.class, row.date, row.no),
  });
  return {
    applied: (): number => applied.get() ?? 0,
    apply: (entries: readonly JournalEntry[]): void => {
      apply(entries);
    },
    last: (): { at: EpochMs; boot: number } => {
      const row = last.get();
      return { at: epochMs(row?.at ?? 0), boot: row?.boot ?? 0 };
    },
    segments: (camera: CameraId, { from, to }: Span): StoredSegment[] =>
      segmentsOf.all(camera, from, to + LONGEST_MS, to).map(storedSegment),
    segment: (id: SegmentId): StoredSegment | null => {
      const row = segment.get(id);
      return row ? storedSegment(row) : null;
    },
    filesInOrder: (after: StoredFile | null, limit: number): StoredFile[] =>
      inOrder.all({ to: after?.to ?? -1, path: after?.path ?? '', limit }).map(storedFile),
    firstAt: (): EpochMs => epochMs(firstAt.get() ?? Number.MAX_SAFE_INTEGER),
    gaps: (camera: CameraId, { from, to }: Span): StoredGap[] =>
      gaps.all(camera, from, to).map((row) => storedGap(row, to)),
    openGaps: (): StoredGap[] => openGaps.all().map((row) => storedGap(row, epochMs(row.fromAt))),
    covered: (): ReadonlyMap<CameraId, EpochMs> =>
      new Map(covered.all().map(({ camera, at }) => [cameraId(camera), epochMs(at)])),
    stateOf: (path: string): StoredSegment['state'] | null => stateOf.get(path, path) ?? null,
    keptFiles: (): Iterable<KeptFile> => kept.iterate(),
    lesson: (key: {
      readonly class: ClassCode;
      readonly date: LocalDate;
      readonly no: number;
    }): StoredLesson | null => {
      const row = lesson.get(key.class, key.date, key.no);
      return row ? storedLesson(row) : null;
    },
    lessons: (code: ClassCode | null, month: string): StoredLesson[] => lessons.all(code, month).map(storedLesson),
    claims: ({ from, to }: Span): StoredClaim[] =>
      lessonsAt.all(from, to).map((row) => ({
        from: epochMs(row.fromAt),
        to: epochMs(row.toAt),
        cameras: JSON.parse(row.cameras) as CameraId[],
        classEnds: row.classEnds as LocalDate | null,
      })),
    picture: (camera: CameraId, trainee: TraineeId, capturedAt: EpochMs): KeptFile | null =>
      picture.get(camera, trainee, capturedAt) ?? null,
    holds: (): StoredHold[] =>
      holds.all().map(({ hold, camera, fromAt, toAt, why, by }) => ({
        hold,
        camera: camera === null ? null : cameraId(camera),
        from: epochMs(fromAt),
        to: epochMs(toAt),
        why,
        by,
      })),
  };
}

function storedSegment({ seq, state, body }: SegmentRow): StoredSegment {
  return { ...(JSON.parse(body) as Segment), seq, state };
}

function storedFile({ path, bytes, sha256, kind, camera, fromAt, toAt }: FileRow): StoredFile {
  const span = { from: epochMs(fromAt), to: epochMs(toAt) };
  return { path, bytes, sha256, kind, camera: camera === null ? null : cameraId(camera), ...span };
}

/** An open gap reaches to `until`. */
function storedGap(row: GapRow, until: EpochMs): StoredGap {
  return {
    camera: cameraId(row.camera),
    from: epochMs(row.fromAt),
    to: row.toAt === null ? until : epochMs(row.toAt),
    open: row.toAt === null,
    why: row.why as GapReason,
    detail: row.detail,
    seq: row.seq,
  };
}
