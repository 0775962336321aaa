import type { ClassCode } from '../../core/domain/ids.ts';
import type { LessonRecord } from '../../core/domain/record.ts';
import { type EpochMs, epochMs, type LocalDate, type Span } from '../../core/domain/units.ts';
import type { StoredSighting } from './observations.ts';
import type { Db } from './open.ts';
import { keepRow } from './records.ts';

/** A lesson whose records came from another kiosk of the institution. */
export interface ForeignLesson {
  readonly class: string;
  readonly date: LocalDate;
  readonly no: number;
  /** The verifier key of that kiosk, and the room that it watches. */
  readonly kiosk: string;
  readonly room: string;
  readonly facts: ForeignFacts;
  /** The file that told it last, and when that was made. */
  readonly file: number;
  readonly exportedAt: EpochMs;
}

/** What that kiosk's cameras observed around the lesson, and where its evidence is. */
export interface ForeignFacts {
  readonly cameras: readonly string[];
  readonly coverage: readonly (Span & { readonly camera: string })[];
  readonly evidence: { readonly seq: number; readonly manifest: string | null } | null;
}

/** A record with its number on the kiosk that closed it. */
export interface NumberedForeign {
  readonly id: number;
  readonly replaces: number | null;
  readonly closedAt: EpochMs;
  readonly record: LessonRecord<StoredSighting>;
}

export interface ForeignRecords {
  /** Changes whenever lessons come. */
  revision(): number;
  lesson(code: ClassCode, date: LocalDate, no: number): ForeignLesson | null;
  /** The lessons of a class that came from elsewhere, by date and number. */
  lessons(code: ClassCode): ForeignLesson[];
  /** Every record of the days that was closed here, corrected ones too, oldest first. */
  own(code: ClassCode, from: LocalDate, to: LocalDate): NumberedForeign[];
  /** The lessons that this kiosk closed, by date and number; their records are not read. */
  ownLessons(code: ClassCode): { readonly date: LocalDate; readonly no: number }[];
  /** Whether this kiosk closed the lesson itself. */
  isOwn(code: ClassCode, date: LocalDate, no: number): boolean;
  /** The record here that came from there, as it is kept. */
  record(kiosk: string, theirs: number): { readonly id: number; readonly record: LessonRecord<StoredSighting> } | null;
  /**
   * Keeps a record that another kiosk closed or corrected; the center has it from there.
   * @throws ZaikeError `month-closed`; when what it replaces is not here, or was replaced otherwise.
   */
  add(code: ClassCode, kiosk: string, record: NumberedForeign): void;
  putLesson(lesson: Omit<ForeignLesson, 'exportedAt'>): void;
}

interface LessonRow extends Omit<ForeignLesson, 'facts'> {
  readonly facts: string;
}

interface RecordRow {
  readonly id: number;
  readonly body: string;
  readonly closedAt: number;
  readonly replaces: number | null;
}

const SELECT = `select lesson.*, file.exportedAt from foreignLesson as lesson join transferFile as file on file.id = lesson.file`;

/** The tables `foreignLesson` and `foreignRecord`, and the records of other kiosks in `record`. */
export function foreignRecords(db: Db): ForeignRecords {
  const lesson = db.prepare<[string, string, number], LessonRow>(
    `${SELECT} where lesson.class = ? and lesson.date = ? and lesson.no = ?`,
  );
  const lessons = db.prepare<[string], LessonRow>(`${SELECT} where lesson.class = ? order by lesson.date, lesson.no`);
  const own = db.prepare<[string, string, string], RecordRow>(
    `select id, body, closedAt, replaces from record where class = ? and date between ? and ?
     and id not in (select record from foreignRecord) order by id`,
  );
  const ownLessons = db.prepare<[string], { readonly date: LocalDate; readonly no: number }>(
    `select distinct date, no from record where class = ?
     and id not in (select record from foreignRecord) order by date, no`,
  );
  const isOwn = db
    .prepare<[string, string, number], number>(
      `select 1 from record where class = ? and date = ? and no = ?
       and id not in (select record from foreignRecord) limit 1`,
    )
    .pluck();
  const known = db.prepare<[string, number], RecordRow>(
    `select id, body, closedAt, replaces from record
     where id = (select record from foreignRecord where kiosk = ? and theirs = ?)`,
  );
  const insert = db.prepare(
    'insert into record (class, trainee, date, no, body, closedAt, replaces) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const note = db.prepare('insert into foreignRecord (record, kiosk, theirs) values (?, ?, ?)');
  const putLesson = db.prepare(
    `insert into foreignLesson (class, date, no, kiosk, room, facts, file) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (class, date, no) do update set room = excluded.room, facts = excluded.facts, file = excluded.file`,
  );
  const revision = db.prepare<[], number>('select coalesce(max(id), 0) from transferFile').pluck();
  const recordOf = ({ id, body }: RecordRow) => ({ id, record: JSON.parse(body) as LessonRecord<StoredSighting> });
  const lessonOf = (row: LessonRow): ForeignLesson => ({
    ...row,
    facts: JSON.parse(row.facts) as ForeignFacts,
    exportedAt: epochMs(row.exportedAt),
  });
  return {
    revision: () => revision.get() ?? 0,
    lesson: (code, date, no) => {
      const row = lesson.get(code, date, no);
      return row === undefined ? null : lessonOf(row);
    },
    lessons: (code) => lessons.all(code).map(lessonOf),
    own: (code, from, to) =>
      own.all(code, from, to).map((row) => ({
        ...recordOf(row),
        replaces: row.replaces,
        closedAt: epochMs(row.closedAt),
      })),
    ownLessons: (code) => ownLessons.all(code),
    isOwn: (code, date, no) => isOwn.get(code, date, no) !== undefined,
    record: (kiosk, theirs) => {
      const row = known.get(kiosk, theirs);
      return row === undefined ? null : recordOf(row);
    },
    add: (code, kiosk, { id: theirs, replaces, closedAt, record }) => {
      const before = replaces === null ? null : (known.get(kiosk, replaces)?.id ?? null);
      if (replaces !== null && before === null)
        throw new RangeError(`expected the record ${replaces} of ${kiosk} before the one that replaces it`);
      const body = JSON.stringify(record);
      const id = keepRow(() => insert.run(code, record.trainee, record.date, record.no, body, closedAt, before));
      note.run(id, kiosk, theirs);
    },
    putLesson: ({ class: code, date, no, kiosk, room, facts, file }) => {
      putLesson.run(code, date, no, kiosk, room, JSON.stringify(facts), file);
    },
  };
}
