import type { Trainee } from '../domain/person.ts';
import { isAttended, type LessonRecord } from '../domain/record.ts';
import type { LocalDate } from '../domain/units.ts';

/** The symbols of 附件6: a setting of the institution; the legend under the form prints them. */
export interface Marks {
  readonly present: string;
  readonly late: string;
  readonly leftEarly: string;
  readonly personalLeave: string;
  readonly sickLeave: string;
  readonly absent: string;
  readonly pending: string;
  readonly noTraining: string;
  readonly withdrawn: string;
}

/** The symbols that forms usually carry; each is in GB 2312 or GBK, so that every 宋体 has it. */
export const defaultMarks: Marks = {
  present: '√',
  late: '△',
  leftEarly: '◇',
  personalLeave: '○',
  sickLeave: '⊙',
  absent: '×',
  pending: '?',
  noTraining: '—',
  withdrawn: '╱',
};

/** 符号说明, as it is printed under 附件6. */
export function legendOf(marks: Marks): string {
  return [
    `${marks.present} 出勤`,
    `${marks.late} 迟到`,
    `${marks.leftEarly} 早退`,
    `${marks.personalLeave} 事假`,
    `${marks.sickLeave} 病假`,
    `${marks.absent} 旷课`,
    `${marks.pending} 待核`,
    `${marks.noTraining} 非培训日（含入班前、不计课时之日）`,
    `${marks.withdrawn} 已退出`,
    '数字“实到/应到”为当日情形不一',
  ].join('　');
}

/**
 * The mark of one trainee's day, from the records of that day alone: lessons that are not due (before
 * approval, off-site) are left out. All attended: △ when any was late, else ◇ when any was left early,
 * else √. All of one other outcome: that one's mark. Any other mixture: attended/due, `4/6`. No due
 * lesson: ╱ from the day of withdrawal on when the class had lessons, else —, also before joining.
 */
export function dayMark(
  day: { readonly date: LocalDate; readonly training: boolean },
  trainee: Pick<Trainee, 'withdrawnOn'>,
  records: readonly Pick<LessonRecord, 'outcome' | 'due'>[],
  marks: Marks,
): string {
  const outcomes = records.filter(({ due }) => due).map(({ outcome }) => outcome);
  const [first] = outcomes;
  if (first === undefined) {
    const gone = trainee.withdrawnOn !== null && trainee.withdrawnOn <= day.date;
    return gone && day.training ? marks.withdrawn : marks.noTraining;
  }
  const attended = outcomes.filter(isAttended).length;
  if (attended === outcomes.length) {
    if (outcomes.includes('late')) return marks.late;
    return outcomes.includes('leftEarly') ? marks.leftEarly : marks.present;
  }
  return outcomes.every((outcome) => outcome === first) ? marks[first] : `${attended}/${outcomes.length}`;
}
