import { type Calendar, whereKnown, workdaysAfter, workdaysBefore } from './calendar.ts';
import { addDays, weekdayOf } from './day.ts';
import { LONGEST_OFF } from './official-year.ts';
import { type PolicyVersions, policyOn } from './policy.ts';
import type { LocalDate } from './units.ts';

/** The days that a class must keep. */
export interface Deadlines {
  /** The first day for filing 「开班前5个工作日内，将开班备案表…报市就业和人才服务中心」. */
  readonly filingFrom: LocalDate | null;
  /** The day of the completion check 「在各班课程结束前10个工作日…申请结课验收」. */
  readonly completionBy: LocalDate | null;
  /** The last day of publicity 「公示期为5个工作日」, the day of posting not counted. */
  readonly publicityEnds: LocalDate | null;
}

/** The dates that deadlines are counted from; null where not known. */
export interface Dates {
  readonly opens: LocalDate | null;
  readonly ends: LocalDate | null;
  readonly publishedOn: LocalDate | null;
}

/** A class's deadlines, each by the policy of the day that it is counted from. @throws ZaikeError `calendar-missing`. */
export function deadlinesOf(dates: Dates, policies: PolicyVersions, calendar: Calendar): Deadlines {
  const { opens, ends, publishedOn } = dates;
  return {
    filingFrom: opens && workdaysBefore(opens, policyOn(policies, opens).filingWorkdays, calendar),
    completionBy: ends && workdaysBefore(ends, policyOn(policies, ends).completionWorkdays, calendar),
    publicityEnds:
      publishedOn && workdaysAfter(publishedOn, policyOn(policies, publishedOn).publicityWorkdays, calendar),
  };
}

/**
 * As {@link deadlinesOf}, for dates that nobody has held against the calendar yet: a deadline that lies in a year whose
 * calendar is not known is null, and the others stand.
 */
export function knownDeadlines(
  { opens, ends, publishedOn }: Dates,
  policies: PolicyVersions,
  calendar: Calendar,
): Deadlines {
  const of = (dates: Partial<Dates>): Deadlines | null =>
    whereKnown(() => deadlinesOf({ opens: null, ends: null, publishedOn: null, ...dates }, policies, calendar));
  return {
    filingFrom: of({ opens })?.filingFrom ?? null,
    completionBy: of({ ends })?.completionBy ?? null,
    publicityEnds: of({ publishedOn })?.publicityEnds ?? null,
  };
}

/** The last day on which an institution can answer to an inspection (陈述申辩). @throws ZaikeError `calendar-missing`. */
export function answerUntil(inspected: LocalDate, policies: PolicyVersions, calendar: Calendar): LocalDate {
  return workdaysAfter(inspected, policyOn(policies, inspected).answerWorkdays, calendar);
}

/**
 * As {@link answerUntil}, and in a year whose calendar is not known a day that is never earlier: after the longest
 * holiday there can be, counted from Monday to Friday. To count the weekdays alone would take 元旦 or 春节 for working
 * days and shorten what the institution has.
 */
export function answerUntilAtLatest(inspected: LocalDate, policies: PolicyVersions, calendar: Calendar): LocalDate {
  return (
    whereKnown(() => answerUntil(inspected, policies, calendar)) ??
    answerUntil(addDays(inspected, LONGEST_OFF), policies, mondayToFriday)
  );
}

const mondayToFriday: Calendar = {
  knows: () => true,
  isWorkday: (date) => ![0, 6].includes(weekdayOf(date)),
};

/** The first day on which a class's archive may go 「培训档案至少保存三年」: the day after three years from the class's end. */
export function archiveUntil(ends: LocalDate, policies: PolicyVersions): LocalDate {
  const year = Number(ends.slice(0, 4)) + policyOn(policies, ends).archiveYears;
  const day = ends.slice(5) === '02-29' ? '02-28' : ends.slice(5);
  return addDays(`${year}-${day}` as LocalDate, 1);
}
