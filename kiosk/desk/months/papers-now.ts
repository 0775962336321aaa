import { workdaysOf } from '../../../core/domain/calendar.ts';
import type { CourseFigures } from '../../../core/domain/class-result.ts';
import { boundsOf } from '../../../core/domain/day.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import { reportId, type Sha256 } from '../../../core/domain/month.ts';
import { classOnPaper } from '../../../core/forms/class-forms.ts';
import { defaultMarks } from '../../../core/forms/marks.ts';
import { type FrozenForms, type FrozenRecords, readFrozen, settleFrozen } from './frozen.ts';
import { type MonthPaper, peopleOnPaper } from './month-paper.ts';
import { decisionNote } from './obstacle-words.ts';
import type { MonthClasses, PendingMonth, RecordReading, ReportKeeper, ReportOfMonth } from './ports.ts';
import type { RunningMonth } from './running.ts';

/** An open month as it stands. */
interface Open {
  readonly code: ClassCode;
  readonly now: RunningMonth;
  readonly pending: PendingMonth;
  readonly course: readonly CourseFigures[];
  /** The report id that a re-opened month had before. */
  readonly replaces: string | null;
}

/** An open month on paper: by the class's papers of now. */
export function openPaper(
  { code, now: { inputs, history, figures, records }, pending, course, replaces }: Open,
  { classes, sha256 }: { readonly classes: MonthClasses; readonly sha256: Sha256 },
): MonthPaper {
  const file = classes.file(code);
  const { lessons } = classes.timetable(code);
  const { settledBy, decision } = pending;
  return {
    ...{ inputs, records, course, closed: false },
    figures: { ...figures, reportId: reportIdNow({ inputs, history, figures }, replaces, sha256) },
    ...{ of: classOnPaper({ file, result: { lessons } }), people: peopleOnPaper(file), marks: defaultMarks },
    notes: settledBy === 'center' && decision !== null ? [decisionNote(pending, decision)] : [],
    workdays: workdaysOf(inputs.month, classes.calendar(code)),
  };
}

/** A closed month on paper: all of it from what was frozen, and the records named under it. */
export function closedPaper(
  report: ReportOfMonth,
  {
    reports,
    records,
    sha256,
  }: { readonly reports: ReportKeeper; readonly records: RecordReading; readonly sha256: Sha256 },
): { readonly paper: MonthPaper; readonly forms: FrozenForms | null } {
  const kept = reports.frozen(report.id);
  const frozen = readFrozen(kept.body);
  const { from, to } = boundsOf(frozen.inputs.month);
  const stored = records.lean(report.class as ClassCode, from, to);
  const settled = settleFrozen(frozen, stored, JSON.parse(kept.records) as FrozenRecords, sha256);
  const { inputs, figures, course, paper, workdays, forms = null } = frozen;
  return {
    paper: { inputs, figures, course, workdays, notes: [], ...paper, records: settled.records, closed: true },
    forms,
  };
}

/** The report id that a month's records give now. */
export function reportIdNow(
  { figures, inputs, history }: Pick<RunningMonth, 'figures' | 'inputs' | 'history'>,
  replaces: string | null,
  sha256: Sha256,
): string {
  if (replaces === null) return figures.reportId;
  const { reportId: _, ...bare } = figures;
  return reportId(bare, inputs, history, sha256, replaces);
}
