import type { Calendar } from './calendar.ts';
import type { ClassFile } from './class-file.ts';
import { dueOf } from './close.ts';
import { FIRST_DAY } from './day.ts';
import { type Deadlines } from './deadline.ts';
import { inRange, type LessonRange } from './leave.ts';
import type { Lesson } from './lesson.ts';
import { idNumberFault, maskIdNumber } from './person.ts';
import { type Policy, policyOn } from './policy.ts';
import type { LocalDate } from './units.ts';

/** A rule of the notice that a class does not keep. 「原则上」 is not 'never': it is told, and a reason asked for. */
export interface Warning {
  readonly rule:
    | 'policyExpired'
    | 'months'
    | 'classSize'
    | 'lessonMinutes'
    | 'dailyLessons'
    | 'totalLessons'
    | 'workdays'
    | 'filing'
    | 'unknownLessons'
    | 'idNumber'
    | 'duplicatePerson';
  readonly expected: string;
  readonly got: string;
}

/**
 * A class that waits for its approval, as if it had it: a filing is warned by its timetable, not by the paper that is
 * to come, before which no lesson counts.
 */
export function asIfApproved(file: ClassFile): ClassFile {
  const { approvedOn } = file.class;
  return approvedOn === null ? { ...file, class: { ...file.class, approvedOn: FIRST_DAY } } : file;
}

/** What a class does not keep: at most one warning a rule (but for persons and slips), in the order of the rules above. */
export function warningsOf(
  file: ClassFile,
  lessons: readonly Lesson[],
  deadlines: Deadlines,
  calendar: Calendar,
): readonly Warning[] {
  const first = file.class.opens ?? lessons[0]?.date;
  if (first === undefined) return personWarnings(file);
  const policy = policyOn(file.policies, first);
  return [
    ...ofClass(file, policy),
    ...lessonLength(file, lessons),
    ...dailyLessons(file, lessons),
    ...totalLessons(file, lessons, policy),
    ...outsideWorkdays(lessons, calendar),
    ...filing(file, deadlines),
    ...unknownLessons(file, lessons),
    ...personWarnings(file),
  ];
}

/** 「2025年底前」, 「培训时长按专业确定为3-6个月」, 「原则上每班最多不超过50人」. */
function ofClass(file: ClassFile, policy: Policy): readonly Warning[] {
  const { opens, months } = file.class;
  const { validThrough, monthsAtLeast, monthsAtMost, classSizeAtMost } = policy;
  const warnings: Warning[] = [];
  if (opens !== null && validThrough !== null && opens > validThrough)
    warnings.push({ rule: 'policyExpired', expected: `≤ ${validThrough}`, got: opens });
  if (months !== null && (months < monthsAtLeast || months > monthsAtMost))
    warnings.push({ rule: 'months', expected: `${monthsAtLeast}–${monthsAtMost}`, got: String(months) });
  if (file.trainees.length > classSizeAtMost)
    warnings.push({ rule: 'classSize', expected: `≤ ${classSizeAtMost}`, got: String(file.trainees.length) });
  return warnings;
}

/** 「每课时45分钟」 */
function lessonLength(file: ClassFile, lessons: readonly Lesson[]): readonly Warning[] {
  for (const { date, start, end } of lessons) {
    const { lessonMinutes } = policyOn(file.policies, date);
    const length = (end - start) / 60_000;
    if (length !== lessonMinutes)
      return [{ rule: 'lessonMinutes', expected: String(lessonMinutes), got: String(Math.round(length * 100) / 100) }];
  }
  return [];
}

/** 「每天培训不少于6课时」: the day with the fewest lessons is named by its number of them. */
function dailyLessons(file: ClassFile, lessons: readonly Lesson[]): readonly Warning[] {
  let worst: { least: number; got: number } | undefined;
  for (const [date, { length }] of Map.groupBy(lessons, ({ date }) => date)) {
    const least = policyOn(file.policies, date).dailyLessonsAtLeast;
    if (length < least && length < (worst?.got ?? least)) worst = { least, got: length };
  }
  return worst === undefined ? [] : [{ rule: 'dailyLessons', expected: `≥ ${worst.least}`, got: String(worst.got) }];
}

