import { type Calendar, whereKnown } from './calendar.ts';
import { addDays, dateAt, instantAt } from './day.ts';
import { answerUntil } from './deadline.ts';
import type { Dispute } from './entry.ts';
import type { PolicyVersions } from './policy.ts';
import type { EpochMs, LocalDate } from './units.ts';

/**
 * Whether a dispute waits for the institution, was not answered in time and is the center's, was answered, or was
 * answered in the trainee's favour.
 */
export type DisputeState = 'open' | 'escalated' | 'answered' | 'upheld';

/** The last day for the institution's answer (3 working days, as for 陈述申辩); null where the year's calendar is not known. */
export function disputeUntil(
  { raisedAt }: Pick<Dispute, 'raisedAt'>,
  { policies, calendar }: { readonly policies: PolicyVersions; readonly calendar: Calendar },
): LocalDate | null {
  return whereKnown(() => answerUntil(dateAt(raisedAt), policies, calendar));
}

/**
 * Nobody enters that a dispute is escalated: it is, from the first instant of the day after its last day. Kiosk and center
 * find the same by themselves, so that a link that is down changes nothing. Without a calendar there is no last day, and
 * without a center nobody else to answer.
 */
export function disputeState(
  { answer }: Pick<Dispute, 'answer'>,
  { until, now, hasCenter }: { readonly until: LocalDate | null; readonly now: EpochMs; readonly hasCenter: boolean },
): DisputeState {
  if (answer !== null) return answer.upheld ? 'upheld' : 'answered';
  return hasCenter && until !== null && now >= escalatedAt(until) ? 'escalated' : 'open';
}

/** The first instant at which a dispute is the center's. @param until the last day for the institution's answer */
export function escalatedAt(until: LocalDate): EpochMs {
  return instantAt(addDays(until, 1), 0);
}
