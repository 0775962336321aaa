import type { KeptFile } from '../../core/domain/evidence.ts';
import { type CameraId, type ClassCode, classCode, type TraineeId } from '../../core/domain/ids.ts';
import { type EpochMs, epochMs, type LocalDate, type Span } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

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

/** Closed lessons of the journal, with their files and what they claim. */
export function evidenceLessons(db: Db) {
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
  };
}
