import { decimalText } from '../domain/rate.ts';
import { type SubsidyRow, yuanText } from '../domain/subsidy.ts';
import { type ClassOnPaper, yesOrNo } from './class-on-paper.ts';
import { type Cell, cell, figure, money } from './sheet.ts';

/** One line of 附件8: a class and a standard. */
export interface SubsidyLine {
  readonly of: ClassOnPaper;
  readonly row: SubsidyRow;
  /** 材料是否齐全; null: not told. */
  readonly materialsComplete: boolean | null;
}

/** A column of the notice's table: under which heading, how wide, what a line shows, what 合计 adds up. */
export interface SubsidyColumn {
  readonly heading: string;
  readonly group?: '扣减金额';
  readonly widthMm: number;
  readonly of: (line: SubsidyLine) => Cell;
  /** What an empty line has printed in it. */
  readonly empty?: string;
  readonly total?: 'count' | 'money';
}

const text =
  (of: (line: SubsidyLine) => string): SubsidyColumn['of'] =>
  (line) =>
    cell('text', of(line));
const code =
  (of: (line: SubsidyLine) => string | null): SubsidyColumn['of'] =>
  (line) =>
    cell('code', of(line) ?? '');
const count =
  (of: (row: SubsidyRow) => number): SubsidyColumn['of'] =>
  ({ row: figures }) =>
    figure(of(figures));
const yuan =
  (of: (row: SubsidyRow) => bigint): SubsidyColumn['of'] =>
  ({ row: figures }) =>
    money(yuanText(of(figures)));
/** Hundredths of a percent as the form writes them: 4%, 5.25%. */
const percent =
  (of: (row: SubsidyRow) => number): SubsidyColumn['of'] =>
  ({ row: figures }) =>
    cell('figure', `${Number(decimalText(of(figures)))}%`);

/** The columns in the notice's order and words. */
export const SUBSIDY_COLUMNS: readonly SubsidyColumn[] = [
  { heading: '培训机构', widthMm: 18, of: text(({ of }) => of.institution) },
  { heading: '专业', widthMm: 16.5, of: text(({ of }) => of.specialty) },
  { heading: '班级编号', widthMm: 18, of: text(({ of }) => of.code) },
  { heading: '开班时间', widthMm: 17, of: code(({ of }) => of.opens) },
  { heading: '结课时间', widthMm: 17, of: code(({ of }) => of.ends) },
  { heading: '培训时限(月数)', widthMm: 9, of: count(({ months }) => months) },
  { heading: '补贴标准(月/人)', widthMm: 10, of: count(({ standard }) => standard) },
  { heading: '开班人数', widthMm: 8, of: count(({ opened }) => opened), total: 'count' },
  { heading: '中退人数', widthMm: 8, of: count(({ withdrawn }) => withdrawn), total: 'count' },
  { heading: '缴纳社会保险人数', widthMm: 10, of: count(({ insured }) => insured), total: 'count' },
  { heading: '未通过考试人数', widthMm: 10, of: count(({ failed }) => failed), total: 'count' },
  { heading: '未报名参加考试人数', widthMm: 10, of: count(({ notRegistered }) => notRegistered), total: 'count' },
  {
    heading: '材料审核不合格人数',
    widthMm: 10,
    of: count(({ materialsRejected }) => materialsRejected),
    total: 'count',
  },
  { heading: '实际补贴人数', widthMm: 9, of: count(({ paid }) => paid), total: 'count' },
  { heading: '拟补贴金额(元)', widthMm: 17, of: yuan(({ proposed }) => proposed), total: 'money' },
  {
    heading: '到课率扣减',
    group: '扣减金额',
    widthMm: 9,
    of: percent(({ classRateShare }) => classRateShare),
    empty: '0%',
  },
  {
    heading: '到课考核扣减金额',
    group: '扣减金额',
    widthMm: 15,
    of: yuan(({ classRateDeduction }) => classRateDeduction),
    total: 'money',
  },
  {
    heading: '违纪违规扣减',
    group: '扣减金额',
    widthMm: 9,
    of: percent(({ violationShare }) => violationShare),
  },
  {
    heading: '违纪违规扣减金额',
    group: '扣减金额',
    widthMm: 15,
    of: yuan(({ violationDeduction }) => violationDeduction),
    total: 'money',
  },
  { heading: '扣减总计(元)', widthMm: 17.5, of: yuan(({ deducted }) => deducted), total: 'money' },
  { heading: '实际补贴金额(元)', widthMm: 17, of: yuan(({ actual }) => actual), total: 'money' },
  { heading: '材料是否齐全', widthMm: 10, of: text(({ materialsComplete }) => yesOrNo(materialsComplete)) },
];
