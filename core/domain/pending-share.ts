import type { EnteredByHand, TakenBack } from './by-hand.ts';
import { dueOf } from './close.ts';
import { boundsOf } from './day.ts';
import type { Lesson } from './lesson.ts';
import type { MonthInputs } from './month-report.ts';
import { belongsOn, isApprovedOn } from './person.ts';
import { hundredths, policyOn } from './policy.ts';
import type { LessonRecord } from './record.ts';
import type { EpochMs, LocalDate } from './units.ts';

/** How much of a month was pending, and who settles it: above 5 % of a month's lessons the center does. */
export interface PendingShare {
  /** Lessons that were pending when they closed and are in 应到, settled since or not. */
  readonly closed: number;
  /** Of these the ones that still are. */
  readonly left: number;
  /** 应到 of the whole month, its lessons to come included. */
  readonly due: number;
  readonly settledBy: 'institution' | 'center';
}

/**
 * The share of a month. Settled ones stay in it, so that nobody comes under the limit by settling day by day; lessons
 * to come are in 应到, so that one bad day at the month's beginning is not above it.
 */
export function pendingShare(
  { roster, approvedOn, policies, month }: Omit<MonthInputs, 'classCode' | 'lessons'>,
  { history, records }: { readonly history: readonly LessonRecord[]; readonly records: readonly LessonRecord[] },
  toCome: readonly Pick<Lesson, 'date' | 'kind'>[],
): PendingShare {
  const isPending = ({ due, outcome }: LessonRecord): boolean => due && outcome === 'pending';
  const closed = history.filter((record) => record.correction === null && isPending(record)).length;
  const ahead = toCome
    .filter((lesson) => dueOf(lesson, policyOn(policies, lesson.date), approvedOn).length === 0)
    .reduce(
      (sum, { date }) => sum + roster.filter((each) => belongsOn(each, date) && isApprovedOn(each, date)).length,
      0,
    );
  const due = records.filter((record) => record.due).length + ahead;
  const { pendingCenterPercent } = policyOn(policies, boundsOf(month).to);
  const isMore = closed * 10_000 > due * hundredths(pendingCenterPercent);
  return { closed, left: records.filter(isPending).length, due, settledBy: isMore ? 'center' : 'institution' };
}

/** What happened to the center's decision on a month's pending lessons; `by`: who entered it at the kiosk. */
export type DecisionEvent =
  | EnteredByHand
  /** The pending lessons wait for the center again. */
  | TakenBack
  /** Told by the center itself. */
  | { readonly kind: 'confirmed'; readonly on: LocalDate; readonly paper: string; readonly at: EpochMs };

/** The center's decision by which the pending lessons of a month are settled. */
export interface CenterDecision {
  readonly on: LocalDate;
  readonly paper: string;
  /** Who entered it and who countersigned; null: the center told it. */
  readonly entered: { readonly by: string; readonly countersignedBy: string; readonly at: EpochMs } | null;
  /** False: 未经中心确认. */
  readonly confirmed: boolean;
}

/** The decision in force after all that happened, oldest first; the center's own word stands over what is entered by hand. */
export function decisionOf(events: readonly DecisionEvent[]): CenterDecision | null {
  const told = events.findLast((event) => event.kind === 'confirmed');
  const last = events.findLast((event) => event.kind !== 'confirmed');
  const entered = last?.kind === 'entered' ? { by: last.by, countersignedBy: last.countersignedBy, at: last.at } : null;
  if (told !== undefined) return { on: told.on, paper: told.paper, entered, confirmed: true };
  return last?.kind === 'entered' ? { on: last.on, paper: last.paper, entered, confirmed: false } : null;
}
