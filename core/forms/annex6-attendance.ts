import { datesOf, type LocalMonth, monthOf, weekdayOf } from '../domain/day.ts';
import { maskIdNumber } from '../domain/person.ts';
import type { LocalDate } from '../domain/units.ts';
import { type Day, dayTotals, notCounted, totalRow } from './annex6-totals.ts';
import { type ClassOnPaper, nameOf } from './class-on-paper.ts';
import { chineseMonth, fieldRow, noteRow, rangeText, signatureRow, titled, titleRows, WEEKDAYS } from './form-parts.ts';
import { dayMark, legendOf, type Marks } from './marks.ts';
import type { MonthLine, MonthOnPaper } from './month-on-paper.ts';
import { type Cell, cell, type Draft, figure, type Row, row } from './sheet.ts';

const BEFORE = [
  { heading: '序号', widthMm: 6.5 },
  { heading: '姓名', widthMm: 13 },
  { heading: '身份证号', widthMm: 27.5 },
] as const;
const AFTER = [
  { heading: '应到课时', widthMm: 8 },
  { heading: '实到课时', widthMm: 8 },
  { heading: '迟到(次)', widthMm: 7 },
  { heading: '早退(次)', widthMm: 7 },
  { heading: '事假(课时)', widthMm: 8.8 },
  { heading: '病假(课时)', widthMm: 8.8 },
  { heading: '旷课(课时)', widthMm: 8.8 },
  { heading: '待核', widthMm: 6 },
  { heading: '出勤率', widthMm: 11 },
  { heading: '学员签名', widthMm: 14 },
  { heading: '备注', widthMm: 14 },
] as const;
const DAY_MM = 4.8;

/** 附件6 月份学生考勤情况签名汇总表: one line a trainee, one column a day of the month, ID numbers masked. */
export function attendanceForm(of: ClassOnPaper, month: MonthOnPaper, marks: Marks): Draft {
  const days = datesOf(month.month).map((date): Day => ({ date, training: (month.lessonsOn.get(date) ?? 0) > 0 }));
  const columnsMm = [
    ...BEFORE.map(({ widthMm }) => widthMm),
    ...days.map(() => DAY_MM),
    ...AFTER.map((c) => c.widthMm),
  ];
  const title = titled(`${chineseMonth(month.month)}份学生考勤情况签名汇总表`);
  return {
    form: 6,
    name: '附件6 考勤汇总表',
    title,
    orientation: 'landscape',
    columnsMm,
    bodyPt: 7.5,
    head: [
      ...titleRows(6, title, columnsMm.length),
      fieldRow(columnsMm, [
        [`培训机构（盖章）：${of.institution}`, 30],
        [`专业：${of.specialty}`, 18],
        [`班级：${of.code}`, 19],
        [`本月工作日：${month.workdays}`, 12],
        [`实际开课天数：${days.filter(({ training }) => training).length}`, 12],
        [`日课时：${rangeText([...month.lessonsOn.values()])}`, 9],
      ]),
      ...headings(days),
    ],
    body: month.lines.map((line, index) => lineRow(line, index + 1, days, of, month.month, marks)),
    foot: [
      ...dayTotals(month, days, { before: BEFORE.length, after: AFTER.length }),
      totalRow(month, BEFORE.length + days.length),
      noteRow(`符号说明：${legendOf(marks)}；出勤率、日到课率单位为%，出勤率=实到课时÷应到课时。`, columnsMm.length),
      ...notCounted(month, columnsMm.length),
      signatureRow(columnsMm, ['制表人', '任课教师', '负责人（签字盖章）', '审核部门', '日期']),
    ],
  };
}

function headings(days: readonly Day[]): readonly Row[] {
  const over = (columns: readonly { readonly heading: string }[]): readonly Cell[] =>
    columns.map(({ heading }) => cell('heading', heading, { rows: 2 }));
  const dayCells = (text: (date: LocalDate) => string): readonly Cell[] =>
    days.map(({ date, training }) => cell('heading', text(date), { shaded: !training }));
  return [
    row(6, [...over(BEFORE), ...dayCells((date) => String(Number(date.slice(8)))), ...over(AFTER)]),
    row(
      6,
      dayCells((date) => WEEKDAYS[weekdayOf(date)] ?? ''),
    ),
  ];
}

function lineRow(
  line: MonthLine,
  no: number,
  days: readonly Day[],
  of: ClassOnPaper,
  month: LocalMonth,
  marks: Marks,
): Row {
  const byDate = Map.groupBy(line.records, ({ date }) => date);
  const { figures, trainee } = line;
  const { idNumber } = trainee.person;
  return row(7, [
    figure(no),
    cell('text', nameOf(trainee)),
    cell('code', idNumber === null ? '' : maskIdNumber(idNumber)),
    ...days.map((day) =>
      cell('mark', dayMark(day, trainee, byDate.get(day.date) ?? [], marks), { shaded: !day.training }),
    ),
    ...[
      figures.due,
      figures.attended,
      figures.late,
      figures.leftEarly,
      figures.personalLeave,
      figures.sickLeave,
      figures.absent,
      figures.pending,
    ].map((count) => figure(count)),
    cell('figure', figures.rate),
    cell('signature', ''),
    cell('text', remarks(line, of, month)),
  ]);
}

/** What a reader of a line must know: joined or gone within the month, below 90 %. */
export function remarks({ trainee, figures }: MonthLine, of: Pick<ClassOnPaper, 'opens'>, month: LocalMonth): string {
  const within = (date: LocalDate | null): date is LocalDate => date !== null && monthOf(date) === month;
  const said: string[] = [];
  if (within(trainee.joinedOn) && of.opens !== null && trainee.joinedOn > of.opens)
    said.push(`${trainee.joinedOn.slice(5)}入班`);
  if (within(trainee.withdrawnOn)) said.push(`${trainee.withdrawnOn.slice(5)}退出`);
  if (!figures.meets90) said.push('低于90%');
  return said.join(' ');
}
