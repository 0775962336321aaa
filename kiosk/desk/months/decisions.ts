import { boundsOf, dateAt, type LocalMonth } from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import type { CenterDecision, DecisionEvent } from '../../../core/domain/pending-share.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { monthClosed } from '../closed-month.ts';
import type { Months } from './months.ts';
import type { Signatures } from './ports.ts';

/** Where decisions are kept: kiosk/store/month-decisions satisfies it. */
export interface DecisionKeeper {
  add(code: ClassCode, month: string, event: DecisionEvent): void;
}

/** The center's decisions on pending lessons, as they are entered by hand. */
export interface Decisions {
  /**
   * Enters the center's paper: the institution then settles the lessons by it.
   * @throws ZaikeError `month-closed`, `not-for-the-center`, `already-decided`, `in-the-future`, `before-the-month`.
   */
  enter(
    code: ClassCode,
    month: LocalMonth,
    paper: { readonly on: LocalDate; readonly paper: string },
    signed: Signatures,
  ): CenterDecision;
  /** Takes it back; records settled by it stay. @throws ZaikeError `month-closed`, `no-such-decision`, `confirmed`. */
  withdraw(code: ClassCode, month: LocalMonth, why: string, signed: Signatures): void;
}

export function decisions(months: Pick<Months, 'pending' | 'isClosed'>, keeper: DecisionKeeper): Decisions {
  const open = (code: ClassCode, month: LocalMonth) => {
    if (months.isClosed(code, month)) throw monthClosed(month, '核定不能再改');
    return months.pending(code, month);
  };
  return {
    enter: (code, month, { on, paper }, { at, by, countersignedBy }) => {
      const { settledBy, decision } = open(code, month);
      if (settledBy !== 'center')
        throw refuse('not-for-the-center', `${month} 的待核没有超过 5%，由机构自己逐条核定，不需要中心的文件`);
      if (decision !== null) throw refuse('already-decided', `${month} 已经录入了中心的核定（${decision.paper}）`);
      if (on > dateAt(at)) throw refuse('in-the-future', '核定日期不能晚于今天');
      if (on < boundsOf(month).from) throw refuse('before-the-month', '核定日期不能早于本月');
      keeper.add(code, month, { kind: 'entered', on, paper, by, countersignedBy, at });
      return { on, paper, entered: { by, countersignedBy, at }, confirmed: false };
    },
    withdraw: (code, month, why, { at, by, countersignedBy }) => {
      const { decision } = open(code, month);
      if (decision === null) throw refuse('no-such-decision', `${month} 没有录入中心的核定`);
      if (decision.confirmed) throw refuse('confirmed', '这份核定中心已经确认，要改请联系中心');
      keeper.add(code, month, { kind: 'withdrawn', why, by, countersignedBy, at });
    },
  };
}

const refuse = (code: string, message: string): ZaikeError => new ZaikeError(message, { code, retry: false });
