import { z } from 'zod';
import * as part from './item-parts.ts';

/*
 * What the center decided, for the kiosk to keep: the body of the command `decision`. The same decision may come again;
 * its `id` says that it is the same. A kiosk that does not know a kind answers so, and gets it again after an upgrade.
 */

const common = {
  /** The center's own number of it; never used twice. */
  id: part.id,
  class: part.id,
  /** Who decided, and who signed as the second person where one is asked for: names of the center's people. */
  by: part.words,
  countersignedBy: part.words.nullable(),
  at: part.instant,
};

export const decisionSchema = z.discriminatedUnion('kind', [
  /** The class may open: lessons count from `on`. `hash` is that of the filing as it was approved. */
  z.strictObject({
    kind: z.literal('filing-approved'),
    ...common,
    hash: part.digest,
    on: part.date,
    paper: part.words,
  }),
  z.strictObject({ kind: z.literal('filing-returned'), ...common, hash: part.digest, why: part.words }),
  /** The center's answer to a dispute that was escalated to it. `to`: what the mark becomes; null: it stays. */
  z.strictObject({
    kind: z.literal('dispute-answered'),
    ...{ ...common, dispute: part.row, upheld: z.boolean(), text: part.words },
    to: part.settled.nullable(),
  }),
  /**
   * An inspection below 80 % (rules §4), after the institution could answer: confirmed, it costs a share of the subsidy
   * and enters the class's inspections; dismissed, it is shown as such.
   */
  z.strictObject({
    kind: z.literal('class-rate'),
    ...{ ...common, date: part.date, no: part.number, inspectedAt: part.instant },
    counted: z.strictObject({ present: part.count, due: part.count, unobservable: part.count }),
    confirmed: z.boolean(),
    note: part.words,
  }),
  /** 违纪违规: a percentage of 拟补贴金额, up to two decimals. */
  z.strictObject({ kind: z.literal('violation'), ...common, percent: z.number().min(0).max(100), why: part.words }),
  /** A later enrolment that matched the old template weakly: it counts from now on, or is taken away again. */
  z.strictObject({
    kind: z.literal('enrolment-decided'),
    ...{ ...common, person: part.id, enrolment: part.row, approved: z.boolean(), why: part.words },
  }),
  /** An on-site review by somebody who could not prove who they are: it was the center's own, or not. */
  z.strictObject({
    kind: z.literal('review-decided'),
    ...{ ...common, review: part.row, confirmed: z.boolean(), note: part.words },
  }),
  /** More than 5 % of a month is pending: the center lets the institution settle it, or says how. */
  z.strictObject({
    kind: z.literal('pending-settling'),
    ...{ ...common, month: part.month, allowed: z.boolean(), paper: part.words, why: part.words },
  }),
]);
export type Decision = z.infer<typeof decisionSchema>;
export type DecisionKind = Decision['kind'];
