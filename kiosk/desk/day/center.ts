import { monthOf } from '../../../core/domain/day.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import { centerText } from '../months/obstacle-words.ts';
import { refuse } from './fault.ts';
import type { DayPorts, DayRecord } from './ports.ts';

/**
 * Under which decision of the center a record is settled: null: the institution settles it itself.
 * Above 5 % of a month's lessons the center does; its paper is entered before anything of it is settled.
 * @throws ZaikeError `center-decides` when it is the center's and no decision is entered.
 */
export function decisionFor(
  { months }: Pick<DayPorts, 'months'>,
  code: ClassCode,
  { record }: Pick<DayRecord, 'record'>,
): string | null {
  if (record.outcome !== 'pending') return null;
  const month = monthOf(record.date);
  const pending = months.pending(code, month);
  if (pending.settledBy === 'institution') return null;
  if (pending.decision !== null) return pending.decision.paper;
  throw refuse('center-decides', `${month}：${centerText(pending)}`);
}
