import type { Fault } from '../../../core/contract/fault.ts';
import { closedMonthText } from '../closed-month.ts';
import { CLOSED_MONTH } from './store-faults.ts';

const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^class\.opens/, '开班日期'],
  [/^class\.ends/, '结课日期'],
  [/^class\.months/, '培训时限'],
  [/^class\.code/, '班级编号'],
  [/^class\.bell/, '作息时间'],
  [/^class\.lessons/, '课程表'],
  [/^class\.specialty/, '专业'],
  [/^class\.certificate/, '证书类型'],
  [/^class/, '班级资料'],
  [/^changes/, '课程表变更'],
  [/^trainees/, '学员名册'],
  [/^calendars/, '日历'],
  [/^corrections/, '更正'],
  [/^inspections/, '检查'],
];

const EXPECTED: readonly (readonly [RegExp, string])[] = [
  [/^not before class\.opens$/, '不早于开班日期'],
  [/^not before joinedOn$/, '退出日期不早于入班日期'],
  [/^a date that exists/, '存在的日期'],
  [/^a free place in the timetable$/, '空着的节次'],
  [/^a lesson of the timetable$/, '课程表里有的课时'],
  [/^lessons that do not overlap$/, '课时之间不重叠'],
  [/^an end after its start$/, '结束时间晚于开始时间'],
  [/^the first day of the bell$/, '有了作息时间就要填写开班日期'],
  [/^the last day of the bell$/, '有了作息时间就要填写结课日期'],
  [/^the official calendar of (\d+)$/, '先有国务院办公厅公布的 $1 年放假安排'],
  [/^an id that no other class has$/, '学员编号不与其他班级重复'],
  [/^a trainee with records to stay/, '已有考勤记录的学员不能删除，请填写退出日期'],
  [/^a day on which the trainee was in the class$/, '学员在班的日期'],
];

/** A fault of a class in words for the person at the screen; what has no words of its own keeps the file's. */
export function faultText({ path, expected, got }: Fault): string {
  if (path === CLOSED_MONTH) return closedMonthText(got, '课程表不能再改');
  const place = PLACES.find(([pattern]) => pattern.test(path))?.[1] ?? path;
  const [pattern, words] = EXPECTED.find(([each]) => each.test(expected)) ?? [];
  const wanted = pattern === undefined || words === undefined ? expected : expected.replace(pattern, words);
  return `${place}：应为${wanted}，实际是${gotText(got)}`;
}

function gotText(got: string): string {
  return got
    .replace(/lesson (\d+) of (\d{4}-\d{2}-\d{2})/g, '$2 第 $1 课时')
    .replace(/ over /, ' 与 ')
    .replace(/^nothing$/, '没有填写')
    .replace(/^none$/, '没有')
    .replace(/^an earlier one$/, '更早的日期')
    .replace(/^the same time$/, '同一时间')
    .replace(/^one of (.+)$/, '班级 $1 的学员')
    .replace(/^none with id .+$/, '名册里没有了');
}
