import { type Calendar, workdaysOf } from './calendar.ts';
import { canonicalJson, type Json } from './canonical.ts';
import { datesOf, type LocalMonth, monthOf } from './day.ts';
import type { TraineeId } from './ids.ts';
import type { Trainee } from './person.ts';
import { defaultPolicy, hundredths, type Policy, type PolicyVersions, policiesOf } from './policy.ts';
import { rateText } from './rate.ts';
import type { LessonRecord } from './record.ts';
import { type Tally, type TraineeFigures, tally, traineeFigures } from './tally.ts';

/** Raised only when a result can change. */
export const RULES_VERSION = 1;

/** SHA-256 of a text's UTF-8 bytes, in lower-case hex. */
export type Sha256 = (text: string) => string;

/** The figures of 附件6 (年 月份学生考勤情况签名汇总表). */
export interface MonthFigures {
  readonly month: LocalMonth;
  /** All working days of the month 「每月培训天数以当月实际工作日为准」. */
  readonly workdays: number;
  /** In roster order. */
  readonly trainees: readonly TraineeFigures[];
  readonly class: { readonly due: number; readonly attended: number; readonly rate: string };
}

/** A month's figures and the id under which they are frozen. */
export interface Month extends MonthFigures {
  /** `sha256:` and the hash of figures, records, policies and rules version. */
  readonly reportId: string;
}

/** What a month is computed from. */
export interface MonthSource {
  readonly classCode: string;
  readonly roster: readonly Trainee[];
  /** The records in force, of any months. */
  readonly records: readonly LessonRecord[];
  /** All records, those that a correction replaced too, oldest first. */
  readonly history: readonly LessonRecord[];
  readonly policies: PolicyVersions;
}

/** The months of a class, one for each that has lessons, earliest first. @throws ZaikeError `calendar-missing`. */
export function monthsOf(
  source: MonthSource,
  months: readonly LocalMonth[],
  calendar: Calendar,
  sha256: Sha256,
): readonly Month[] {
  const inForce = Map.groupBy(source.records, ({ date }) => monthOf(date));
  const history = Map.groupBy(source.history, ({ date }) => monthOf(date));
  return months.map((month) => {
    const figures = monthFigures(month, source, inForce.get(month) ?? [], calendar);
    return { ...figures, reportId: reportId(figures, source, history.get(month) ?? [], sha256) };
  });
}

/** A month's figures from its records in force; records of other months must not be among them. @throws ZaikeError `calendar-missing`. */
export function monthFigures(
  month: LocalMonth,
  { roster, policies }: Pick<MonthSource, 'roster' | 'policies'>,
  records: readonly LessonRecord[],
  calendar: Pick<Calendar, 'isWorkday'>,
): MonthFigures {
  const byTrainee = Map.groupBy(records, ({ trainee }) => trainee);
  return figuresOfSums(month, roster, (trainee) => tally(byTrainee.get(trainee) ?? [], policies), calendar);
}

/** A month's figures from what each trainee's records in force of it add up to. @throws ZaikeError `calendar-missing`. */
export function figuresOfSums(
  month: LocalMonth,
  roster: readonly Pick<Trainee, 'id'>[],
  sumOf: (trainee: TraineeId) => Tally,
  calendar: Pick<Calendar, 'isWorkday'>,
): MonthFigures {
  const trainees = roster.map(({ id }) => traineeFigures(id, sumOf(id)));
  const due = trainees.reduce((sum, each) => sum + each.due, 0);
  const attended = trainees.reduce((sum, each) => sum + each.attended, 0);
  const workdays = workdaysOf(month, calendar).length;
  return { month, workdays, trainees, class: { due, attended, rate: rateText(attended, due) } };
}

/**
 * The id of a frozen month: figures, the records under it with their corrections (as the hash
 * of their lines), the policies of its own days and the rules version, hashed as canonical JSON. Computed again, it is the same.
 *
 * @param replaces the id that a re-opened month had before
 */
export function reportId(
  figures: MonthFigures,
  source: Pick<MonthSource, 'classCode' | 'policies'>,
  history: readonly LessonRecord[],
  sha256: Sha256,
  replaces: string | null = null,
): string {
  const policies = policiesOf(source.policies, datesOf(figures.month));
  const hashed = {
    rulesVersion: RULES_VERSION,
    class: source.classCode,
    figures: { ...figures },
    records: sha256(history.map(recordLine).join('\n')),
    policies: policies.map(policyJson),
    replaces,
  };
  return `sha256:${sha256(canonicalJson(hashed as unknown as Json))}`;
}

/**
 * A policy by its first day and what differs from the default, so that a setting added later, with a
 * default that changes nothing, leaves the ids of past months as they are; a changed default raises the rules version.
 */
function policyJson(policy: Policy): Json {
  const plain = { ...policy } as unknown as Readonly<Record<string, Json>>;
  const base = { ...defaultPolicy } as unknown as Readonly<Record<string, Json | undefined>>;
  const differing = Object.entries(plain).filter(([key, value]) => {
    const usual = base[key];
    return usual === undefined || canonicalJson(value) !== canonicalJson(usual);
  });
  return { ...Object.fromEntries(differing), from: policy.from };
}

/** A record as one line of JSON. */
function recordLine({ trainee, date, no, outcome, notes, due, correction }: LessonRecord): string {
  const line: unknown[] = [trainee, date, no, outcome, notes, due];
  if (correction !== null) line.push(correction.before, correction.why, correction.by, correction.countersignedBy);
  return JSON.stringify(line);
}

/** Why a month cannot be closed yet, or who settles what is pending. */
export type MonthState =
  | { readonly kind: 'closable' }
  /** Lessons to settle, with the evidence named: above the policy's 5 % of the month's lessons the center does it. */
  | { readonly kind: 'pending'; readonly lessons: number; readonly settledBy: 'institution' | 'center' }
  | { readonly kind: 'disputed'; readonly trainees: readonly TraineeId[] };

/** Whether a month can be closed. `disputes`: trainees whose dispute is open. */
export function monthState(
  figures: MonthFigures,
  disputes: readonly TraineeId[],
  policy: Pick<Policy, 'pendingCenterPercent'>,
): MonthState {
  const lessons = figures.trainees.reduce((sum, { pending }) => sum + pending, 0);
  if (lessons > 0) {
    const many = lessons * 10_000 > figures.class.due * hundredths(policy.pendingCenterPercent);
    return { kind: 'pending', lessons, settledBy: many ? 'center' : 'institution' };
  }
  return disputes.length > 0 ? { kind: 'disputed', trainees: disputes } : { kind: 'closable' };
}
