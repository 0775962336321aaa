import type { ClassTrainee } from '../domain/class-file.ts';
import { type ClassOnPaper, nameOf, sexOf } from './class-on-paper.ts';
import { titled, titleRows } from './form-parts.ts';
import { type Cell, cell, type Draft, type Picture, type Row, row } from './sheet.ts';

/** What 附件2 asks for beyond the columns of 附件4. What is not told is '' and is filled in by hand. */
export interface RegistrationOnPaper {
  /** 毕业年届, such as 2026届. */
  readonly graduationYear: string;
  readonly health: string;
  readonly politics: string;
  readonly bornOn: string;
  readonly residence: string;
  readonly email: string;
  readonly homeAddress: string;
  readonly homePhone: string;
  /** The enrolment photo, when there is consent; it stays on the classroom's computer and on this paper. */
  readonly photo: Picture | null;
}

/** label, value ×3, label, value, photo: the seven columns of the notice's table. */
const COLUMNS_MM = [26, 28, 20, 22, 28, 27, 40];
const ROW_MM = 12.5;
const DATE = '年　　月　　日';

/** 附件2 学员登记表 of one person, as in the notice: printed, signed, and handed in with the filing. */
export function registrationForm(
  of: ClassOnPaper,
  trainee: ClassTrainee,
  more: RegistrationOnPaper,
  index: number,
): Draft {
  const title = titled('学员登记表');
  return {
    form: 2,
    name: `附件2 登记表 ${index + 1}`,
    title,
    orientation: 'portrait',
    columnsMm: COLUMNS_MM,
    bodyPt: 10.5,
    head: titleRows(2, title, COLUMNS_MM.length),
    body: [...personRows(of, trainee, more), ...statementRows()],
    foot: [],
  };
}

function personRows(of: ClassOnPaper, trainee: ClassTrainee, more: RegistrationOnPaper): readonly Row[] {
  const { person } = trainee;
  const label = (text: string): Cell => cell('heading', text);
  const value = (text: string | null, columns = 1): Cell => cell('text', text ?? '', { columns });
  const pair = (left: string, leftValue: string | null, right: string, rightValue: string | null, last: number): Row =>
    row(ROW_MM, [label(left), value(leftValue, 3), label(right), value(rightValue, last)]);
  const photo = cell('text', more.photo === null ? '照片' : '', { rows: 4, picture: more.photo });
  return [
    row(ROW_MM, [
      ...[
        label('姓名'),
        value(nameOf(trainee)),
        label('性别'),
        value(sexOf(trainee)),
        label('民族'),
        value(person.ethnicity),
      ],
      photo,
    ]),
    row(ROW_MM, [label('身份证号'), value(person.idNumber, 5)]),
    pair('毕业院校', person.school, '毕业年届', more.graduationYear, 1),
    pair('毕业时间', person.graduation, '学历', person.education, 1),
    pair('所学专业', person.major, '健康状况', more.health, 2),
    pair('政治面貌', more.politics, '出生日期', more.bornOn, 2),
    pair('现居住地', more.residence, '户籍所在地', person.household, 2),
    pair('移动电话', person.phone, 'E-mail', more.email, 2),
    pair('家庭住址', more.homeAddress, '家庭联系电话', more.homePhone, 2),
    pair('拟申报专业', of.specialty, '拟培训机构', of.institution, 2),
  ];
}

function statementRows(): readonly Row[] {
  const box = (name: string, heightMm: number, lines: readonly string[]): Row =>
    row(heightMm, [cell('heading', name), cell('box', lines.join('\n'), { columns: COLUMNS_MM.length - 1 })]);
  const review = ['', `审核人：(名章)${'　'.repeat(16)}(单位公章)`, '', `${'　'.repeat(24)}${DATE}`];
  return [
    box('本人承诺', 42, [
      '1、上述表格所填内容真实、准确。',
      '2、符合报名条件。',
      '3、如有虚假，由本人承担相应法律后果。',
      '',
      `${'　'.repeat(12)}学生签名：${'　'.repeat(8)}${DATE}`,
    ]),
    box('培训机构\n审核意见', 31, review),
    box('就业和人才\n服务部门审\n核意见', 31, review),
  ];
}
