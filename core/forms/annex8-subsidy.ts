import { yuanText } from '../domain/subsidy.ts';
import { SUBSIDY_COLUMNS, type SubsidyLine } from './annex8-columns.ts';
import { titled, titleRows } from './form-parts.ts';
import { cell, type Draft, figure, money, type Row, row } from './sheet.ts';

const NUMBER_MM = 7;
/** The notice prints six numbered lines. */
const LINES = 6;

/**
 * 附件8 补贴核算表, as in the notice: six numbered lines (more when there are more), 合计, opinions, notes 1–4.
 * @param remarks what whoever decides on the money has to know besides, a line each below the notes.
 */
export function subsidyForm(lines: readonly SubsidyLine[], remarks: readonly string[] = []): Draft {
  const columnsMm = [NUMBER_MM, ...SUBSIDY_COLUMNS.map(({ widthMm }) => widthMm)];
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
        const cells = SUBSIDY_COLUMNS.map(({ of, empty }) =>
          line === undefined ? cell('text', empty ?? '') : of(line),
        );
        return row(9, [figure(index + 1), ...cells]);
      }),
      totalRow(lines),
    ],
    foot: [
      ...opinions(columnsMm.length),
      ...notes(lines, columnsMm.length),
      ...remarks.map((words) => row(5, [cell('note', words, { columns: columnsMm.length })])),
    ],
  };
}

/** Two levels: 扣减金额 over its four columns, all others over both rows. */
function headings(): readonly Row[] {
  const grouped = SUBSIDY_COLUMNS.filter(({ group }) => group !== undefined);
  const upper = SUBSIDY_COLUMNS.flatMap((column) => {
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
  const cells = SUBSIDY_COLUMNS.map(({ of, total }) => {
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
