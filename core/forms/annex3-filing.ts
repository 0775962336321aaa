import type { ClassOnPaper } from './class-on-paper.ts';
import { titled, titleRows } from './form-parts.ts';
import { type Cell, cell, type Draft, type Row, row } from './sheet.ts';

/** One line of 任课教师情况. What is not told is ''. */
export interface TeacherOnPaper {
  readonly name: string;
  readonly teaches: string;
  readonly rank: string;
  readonly qualification: string;
  readonly employer: string;
  readonly phone: string;
  readonly remarks: string;
}

/** What 附件3 says of a class beyond its head. */
export interface FilingOnPaper {
  /** 培训地点: the institution's own, verified premises. */
  readonly place: string;
  readonly trainees: number;
  /** 培训补贴/月, yuan per person; several when the class has several. */
  readonly standards: readonly number[];
  /** 培训日课时: 6, or 5–6. */
  readonly dailyLessons: string;
  readonly trainingDays: number;
  /** 上课时间, such as 08:30–16:30. */
  readonly hours: string;
  readonly counsellorPhone: string;
  readonly teachers: readonly TeacherOnPaper[];
}

const COLUMNS_MM = [24, 26, 26, 21, 26, 27, 25, 19];
const ROW_MM = 14;
/** Lines for teachers on the empty form. */
const TEACHER_LINES = 6;

/** 附件3 开班备案表, as in the notice. */
export function filingForm(of: ClassOnPaper, filing: FilingOnPaper): Draft {
  const title = titled('开班备案表');
  const label = (text: string): Cell => cell('heading', text);
  const value = (text: string, columns = 1): Cell => cell('text', text, { columns });
  const line = (fields: readonly (readonly [string, string])[]): Row =>
    row(
      ROW_MM,
      fields.flatMap(([name, text], index) => [label(name), value(text, index === fields.length - 1 ? 3 : 1)]),
    );
  return {
    form: 3,
    name: '附件3 开班备案表',
    title,
    orientation: 'portrait',
    columnsMm: COLUMNS_MM,
    bodyPt: 10.5,
    head: titleRows(3, title, COLUMNS_MM.length),
    body: [
      line([
        ['定点培训机构名称', of.institution],
        ['培训地点', filing.place],
        ['培训专业', of.specialty],
      ]),
      line([
        ['班期名称', of.code],
        ['培训人数', `${filing.trainees}人`],
        ['培训补贴/月', filing.standards.map((standard) => `${standard}元/人`).join('、')],
      ]),
      line([
        ['培训起止日期', `${of.opens ?? ''}至${of.ends ?? ''}`],
        ['培训日课时', filing.dailyLessons],
        ['培训总天数', `${filing.trainingDays}天`],
      ]),
      row(ROW_MM, [label('上课时间'), value(filing.hours), label('辅导员联系电话'), value(filing.counsellorPhone, 5)]),
      ...teacherRows(filing.teachers),
      opinionRow(),
    ],
    foot: [],
  };
}

function teacherRows(teachers: readonly TeacherOnPaper[]): readonly Row[] {
  const lines = Array.from({ length: Math.max(TEACHER_LINES, teachers.length) }, (_, index) => teachers[index]);
  const names = ['姓名', '任课内容', '职称', '职业资格', '工作单位', '联系电话', '备注'];
  return [
    row(ROW_MM, [
      cell('heading', '任课\n教师\n情况', { rows: lines.length + 1 }),
      ...names.map((name) => cell('heading', name)),
    ]),
    ...lines.map((teacher) =>
      row(
        ROW_MM,
        [
          teacher?.name,
          teacher?.teaches,
          teacher?.rank,
          teacher?.qualification,
          teacher?.employer,
          teacher?.phone,
          teacher?.remarks,
        ].map((text) => cell('text', text ?? '')),
      ),
    ),
  ];
}

function opinionRow(): Row {
  const date = `\n\n\n\n${'　'.repeat(8)}年　　月　　日`;
  return row(46, [
    cell('heading', '培训机构意见'),
    cell('box', date, { columns: 3 }),
    cell('heading', '就业和人才服务部意见'),
    cell('box', date, { columns: 3 }),
  ]);
}
