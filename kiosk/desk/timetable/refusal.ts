import { ZaikeError } from '../../../core/domain/errors.ts';
import { CLOSED_MONTH } from '../classes/store-faults.ts';
import { closedMonthText } from '../closed-month.ts';

/** A change of the timetable that is refused whole; the first reasons are named. */
export const refused = (why: readonly string[]): ZaikeError =>
  new ZaikeError(why.slice(0, 5).join('；') + (why.length > 5 ? `；等 ${why.length} 处` : ''), {
    code: 'timetable-refused',
    retry: false,
  });

/** What readScenario found of a timetable, in the page's words. */
export function wordsOf({
  path,
  expected,
  got,
}: {
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}): string {
  if (expected === 'lessons that do not overlap') {
    const [later, earlier] = [...got.matchAll(/lesson (\d+) of (\S+)/g)];
    return `${later?.[2] ?? ''} 第 ${later?.[1] ?? ''} 节与第 ${earlier?.[1] ?? ''} 节时间重叠`;
  }
  if (expected.startsWith('the official calendar of')) return `没有 ${expected.slice(-4)} 年的官方日历，请先录入`;
  if (path === CLOSED_MONTH) return closedMonthText(got, '课程表不能再改');
  if (path.startsWith('changes')) return '与已登记的调课冲突，请先在“调课”中处理';
  return `${path}：${expected}（${got}）`;
}
