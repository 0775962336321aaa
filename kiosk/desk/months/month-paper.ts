import type { ClassFile, ClassTrainee } from '../../../core/domain/class-file.ts';
import type { CourseFigures } from '../../../core/domain/class-result.ts';
import { type LessonKey, lessonKey } from '../../../core/domain/lesson.ts';
import type { Month } from '../../../core/domain/month.ts';
import type { MonthInputs } from '../../../core/domain/month-report.ts';
import { maskIdNumber } from '../../../core/domain/person.ts';
import type { LessonRecord } from '../../../core/domain/record.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { attendanceForm } from '../../../core/forms/annex6-attendance.ts';
import { type ClassOnPaper, nameOf } from '../../../core/forms/class-on-paper.ts';
import { noteRow } from '../../../core/forms/form-parts.ts';
import type { Marks } from '../../../core/forms/marks.ts';
import { type MonthOnPaper, monthOnPaper } from '../../../core/forms/month-on-paper.ts';
import { withReportId } from '../../../core/forms/report-id.ts';
import type { Sheet } from '../../../core/forms/sheet.ts';
import type { PersonOnPaper } from './frozen.ts';

/** A month as it is shown and printed, running or closed. */
export interface MonthPaper {
  readonly inputs: MonthInputs;
  readonly figures: Month;
  /** In force and counted. */
  readonly records: readonly LessonRecord[];
  readonly course: readonly CourseFigures[];
  readonly of: ClassOnPaper;
  readonly people: readonly PersonOnPaper[];
  readonly marks: Marks;
  /** What stands above the signatures besides. */
  readonly notes: readonly string[];
  /** All working days of the month, by the calendar that it is counted by. */
  readonly workdays: readonly LocalDate[];
  readonly closed: boolean;
}

/** Names and masked ID numbers of a class, in roster order. */
export function peopleOnPaper({ trainees }: Pick<ClassFile, 'trainees'>): readonly PersonOnPaper[] {
  return trainees.map((trainee) => {
    const { idNumber } = trainee.person;
    return { trainee: trainee.id, name: nameOf(trainee), idNumber: idNumber === null ? null : maskIdNumber(idNumber) };
  });
}

/** The month as 附件6 has it: a line for everybody in the class on a day of it, days by the lessons held. */
export function linesOf({ inputs, figures, records, people }: MonthPaper): MonthOnPaper {
  const held = new Set<LessonKey>(records.map(lessonKey));
  const words = new Map(people.map((person) => [person.trainee, person]));
  const { approvedOn, policies } = inputs;
  const trainees = inputs.roster.map((trainee): ClassTrainee => {
    const said = words.get(trainee.id);
    const person = { ...NOBODY, name: said?.name ?? trainee.id, idNumber: said?.idNumber ?? null };
    return { ...trainee, withdrawReason: null, certificate: null, ownFinalYear: null, person };
  });
  const lessons = inputs.lessons.filter((lesson) => held.has(lessonKey(lesson)));
  return monthOnPaper({ file: { class: { approvedOn }, trainees, policies }, result: { lessons, records } }, figures);
}

/** 附件6 of a month, ready to be rendered; one that is not closed says so above the signatures. */
export function monthSheet(paper: MonthPaper): Sheet {
  const draft = attendanceForm(paper.of, linesOf(paper), paper.marks);
  const notClosed = '本月尚未关账：数据可能变动，本表仅供核对，不作为签字的汇总表。';
  const notes = [...paper.notes, ...(paper.closed ? [] : [notClosed])];
  const rows = notes.map((note) => noteRow(note, draft.columnsMm.length));
  const foot = [...draft.foot.slice(0, -1), ...rows, ...draft.foot.slice(-1)];
  return withReportId({ ...draft, foot }, paper.figures.reportId);
}

const NOBODY = {
  sex: null,
  ethnicity: null,
  school: null,
  major: null,
  education: null,
  graduation: null,
  household: null,
  phone: null,
  remarks: null,
};
