import type { ClassTrainee } from '../domain/class-file.ts';
import type { LocalMonth } from '../domain/day.ts';
import type { LocalDate } from '../domain/units.ts';
import { type ClassOnPaper, nameOf, sexOf, yesOrNo } from './class-on-paper.ts';
import { chineseMonth, codes, fieldRow, headingRow, signatureRow, texts, titled, titleRows } from './form-parts.ts';
import { cell, type Draft, figure, type Row, row } from './sheet.ts';

/** One line of 附件7: a trainee who left, and the course up to then. */
export interface WithdrawalLine {
  readonly trainee: ClassTrainee;
  readonly of: ClassOnPaper;
  /** The last day with an attended lesson; null: never came. */
  readonly lastAttendedOn: LocalDate | null;
  /** 已训课时: lessons attended. */
  readonly attended: number;
  /** Of the course, percent with two decimals, or `-`. */
  readonly rate: string;
  readonly insured: boolean;
}

const COLUMNS = [
  { heading: '序号', widthMm: 9 },
  { heading: '姓名', widthMm: 16 },
  { heading: '性别', widthMm: 9 },
  { heading: '身份证号', widthMm: 35 },
  { heading: '专业', widthMm: 20 },
  { heading: '班级', widthMm: 21 },
  { heading: '入班日期', widthMm: 20 },
  { heading: '最后到课日', widthMm: 20 },
  { heading: '退出日期', widthMm: 20 },
  { heading: '已训课时', widthMm: 10 },
  { heading: '出勤率', widthMm: 13 },
  { heading: '退出原因', widthMm: 22 },
  { heading: '是否参保', widthMm: 10 },
  { heading: '联系电话', widthMm: 24 },
  { heading: '学员签名', widthMm: 18 },
  { heading: '备注', widthMm: 16 },
] as const;

/** 附件7 中途退出学生信息汇总表: who left in a month, of one class or several; ID numbers in full. */
export function withdrawnForm(institution: string, month: LocalMonth, lines: readonly WithdrawalLine[]): Draft {
  const columnsMm = COLUMNS.map(({ widthMm }) => widthMm);
  const title = titled('中途退出学生信息汇总表');
  return {
    form: 7,
    name: '附件7 中途退出汇总表',
    title,
    orientation: 'landscape',
    columnsMm,
    bodyPt: 9,
    head: [
      ...titleRows(7, title, columnsMm.length),
      fieldRow(columnsMm, [
        [`培训机构：${institution}`, 2],
        [`月份：${chineseMonth(month)}`, 1],
      ]),
      headingRow(11, COLUMNS),
    ],
    body:
      lines.length === 0 ? [row(9, [cell('text', '本月无中途退出', { columns: COLUMNS.length })])] : lines.map(lineRow),
    foot: [signatureRow(columnsMm, ['制表人', '任课教师', '负责人（签字盖章）', '审核部门', '日期'])],
  };
}

function lineRow(line: WithdrawalLine, index: number): Row {
  const { trainee, of } = line;
  const { person } = trainee;
  return row(9, [
    figure(index + 1),
    ...texts([nameOf(trainee), sexOf(trainee)]),
    ...codes([person.idNumber]),
    ...texts([of.specialty, of.code]),
    ...codes([trainee.joinedOn ?? of.opens, line.lastAttendedOn ?? '未到课', trainee.withdrawnOn]),
    figure(line.attended),
    cell('figure', line.rate),
    ...texts([trainee.withdrawReason, yesOrNo(line.insured)]),
    ...codes([person.phone]),
    cell('signature', ''),
    cell('text', person.remarks ?? ''),
  ]);
}
