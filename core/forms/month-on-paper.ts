import type { ClassFacts, ClassFile, ClassTrainee } from '../domain/class-file.ts';
import type { ClassResult } from '../domain/class-result.ts';
import { dueOf } from '../domain/close.ts';
import { type LocalMonth, monthOf } from '../domain/day.ts';
import type { Lesson } from '../domain/lesson.ts';
import type { MonthFigures } from '../domain/month.ts';
import { policyOn } from '../domain/policy.ts';
import type { LessonRecord } from '../domain/record.ts';
import type { TraineeFigures } from '../domain/tally.ts';
import type { LocalDate } from '../domain/units.ts';

/** One line of 附件6. */
export interface MonthLine {
  readonly trainee: ClassTrainee;
  readonly figures: TraineeFigures;
  /** The trainee's records of the month, not-due ones too. */
  readonly records: readonly Pick<LessonRecord, 'date' | 'outcome' | 'due' | 'notes'>[];
}

/** A month as 附件6 shows it. */
export interface MonthOnPaper extends Pick<MonthFigures, 'month' | 'workdays' | 'class'> {
  /** How many lessons that count (应到) each day has; a day without one is no training day. */
  readonly lessonsOn: ReadonlyMap<LocalDate, number>;
  readonly lines: readonly MonthLine[];
}

/** A class: its file, and what the rules make of it. */
export interface SettledClass {
  readonly file: ClassFile;
  readonly result: ClassResult;
}

/** What 附件6 is made from: people and papers of the class, the lessons held and the records in force. */
export interface MonthPapers {
  readonly file: Pick<ClassFile, 'trainees' | 'policies'> & { readonly class: Pick<ClassFacts, 'approvedOn'> };
  readonly result: {
    readonly lessons: readonly Pick<Lesson, 'date' | 'kind'>[];
    readonly records: ClassResult['records'];
  };
}

/** What 附件6 shows of a month: a line for everybody who was in the class on a day of it. */
export function monthOnPaper({ file, result }: MonthPapers, frozen: MonthFigures): MonthOnPaper {
  const { month, trainees } = frozen;
  const lessons = result.lessons.filter(({ date }) => monthOf(date) === month);
  const lessonsOn = new Map<LocalDate, number>();
  for (const lesson of lessons) {
    const counts = dueOf(lesson, policyOn(file.policies, lesson.date), file.class.approvedOn).length === 0;
    if (counts) lessonsOn.set(lesson.date, (lessonsOn.get(lesson.date) ?? 0) + 1);
  }
  const records = Map.groupBy(
    result.records.filter(({ date }) => monthOf(date) === month),
    ({ trainee }) => trainee,
  );
  const figures = new Map(trainees.map((each) => [each.trainee, each]));
  const lines = file.trainees.flatMap((trainee): readonly MonthLine[] => {
    const counted = figures.get(trainee.id);
    if (counted === undefined || !inClassDuring(trainee, month)) return [];
    return [{ trainee, figures: counted, records: records.get(trainee.id) ?? [] }];
  });
  return { month, workdays: frozen.workdays, class: frozen.class, lessonsOn, lines };
}

function inClassDuring({ joinedOn, withdrawnOn }: ClassTrainee, month: LocalMonth): boolean {
  return (joinedOn === null || monthOf(joinedOn) <= month) && (withdrawnOn === null || withdrawnOn > `${month}-01`);
}
