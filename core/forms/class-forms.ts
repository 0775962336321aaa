import { type ClassFile, type ClassTrainee } from '../domain/class-file.ts';
import type { ClassResult } from '../domain/class-result.ts';
import { type LocalMonth, monthOf } from '../domain/day.ts';
import { ZaikeError } from '../domain/errors.ts';
import { type Month, RULES_VERSION, type Sha256 } from '../domain/month.ts';
import { isAttended } from '../domain/record.ts';
import type { LocalDate } from '../domain/units.ts';
import { rosterForm } from './annex4-roster.ts';
import { mondaysOf, weekForm } from './annex5-week.ts';
import { attendanceForm } from './annex6-attendance.ts';
import { type WithdrawalLine, withdrawnForm } from './annex7-withdrawn.ts';
import { subsidyForm } from './annex8-subsidy.ts';
import type { ClassOnPaper } from './class-on-paper.ts';
import type { Marks } from './marks.ts';
import { monthOnPaper, type SettledClass } from './month-on-paper.ts';
import { reportIdOf, withReportId } from './report-id.ts';
import type { Draft, Sheet } from './sheet.ts';

/** Which form of a class is wanted. */
export type FormRequest =
  | { readonly form: 4 }
  | { readonly form: 8; readonly remarks?: readonly string[] }
  | { readonly form: 5; readonly week: number }
  | { readonly form: 6; readonly month: LocalMonth }
  | { readonly form: 7; readonly month: LocalMonth };

/** What forms take from outside. */
export interface FormPorts {
  readonly sha256: Sha256;
  readonly marks: Marks;
}

/**
 * A form of a class (附件4–8), ready to be rendered. 附件6 carries the report id of its month; the
 * others an id of their own words and of the months behind them.
 * @throws ZaikeError `no-lessons`, `week-missing`, `month-missing` when the class has nothing to show there.
 */
export function classForm(settled: SettledClass, request: FormRequest, { sha256, marks }: FormPorts): Sheet {
  const { result } = settled;
  const of = classOnPaper(settled);
  if (request.form === 6) {
    const month = monthOfClass(result, request.month);
    return withReportId(attendanceForm(of, monthOnPaper(settled, month), marks), month.reportId);
  }
  const draft = draftOf(settled, of, request);
  const behind = request.form === 8 ? result.months : [];
  const upTo = request.form === 7 ? result.months.filter(({ month }) => month <= request.month) : behind;
  const basis = { rulesVersion: RULES_VERSION, months: upTo.map(({ reportId }) => reportId) };
  return withReportId(draft, reportIdOf(draft, basis, sha256));
}

function draftOf(settled: SettledClass, of: ClassOnPaper, request: Exclude<FormRequest, { form: 6 }>): Draft {
  const { file, result } = settled;
  switch (request.form) {
    case 4:
      return rosterForm(
        of,
        file.trainees.map((trainee) => withClassTerms(trainee, file)),
      );
    case 5:
      return weekForm({ ...of, opens: weekOfClass(of, request.week) }, result.lessons, request.week);
    case 7:
      return withdrawnForm(of.institution, request.month, withdrawalLines(settled, request.month));
    case 8:
      return subsidyDraft(settled, request.remarks);
  }
}

/** What the heads of a class's forms say. */
export function classOnPaper({
  file,
  result,
}: {
  readonly file: Pick<ClassFile, 'class'>;
  readonly result: Pick<ClassResult, 'lessons'>;
}): ClassOnPaper {
  const { institution, specialty, code, room, opens, ends } = file.class;
  return {
    institution: institution ?? '',
    specialty: specialty ?? '',
    code,
    room: room ?? '',
    opens: opens ?? result.lessons[0]?.date ?? null,
    ends: ends ?? result.lessons.at(-1)?.date ?? null,
  };
}

/** A trainee with the class's certificate and final year where none of their own is told. */
function withClassTerms(trainee: ClassTrainee, file: ClassFile): ClassTrainee {
  return {
    ...trainee,
    certificate: trainee.certificate ?? file.class.certificate,
    ownFinalYear: trainee.ownFinalYear ?? file.class.ownFinalYear,
  };
}

function monthOfClass({ months }: ClassResult, wanted: LocalMonth): Month {
  const found = months.find(({ month }) => month === wanted);
  if (found !== undefined) return found;
  const expected =
    months.length === 0 ? '该班没有课时' : `该班有课时的月份：${months.map(({ month }) => month).join('、')}`;
  throw new ZaikeError(`${wanted} 没有课时，无法生成附件6（${expected}）`, {
    code: 'month-missing',
    retry: false,
    facts: { month: wanted },
  });
}

/** The first day of a class that has that week. */
function weekOfClass({ opens, ends }: ClassOnPaper, week: number): LocalDate {
  if (opens === null || ends === null)
    throw new ZaikeError('该班没有课时，无法生成课程表', { code: 'no-lessons', retry: false });
  const weeks = mondaysOf(opens, ends).length;
  if (week >= 1 && week <= weeks) return opens;
  throw new ZaikeError(`该班共 ${weeks} 周，没有第 ${week} 周`, {
    code: 'week-missing',
    retry: false,
    facts: { week, weeks },
  });
}

/** 附件8 of a class, before it has a report id. */
export function subsidyDraft(settled: SettledClass, remarks: readonly string[] = []): Draft {
  const { materialsComplete } = settled.file;
  const of = classOnPaper(settled);
  return subsidyForm(
    settled.result.subsidy.map((row) => ({ of, row, materialsComplete })),
    remarks,
  );
}

/** The lines of 附件7: who left the class in a month, and the course up to then. */
export function withdrawalLines(settled: SettledClass, month: LocalMonth): readonly WithdrawalLine[] {
  const { file, result } = settled;
  const of = classOnPaper(settled);
  const course = new Map(result.course.map((each) => [each.trainee, each]));
  const gone = file.trainees.filter(({ withdrawnOn }) => withdrawnOn !== null && monthOf(withdrawnOn) === month);
  return gone.map((trainee) => {
    const attended = result.records.filter((record) => record.trainee === trainee.id && isAttended(record.outcome));
    const figures = course.get(trainee.id);
    return {
      trainee,
      of,
      lastAttendedOn: attended.at(-1)?.date ?? null,
      attended: figures?.attended ?? 0,
      rate: figures?.rate ?? '-',
      insured: file.insured.has(trainee.id),
    };
  });
}
