import type { LocalMonth } from '../../core/domain/day.ts';
import { ZaikeError } from '../../core/domain/errors.ts';

/** Why something of a closed month cannot be entered; `what`: 请假不能再补录. */
export function closedMonthText(month: string, what: string): string {
  return `${month} 已经关账，${what}：确要更改，请管理员先在“考勤月份”里重新打开这个月，改好后再关账`;
}

/** As {@link closedMonthText}, to be thrown: code `month-closed`. */
export function monthClosed(month: LocalMonth, what: string): ZaikeError {
  return new ZaikeError(closedMonthText(month, what), { code: 'month-closed', retry: false, facts: { month } });
}
