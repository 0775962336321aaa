import type { ClassTrainee } from '../domain/class-file.ts';
import { timeOfDayAt } from '../domain/day.ts';
import { RULES_VERSION, type Sha256 } from '../domain/month.ts';
import { defaultPolicy, policyOn } from '../domain/policy.ts';
import { standardOf } from '../domain/subsidy.ts';
import { type RegistrationOnPaper, registrationForm } from './annex2-registration.ts';
import { type FilingOnPaper, filingForm, type TeacherOnPaper } from './annex3-filing.ts';
import { classOnPaper } from './class-forms.ts';
import type { ClassOnPaper } from './class-on-paper.ts';
import { clockText, rangeText } from './form-parts.ts';
import type { SettledClass } from './month-on-paper.ts';
import { reportIdOf, withReportId } from './report-id.ts';
import type { Draft, Sheet } from './sheet.ts';

/** Somebody's 附件2: the person as the class knows one, and what only this form asks. */
export interface Registration {
  readonly trainee: ClassTrainee;
  readonly more: RegistrationOnPaper;
}

/** 附件2 of several people, a page each; one workbook has a worksheet for each. */
export function registrationSheets(
  of: ClassOnPaper,
  registrations: readonly Registration[],
  sha256: Sha256,
): readonly Sheet[] {
  return registrations.map(({ trainee, more }, index) => sealed(registrationForm(of, trainee, more, index), sha256));
}

/** 附件3 of a class: all of it from the class's file and its timetable. */
export function filingSheet(settled: SettledClass, sha256: Sha256): Sheet {
  const { file, result } = settled;
  const of = classOnPaper(settled);
  const perDay = [...Map.groupBy(result.lessons, ({ date }) => date).values()].map(({ length }) => length);
  const filing: FilingOnPaper = {
    place: file.class.place ?? file.class.room ?? '',
    teachers: teachersOf(settled),
    trainees: file.trainees.length,
    standards: standardsOf(settled),
    dailyLessons: rangeText(perDay),
    trainingDays: perDay.length,
    hours: hoursOf(settled),
    counsellorPhone: file.class.counsellorPhone ?? '',
  };
  return sealed(filingForm(of, filing), sha256);
}

function sealed(draft: Draft, sha256: Sha256): Sheet {
  return withReportId(draft, reportIdOf(draft, { rulesVersion: RULES_VERSION, months: [] }, sha256));
}

/** The standards of a class's people in yuan, highest first, by the policy under which it opens. */
function standardsOf({ file, result }: SettledClass): readonly number[] {
  const opens = file.class.opens ?? result.lessons[0]?.date;
  const policy = opens === undefined ? defaultPolicy : policyOn(file.policies, opens);
  const standards = file.trainees.map(({ certificate, ownFinalYear }) =>
    standardOf(
      {
        certificate: certificate ?? file.class.certificate,
        ownFinalYear: ownFinalYear ?? file.class.ownFinalYear,
        withdrawn: false,
        insured: false,
        exam: null,
        materialsRejected: false,
      },
      policy,
    ),
  );
  return [...new Set(standards.filter((standard) => standard !== null))].sort((a, b) => b - a);
}

/** The teachers as filed, then those whom only the timetable names; what they teach is the timetable's unless told. */
function teachersOf({ file: { class: facts }, result: { lessons } }: SettledClass): readonly TeacherOnPaper[] {
  const known = Map.groupBy(facts.teacherFacts, ({ name }) => name);
  const planned = lessons.flatMap(({ teacher }) => teacher ?? []).filter((name) => !facts.teachers.includes(name));
  return [...facts.teachers, ...new Set(planned)].map((name) => {
    const told = known.get(name)?.shift();
    const courses = lessons.flatMap(({ teacher, course }) => (teacher === name ? (course ?? []) : []));
    return {
      name,
      teaches: told?.teaches ?? [...new Set(courses)].join('、'),
      rank: told?.rank ?? '',
      qualification: told?.qualification ?? '',
      employer: told?.employer ?? '',
      phone: told?.phone ?? '',
      remarks: told?.remarks ?? '',
    };
  });
}

/** From the earliest beginning to the latest end of a lesson, `08:30–15:35`; '' without lessons. */
function hoursOf({ result: { lessons } }: SettledClass): string {
  if (lessons.length === 0) return '';
  const starts = lessons.map(({ start }) => timeOfDayAt(start));
  const ends = lessons.map(({ end }) => timeOfDayAt(end));
  return `${clockText(Math.min(...starts))}–${clockText(Math.max(...ends))}`;
}
