import type { SheetFault } from '../../../core/contract/office/sheet-fault.ts';
import type { Table } from '../tables/table.ts';
import type { TimetableReading } from './planned.ts';
import { readLessonList } from './read-list.ts';
import { readWeekForm } from './read-week-form.ts';

/** Reads each sheet as a 附件5 of a week or as a plain list of lessons. All faults at once. */
export function readTimetable(tables: readonly Table[]): TimetableReading {
  const readings = tables
    .map((table) => readWeekForm(table) ?? readLessonList(table))
    .filter((each) => each !== undefined);
  const lessons = readings.flatMap((each) => each.lessons);
  const faults = readings.flatMap((each) => each.faults);
  const days = new Set(readings.flatMap((each) => [...each.days]));
  const byKey = Map.groupBy(lessons, ({ date, no }) => `${date} 第 ${no} 节`);
  const twice = [...byKey].filter(([, all]) => all.length > 1);
  const more: SheetFault[] = twice.map(([key]) => ({
    ...{ severity: 'refused', row: null, column: null },
    what: `${key}在文件里出现两次`,
    advice: '请删去多余的一处',
  }));
  if (readings.length === 0)
    more.push({
      ...{ severity: 'refused', row: null, column: null },
      what: '没有找到课程表',
      advice:
        '请用附件5的样式（节次、起止时间、星期一…），或列名为“日期、节次、开始、结束、课程、教师、类型、教室”的表格',
    });
  return { lessons, days, faults: [...faults, ...more] };
}
