import type { OfficialYear } from './calendar.ts';
import type { Coverage } from './coverage.ts';
import type { CameraId, ClassCode, TraineeId } from './ids.ts';
import type { Inspection } from './inspection.ts';
import type { Leave, LessonRange } from './leave.ts';
import type { Lesson } from './lesson.ts';
import type { Certificate, Trainee } from './person.ts';
import type { PolicyVersions, SkillLevel } from './policy.ts';
import type { Correction } from './record.ts';
import type { SeenSighting } from './seen.ts';
import type { ExamResult } from './subsidy.ts';
import type { BellTime, TimetableChange } from './timetable.ts';
import type { LocalDate, Span } from './units.ts';

/** What 附件3 asks of a teacher; null: not told. */
export interface TeacherFacts {
  readonly name: string;
  /** 任课内容. */
  readonly teaches: string | null;
  /** 职称. */
  readonly rank: string | null;
  /** 职业资格. */
  readonly qualification: string | null;
  /** 工作单位. */
  readonly employer: string | null;
  readonly phone: string | null;
  readonly remarks: string | null;
}

/** What is filed of a class (附件3). Null: not told. */
export interface ClassFacts {
  readonly code: ClassCode;
  readonly institution: string | null;
  readonly specialty: string | null;
  readonly level: SkillLevel | null;
  readonly certificate: Certificate | null;
  readonly ownFinalYear: boolean;
  readonly opens: LocalDate | null;
  readonly ends: LocalDate | null;
  /** The day on which the center approved the class; null: not yet. */
  readonly approvedOn: LocalDate | null;
  /** 培训时限(月数) */
  readonly months: number | null;
  readonly room: string | null;
  /** 培训地点: the institution's own, verified premises, with their address. */
  readonly place: string | null;
  /** Names. */
  readonly teachers: readonly string[];
  /** Of those teachers of whom more than the name is told. */
  readonly teacherFacts: readonly TeacherFacts[];
  readonly counsellorPhone: string | null;
}

/** The columns of 附件4 beside the number; null: not told. */
export interface Person {
  readonly name: string | null;
  readonly sex: string | null;
  readonly ethnicity: string | null;
  readonly idNumber: string | null;
  readonly school: string | null;
  readonly major: string | null;
  readonly education: string | null;
  readonly graduation: string | null;
  readonly household: string | null;
  readonly phone: string | null;
  readonly remarks: string | null;
}

/** A trainee with what the forms and the subsidy ask besides. */
export interface ClassTrainee extends Trainee {
  readonly withdrawReason: string | null;
  /** Over the class's own; null: the class's. */
  readonly certificate: Certificate | null;
  readonly ownFinalYear: boolean | null;
  readonly person: Person;
}

/** Lessons of a day that somebody vouches for. */
export interface Vouching {
  readonly trainee: TraineeId;
  readonly date: LocalDate;
  readonly lessons: LessonRange;
  /** Whether it is a check-in without a face. */
  readonly manual: boolean;
  readonly teacher: string | null;
}

/** A correction and the record that it is about. */
export interface CorrectionOf extends Omit<Correction, 'before'> {
  readonly trainee: TraineeId;
  readonly date: LocalDate;
  readonly no: number;
}

/** All that decides a class's figures: what `replay` reads, and what the office computes a month from. */
export interface ClassFile {
  readonly policies: PolicyVersions;
  /** Calendars that the institution entered; they beat those of the package. */
  readonly calendars: readonly OfficialYear[];
  readonly class: ClassFacts;
  /** Lessons of every working day from opening to end; none: only those planned one by one. */
  readonly bell: readonly BellTime[];
  /** Lessons planned one by one; each stands over the bell's of the same date and number. */
  readonly lessons: readonly Lesson[];
  readonly changes: readonly TimetableChange[];
  readonly trainees: readonly ClassTrainee[];
  readonly cameras: readonly CameraId[];
  readonly coverage: Coverage;
  readonly sightings: readonly SeenSighting[];
  /** Unidentified people, each stay by itself. */
  readonly stays: readonly Span[];
  readonly vouched: readonly Vouching[];
  readonly leave: readonly Leave[];
  readonly corrections: readonly CorrectionOf[];
  readonly inspections: readonly Inspection[];
  readonly exam: ReadonlyMap<TraineeId, ExamResult>;
  readonly insured: ReadonlySet<TraineeId>;
  readonly materialsRejected: ReadonlySet<TraineeId>;
  /** 材料是否齐全; null: not told. */
  readonly materialsComplete: boolean | null;
  readonly violations: readonly { readonly percent: number; readonly why: string }[];
  readonly filedOn: LocalDate | null;
  readonly publishedOn: LocalDate | null;
}