/** 附件1 培训课时; lessons that do not count, before the approval or off-site, are left out. */
function totalLessons(file: ClassFile, lessons: readonly Lesson[], policy: Policy): readonly Warning[] {
  const { specialty, level, approvedOn } = file.class;
  const ofSpecialty = policy.totalLessons.filter((each) => each.specialty === specialty);
  const asked = ofSpecialty.find((each) => each.level === null || each.level === level);
  if (ofSpecialty.length > 0 && asked === undefined)
    return [{ rule: 'totalLessons', expected: 'level junior, middle or senior', got: 'none' }];
  const counting = lessons.filter(
    (lesson) => dueOf(lesson, policyOn(file.policies, lesson.date), approvedOn).length === 0,
  ).length;
  if (asked === undefined || counting >= asked.lessons) return [];
  return [{ rule: 'totalLessons', expected: `≥ ${asked.lessons}`, got: String(counting) }];
}

/** 「每月培训天数以当月实际工作日为准(除去法定节假日和周末休息日)」; a make-up may lie elsewhere. */
function outsideWorkdays(lessons: readonly Lesson[], calendar: Calendar): readonly Warning[] {
  const outside = lessons.find(({ date, makeUp }) => !makeUp && !calendar.isWorkday(date));
  return outside === undefined ? [] : [{ rule: 'workdays', expected: 'a working day', got: outside.date }];
}

/** 「开班前5个工作日内」 */
function filing(file: ClassFile, { filingFrom }: Deadlines): readonly Warning[] {
  const { filedOn } = file;
  const { opens } = file.class;
  if (filedOn === null || opens === null || filingFrom === null) return [];
  if (filingFrom <= filedOn && filedOn < opens) return [];
  return [{ rule: 'filing', expected: `≥ ${filingFrom}, < ${opens}`, got: filedOn }];
}

/** A check-in or an inspection of lessons that are not in the timetable, held or changed: a slip of the pen, told for each place. */
function unknownLessons(file: ClassFile, lessons: readonly Lesson[]): readonly Warning[] {
  const known = Map.groupBy([...lessons, ...file.changes], ({ date }) => date);
  const has = (date: LocalDate, range: LessonRange): boolean =>
    (known.get(date) ?? []).some(({ no }) => inRange(range, no));
  const vouched = file.vouched.filter(({ date, lessons: range }) => !has(date, range));
  const inspected = file.inspections.filter(({ date, no }) => !has(date, { first: no, last: no }));
  const named = [
    ...vouched.map(({ date, lessons: { first, last } }) => `${date} ${first}${first === last ? '' : `-${last}`}`),
    ...inspected.map(({ date, no }) => `${date} ${no}`),
  ];
  return [...new Set(named)].map((got) => ({ rule: 'unknownLessons', expected: 'lessons of the timetable', got }));
}

/** An ID number that cannot be, and one person twice 「每人每年原则上只可参加1次专业转换培训」; numbers are masked. */
function personWarnings(file: ClassFile): readonly Warning[] {
  const numbers = file.trainees.map(({ person }) => person.idNumber).filter((each) => each !== null);
  const wrong = numbers
    .filter((number) => idNumberFault(number) !== null)
    .map((number): Warning => ({ rule: 'idNumber', expected: 'GB 11643', got: maskIdNumber(number) }));
  const known = new Set<string>();
  const twice = new Set(numbers.filter((number) => known.size === known.add(number).size));
  return [
    ...wrong,
    ...[...twice].map((number): Warning => ({ rule: 'duplicatePerson', expected: 'once', got: maskIdNumber(number) })),
  ];
}
