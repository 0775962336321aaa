import { chineseMonth, headingRow, type TableColumn, titled } from './form-parts.ts';
import { cell, type Draft, figure, row } from './sheet.ts';

/** The sums of a month. */
export interface TotalsFigures {
  readonly people: number;
  readonly due: number;
  readonly attended: number;
  readonly late: number;
  readonly leftEarly: number;
  readonly personalLeave: number;
  readonly sickLeave: number;
  readonly absent: number;
  readonly pending: number;
  readonly rate: string;
  readonly below: number;
}

/** A class's month in the center's totals. */
export interface TotalsLine extends TotalsFigures {
  readonly institution: string;
  readonly specialty: string;
  readonly code: string;
  /** 已关账 with the report's id, or that it is not closed. */
  readonly state: string;
}

const TOTALS: readonly TableColumn[] = [
  { heading: '序号', widthMm: 10 },
  { heading: '培训机构', widthMm: 36 },
  { heading: '专业', widthMm: 26 },
  { heading: '班级编号', widthMm: 26 },
  { heading: '人数', widthMm: 12 },
  { heading: '应到课时', widthMm: 16 },
  { heading: '实到课时', widthMm: 16 },
  { heading: '迟到(次)', widthMm: 13 },
  { heading: '早退(次)', widthMm: 13 },
  { heading: '事假', widthMm: 12 },
  { heading: '病假', widthMm: 12 },
  { heading: '旷课', widthMm: 12 },
  { heading: '待核', widthMm: 12 },
  { heading: '出勤率', widthMm: 16 },
  { heading: '不足90%人数', widthMm: 14 },
  { heading: '关账', widthMm: 24 },
];

/** The month's totals over all institutions, one line a class, with their sum. */
export function totalsDraft(month: string, lines: readonly TotalsLine[], total: TotalsFigures): Draft {
  const title = `${chineseMonth(month)}各机构考勤汇总`;
  const counts = (of: TotalsFigures) => [
    ...[
      of.people,
      of.due,
      of.attended,
      of.late,
      of.leftEarly,
      of.personalLeave,
      of.sickLeave,
      of.absent,
      of.pending,
    ].map((value) => figure(value)),
    cell('figure', of.rate),
    figure(of.below),
  ];
  return {
    form: 'List',
    name: '考勤汇总',
    title,
    orientation: 'landscape',
    columnsMm: TOTALS.map(({ widthMm }) => widthMm),
    bodyPt: 9,
    head: [row(12, [cell('title', title, { columns: TOTALS.length })]), headingRow(12, TOTALS)],
    body: [
      ...lines.map((line, index) =>
        row(8, [
          figure(index + 1),
          ...[line.institution, line.specialty, line.code].map((text) => cell('text', text)),
          ...counts(line),
          cell('text', line.state),
        ]),
      ),
      row(8, [cell('heading', '合计', { columns: 4 }), ...counts(total), cell('text', '')]),
    ],
    foot: [],
  };
}

/** Somebody on the publicity list. */
export interface PublicityLine {
  readonly institution: string;
  readonly specialty: string;
  readonly code: string;
  readonly name: string;
  /** Masked: first six and last four. */
  readonly idNumber: string;
  readonly standard: string;
  readonly months: string;
}

const PUBLICITY: readonly TableColumn[] = [
  { heading: '序号', widthMm: 10 },
  { heading: '培训机构', widthMm: 40 },
  { heading: '专业', widthMm: 30 },
  { heading: '班级编号', widthMm: 28 },
  { heading: '姓名', widthMm: 20 },
  { heading: '身份证号', widthMm: 38 },
  { heading: '补贴标准(月/人)', widthMm: 18 },
  { heading: '月数', widthMm: 12 },
];

/** The publicity list 「公示期为5个工作日」: everybody who is to be paid for, numbers masked. */
export function publicityDraft(lines: readonly PublicityLine[], period: string): Draft {
  const title = titled('拟补贴人员公示名单');
  return {
    form: 'List',
    name: '公示名单',
    title,
    orientation: 'portrait',
    columnsMm: PUBLICITY.map(({ widthMm }) => widthMm),
    bodyPt: 10,
    head: [
      row(12, [cell('title', title, { columns: PUBLICITY.length })]),
      row(7, [cell('field', period, { columns: PUBLICITY.length })]),
      headingRow(10, PUBLICITY),
    ],
    body: lines.map(({ institution, specialty, code, name, idNumber, standard, months }, index) =>
      row(8, [
        figure(index + 1),
        ...[institution, specialty, code, name].map((text) => cell('text', text)),
        cell('code', idNumber),
        ...[standard, months].map((text) => cell('figure', text)),
      ]),
    ),
    foot: [],
  };
}
