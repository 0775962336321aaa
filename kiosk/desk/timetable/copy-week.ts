import type { Calendar } from '../../../core/domain/calendar.ts';
import { addDays } from '../../../core/domain/day.ts';
import { plannedOf, type Standing } from './edit.ts';
import type { Planned } from './planned.ts';
import { refused } from './refusal.ts';
import { boundsOf, mondayOf, weeksBetween } from './week-view.ts';

/** A week's lessons laid over the next `to` weeks, by day of the week; `remarks`: the days that were left as they are. */
export function copiedWeek(
  { file, held, lock }: Standing,
  calendar: Calendar,
  week: number,
  to: number,
): { readonly lessons: readonly Planned[]; readonly remarks: readonly string[] } {
  const bounds = boundsOf(file, held);
  if (bounds === null || week > weeksBetween(bounds.first, bounds.last)) throw refused(['没有这一周']);
  const monday = addDays(mondayOf(bounds.first), 7 * (week - 1));
  const source = held.filter(({ date }) => monday <= date && date <= addDays(monday, 6));
  if (source.length === 0) throw refused(['这一周没有课，无可复制']);
  const remarks: string[] = [];
  const lessons: Planned[] = [];
  for (let next = 1; next <= to; next += 1)
    for (const [date, ofDay] of Map.groupBy(source, (lesson) => lesson.date)) {
      const target = addDays(date, 7 * next);
      const there = held.filter((lesson) => lesson.date === target);
      if (target < bounds.first || target > bounds.last) continue;
      if (!calendar.isWorkday(target)) remarks.push(`${target} 不是工作日，没有复制`);
      else if (there.some((lesson) => lock(lesson) !== null))
        remarks.push(`${target} 有已开始、已结算或调过的课，没有复制`);
      else lessons.push(...ofDay.map((lesson) => ({ ...plannedOf(lesson), date: target })));
    }
  return { lessons, remarks };
}
