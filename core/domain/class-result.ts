import type { Calendar } from './calendar.ts';
import type { ClassFile } from './class-file.ts';
import { type ClassRecords, closeClass, timetableOf } from './class-records.ts';
import { dueOf } from './close.ts';
import { countedRecords } from './counted.ts';
import { monthOf } from './day.ts';
import { type Deadlines, knownDeadlines } from './deadline.ts';
import type { TraineeId } from './ids.ts';
import { type ClassRateEvent, classRateEvents, countByOutcomes } from './inspection.ts';
import { type Lesson, lessonKey } from './lesson.ts';
import { type Month, monthsOf, type Sha256 } from './month.ts';
import { belongsOn, isApprovedOn } from './person.ts';
import { hundredths, policyOn } from './policy.ts';
import { rateText } from './rate.ts';
import { type Candidate, type SubsidyRow, subsidyRows } from './subsidy.ts';
import { mayMiss, reaches, type Tally, tally, withLessonsToCome } from './tally.ts';
import type { Timetable } from './timetable.ts';
import { type Warning, warningsOf } from './warning.ts';

/** A trainee's course so far. */
export interface CourseFigures {
  readonly trainee: TraineeId;
  readonly due: number;
  readonly attended: number;
  readonly rate: string;
  readonly meets90: boolean;
  /** Further lessons of the whole class that may be missed, those to come among them. */
  readonly mayMiss: number;
}

/** Everything that a class's file comes to. */
export interface ClassResult extends ClassRecords {
  /** The lessons of the timetable, by date and number. */
  readonly lessons: readonly Lesson[];
  /** Those of them without any record yet: shown as to come, in no figure but {@link CourseFigures.mayMiss}. */
  readonly toCome: readonly Lesson[];
  readonly months: readonly Month[];
  readonly course: readonly CourseFigures[];
  /** Lessons cancelled and not made up. */
  readonly owed: number;
  readonly classRateEvents: readonly ClassRateEvent[];
  readonly subsidy: readonly SubsidyRow[];
  readonly deadlines: Deadlines;
  readonly warnings: readonly Warning[];
}

/** What the rules take from outside. */
export interface Ports {
  readonly calendar: Calendar;
  readonly sha256: Sha256;
}

/** Computes a class from its file: closes all its lessons, then settles. @throws ZaikeError `calendar-missing`, `second-person-missing`. */
export function settleClass(file: ClassFile, ports: Ports): ClassResult {
  const timetable = timetableOf(file, ports.calendar);
  return settleRecords(file, timetable, closeClass(file, timetable.lessons), ports);
}

/**
 * What a class's closed lessons come to, counted by its papers of today (see `countedRecords`); the kiosk
 * settles the records that it stored. The records in force stand by date, number and roster order; the history
 * has all of the close first, then the corrections, each oldest first, so that the report ids are those of
 * `replay`. @throws ZaikeError `calendar-missing`.
 */
export function settleRecords(
  file: ClassFile,
  { lessons, owed }: Pick<Timetable, 'lessons' | 'owed'>,
  closed: ClassRecords,
  { calendar, sha256 }: Ports,
): ClassResult {
  const { policies, trainees: roster } = file;
  const counting = { roster, policies, lessons, approvedOn: file.class.approvedOn };
  const { records, history } = countedRecords(counting, closed);
  const source = { classCode: file.class.code, roster, records, history, policies };
  const months = [...new Set(lessons.map(({ date }) => monthOf(date)))];
  const held = new Set(closed.records.map(lessonKey));
  const toCome = lessons.filter((lesson) => !held.has(lessonKey(lesson)));
  const events = eventsOf(file, lessons, records);
  const deadlines = knownDeadlines({ ...file.class, publishedOn: file.publishedOn }, policies, calendar);
  return {
    lessons,
    toCome,
    records,
    history,
    months: monthsOf(source, months, calendar, sha256),
    course: courseOf(file, records, toCome),
    owed,
    classRateEvents: events,
    subsidy: subsidyOf(file, lessons, events),
    deadlines,
    warnings: warningsOf(file, lessons, deadlines, calendar),
  };
}

function courseOf(
  file: ClassFile,
  records: ClassRecords['records'],
  toCome: readonly Lesson[],
): readonly CourseFigures[] {
  const byTrainee = Map.groupBy(records, ({ trainee }) => trainee);
  return courseFigures(file, toCome, (trainee) => tally(byTrainee.get(trainee) ?? [], file.policies));
}

/** Every trainee's course so far, in roster order. `sumOf`: what a trainee's records of all months add up to. */
export function courseFigures(
  { class: { approvedOn }, trainees, policies }: Pick<ClassFile, 'class' | 'trainees' | 'policies'>,
  toCome: readonly Pick<Lesson, 'date' | 'kind'>[],
  sumOf: (trainee: TraineeId) => Tally,
): readonly CourseFigures[] {
  const dueToCome = toCome.filter((lesson) => dueOf(lesson, policyOn(policies, lesson.date), approvedOn).length === 0);
  return trainees.map((trainee) => {
    const sum = sumOf(trainee.id);
    const { due, attended } = sum;
    const rate = rateText(attended, due);
    const dates = dueToCome
      .map(({ date }) => date)
      .filter((date) => belongsOn(trainee, date) && isApprovedOn(trainee, date));
    const whole = withLessonsToCome(sum, dates, policies);
    return { trainee: trainee.id, due, attended, rate, meets90: reaches(sum), mayMiss: mayMiss(whole) };
  });
}

function eventsOf(
  file: ClassFile,
  lessons: readonly Lesson[],
  records: ClassRecords['records'],
): readonly ClassRateEvent[] {
  if (file.inspections.length === 0) return [];
  const byLesson = Map.groupBy(records, lessonKey);
  const lessonOf = new Map(lessons.map((lesson) => [lessonKey(lesson), lesson]));
  const leave = Map.groupBy(file.leave, ({ trainee }) => trainee);
  return classRateEvents(
    file.inspections,
    (inspection) => {
      const key = lessonKey(inspection);
      const lesson = lessonOf.get(key);
      return lesson === undefined ? null : countByOutcomes(byLesson.get(key) ?? [], lesson, leave);
    },
    file.policies,
  );
}

/** 附件8 of a class, by the policy under which it opened; none before any exam result is known. */
function subsidyOf(
  file: ClassFile,
  lessons: readonly Lesson[],
  events: readonly ClassRateEvent[],
): readonly SubsidyRow[] {
  const { policies, exam, insured, materialsRejected } = file;
  const { months, certificate, ownFinalYear, opens, ends } = file.class;
  if (exam.size === 0 || months === null) return [];
  const first = opens ?? lessons[0]?.date;
  const candidates = file.trainees.map(
    (trainee): Candidate => ({
      certificate: trainee.certificate ?? certificate,
      ownFinalYear: trainee.ownFinalYear ?? ownFinalYear,
      withdrawn: trainee.withdrawnOn !== null && (ends === null || trainee.withdrawnOn <= ends),
      insured: insured.has(trainee.id),
      exam: exam.get(trainee.id) ?? null,
      materialsRejected: materialsRejected.has(trainee.id),
    }),
  );
  const classRateShare = events.reduce(
    (sum, { date }) => sum + hundredths(policyOn(policies, date).classRateDeductionPercent),
    0,
  );
  const violationShare = file.violations.reduce((sum, { percent }) => sum + hundredths(percent), 0);
  const policy = first === undefined ? policies[0] : policyOn(policies, first);
  return subsidyRows(candidates, { months, classRateShare, violationShare, policy });
}
