import { decimalText } from '../domain/rate.ts';
import { type SubsidyRow, yuanText } from '../domain/subsidy.ts';
import { titled, titleRows } from './form-parts.ts';
import { type ClassOnPaper, yesOrNo } from './class-on-paper.ts';
import { type Cell, cell, type Draft, figure, money, type Row, row } from './sheet.ts';

/** One line of 附件8: a class and a standard. */
export interface SubsidyLine {
  readonly of: ClassOnPaper;
  readonly row: SubsidyRow;
  /** 材料是否齐全; null: not told. */
  readonly materialsComplete: boolean | null;
}

/** A column of the notice's table: under which heading, how wide, what a line shows, what 合计 adds up. */
interface Column {
  readonly heading: string;
  readonly group?: '扣减金额';
  readonly widthMm: number;
  readonly of: (line: SubsidyLine) => Cell;
  /** What an empty line has printed in it. */
  readonly empty?: string;
  readonly total?: 'count' | 'money';
}

const text =
  (of: (line: SubsidyLine) => string): Column['of'] =>
  (line) =>
    cell('text', of(line));
const code =
  (of: (line: SubsidyLine) => string | null): Column['of'] =>
  (line) =>
    cell('code', of(line) ?? '');
const count =
  (of: (row: SubsidyRow) => number): Column['of'] =>
  ({ row: figures }) =>
    figure(of(figures));
const yuan =
  (of: (row: SubsidyRow) => bigint): Column['of'] =>
  ({ row: figures }) =>
    money(yuanText(of(figures)));
/** Hundredths of a percent as the form writes them: 4%, 5.25%. */
const percent =
  (of: (row: SubsidyRow) => number): Column['of'] =>
  ({ row: figures }) =>
    cell('figure', `${Number(decimalText(of(figures)))}%`);

/** The columns in the notice's order and words. */
const COLUMNS: readonly Column[] = [
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
const NUMBER_MM = 7;
/** The notice prints six numbered lines. */
const LINES = 6;

/** 附件8 补贴核算表, as in the notice: six numbered lines (more when there are more), 合计, opinions, notes 1–4. */
export function subsidyForm(lines: readonly SubsidyLine[]): Draft {
  const columnsMm = [NUMBER_MM, ...COLUMNS.map(({ widthMm }) => widthMm)];
  const title = titled('补贴核算表');
  const numbers = Array.from({ length: Math.max(LINES, lines.length) }, (_, index) => index);
  return {
    form: 8,
    name: '附件8 补贴核算表',
    title,
    orientation: 'landscape',
    columnsMm,
    bodyPt: 8,
    head: [...titleRows(8, title, columnsMm.length), ...headings()],
    body: [
      ...numbers.map((index) => {
        const line = lines[index];
        const cells = COLUMNS.map(({ of, empty }) => (line === undefined ? cell('text', empty ?? '') : of(line)));
        return row(9, [figure(index + 1), ...cells]);
      }),
      totalRow(lines),
    ],
    foot: [...opinions(columnsMm.length), ...notes(lines, columnsMm.length)],
  };
}

/** Two levels: 扣减金额 over its four columns, all others over both rows. */
function headings(): readonly Row[] {
  const grouped = COLUMNS.filter(({ group }) => group !== undefined);
  const upper = COLUMNS.flatMap((column) => {
    if (column.group === undefined) return [cell('heading', column.heading, { rows: 2 })];
    return column === grouped[0] ? [cell('heading', column.group, { columns: grouped.length })] : [];
  });
  return [
    row(8, [cell('heading', '序号', { rows: 2 }), ...upper]),
    row(
      16,
      grouped.map(({ heading }) => cell('heading', heading)),
    ),
  ];
}

/** 合计 of people and money; months, standards and percentages do not add up. */
function totalRow(lines: readonly SubsidyLine[]): Row {
  const cells = COLUMNS.map(({ of, total }) => {
    if (total === undefined) return cell('text', '');
    const values = lines.map((line) => of(line));
    if (total === 'count') return figure(values.reduce((sum, { number }) => sum + (number ?? 0), 0));
    return money(yuanText(values.reduce((sum, value) => sum + fenOf(value.text), 0n)));
  });
  return row(9, [cell('heading', '合计'), ...cells]);
}

/** Integer 分 of `126720.00`. */
function fenOf(yuan: string): bigint {
  return BigInt(yuan.replace('.', ''));
}

/** 就业和人才服务部意见 and 培训机构意见, each with room for a signature, a stamp and a date. */
function opinions(columns: number): readonly Row[] {
  const words = '\n\n　　　　负责人：(签字)\n\n　　　　　　　　(盖章)\n\n　　　　　　　　　　年　　月　　日';
  const [left, label] = [9, 2];
  return [
    row(34, [
      cell('heading', '就业和人才服务部意见', { columns: label + 1 }),
      cell('box', words, { columns: left }),
      cell('heading', '培训机构意见', { columns: label }),
      cell('box', words, { columns: columns - left - 2 * label - 1 }),
    ]),
  ];
}

function notes(lines: readonly SubsidyLine[], columns: number): readonly Row[] {
  const assessment = lines.reduce(
    (sum, { row: { actual, proposed, deducted } }) => sum + actual - proposed + deducted,
    0n,
  );
  const contained = assessment === 0n ? '。' : `（其中初次鉴定补贴${yuanText(assessment)}元）。`;
  const words =
    '注：1. 拟补贴金额=实际补贴人数*补贴标准*培训时限；2. 到课率不足80%的班级，每次扣减拟补贴金额2%培训费；' +
    `3. 违纪违规扣减金额=扣减百分比*拟补贴金额；4. 补贴金额含初次鉴定补贴${contained}`;
  return [row(9, [cell('note', words, { columns })])];
}
