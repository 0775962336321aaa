import type { ClassTrainee } from '../domain/class-file.ts';
import { type ClassOnPaper, certificateName, nameOf, sexOf, yesOrNo } from './class-on-paper.ts';
import { chineseDate, codes, fieldRow, headingRow, signatureRow, texts, titled, titleRows } from './form-parts.ts';
import { cell, type Draft, figure, row } from './sheet.ts';

/** The columns of 附件4 and their widths on paper; the roster that comes in has the same headings. */
export const ROSTER_COLUMNS = [
  { heading: '序号', widthMm: 9 },
  { heading: '姓名', widthMm: 15 },
  { heading: '性别', widthMm: 9 },
  { heading: '民族', widthMm: 11 },
  { heading: '身份证号', widthMm: 34 },
  { heading: '毕业院校', widthMm: 30 },
  { heading: '所学专业', widthMm: 28 },
  { heading: '学历', widthMm: 12 },
  { heading: '毕业时间', widthMm: 18.5 },
  { heading: '户籍所在地', widthMm: 29 },
  { heading: '是否本校毕业学年', widthMm: 15 },
  { heading: '拟取证书类型', widthMm: 21 },
  { heading: '移动电话', widthMm: 22 },
  { heading: '学员签名', widthMm: 18 },
  { heading: '备注', widthMm: 12 },
] as const;

/**
 * 附件4 学员开班花名册: the people of a class in roster order, ID numbers in full. Certificate and final
 * year are those of each person: the caller puts in the class's own.
 */
export function rosterForm(of: ClassOnPaper, trainees: readonly ClassTrainee[]): Draft {
  const columnsMm = ROSTER_COLUMNS.map(({ widthMm }) => widthMm);
  const title = titled('学员开班花名册');
  return {
    form: 4,
    name: '附件4 花名册',
    title,
    orientation: 'landscape',
    columnsMm,
    bodyPt: 8.5,
    head: [
      ...titleRows(4, title, columnsMm.length),
      fieldRow(columnsMm, [
        [`培训机构（盖章）：${of.institution}`, 28],
        [`专业：${of.specialty}`, 17],
        [`班级编号：${of.code}`, 20],
        [`开班–结课：${chineseDate(of.opens)}–${chineseDate(of.ends)}`, 33],
        [`人数：${trainees.length}`, 8],
      ]),
      headingRow(11, ROSTER_COLUMNS),
    ],
    body: trainees.map((trainee, index) => {
      const { person } = trainee;
      return row(8, [
        figure(index + 1),
        ...texts([nameOf(trainee), sexOf(trainee), person.ethnicity]),
        ...codes([person.idNumber]),
        ...texts([person.school, person.major, person.education]),
        ...codes([person.graduation]),
        ...texts([person.household]),
        ...texts([yesOrNo(trainee.ownFinalYear), certificateName(trainee.certificate)]),
        ...codes([person.phone]),
        cell('signature', ''),
        cell('text', person.remarks ?? ''),
      ]);
    }),
    foot: [signatureRow(columnsMm, ['制表人', '负责人', '审核部门', '日期'])],
  };
}
