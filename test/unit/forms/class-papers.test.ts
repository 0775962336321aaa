import { describe, expect, test } from 'vitest';
import type { LocalMonth } from '../../../core/domain/day.ts';
import { classOnPaper } from '../../../core/forms/class-forms.ts';
import { filingSheet, registrationSheets } from '../../../core/forms/filing-forms.ts';
import { filedClass, october, workedClass } from '../../support/forms/october.ts';
import { cellsOf, formOf, rowNamed, settled, sha256, textsOf } from '../../support/forms/settle.ts';

describe('附件4', () => {
  const form = formOf(workedClass(), { form: 4 });

  test('has the columns of the roster', () => {
    expect(textsOf(form.head.at(-1) ?? { heightMm: 0, cells: [] })).toEqual([
      ...['序号', '姓名', '性别', '民族', '身份证号', '毕业院校', '所学专业', '学历', '毕业时间', '户籍所在地'],
      ...['是否本校毕业学年', '拟取证书类型', '移动电话', '学员签名', '备注'],
    ]);
  });

  test('shows people in roster order, ID numbers in full, sex by the ID number when it is not told', () => {
    expect(rowNamed(form.body, '1')).toEqual([
      ...['1', '赵子涵', '男', '汉族', '210402200201010011', '辽宁石油化工大学', '计算机科学与技术', '本科'],
      ...['2026-07-01', '辽宁省抚顺市顺城区', '否', '职业资格/职业技能等级', '13000001000', '', ''],
    ]);
    expect(rowNamed(form.body, '2')[2]).toBe('女');
    expect(form.head.flatMap(textsOf)).toContain('人数：5');
    expect(form.head.flatMap(textsOf)).toContain('开班–结课：2026年10月8日–2026年12月31日');
  });

  test('of people without particulars shows their ids and leaves the rest to the hand', () => {
    const { institution: _, ...scenario } = workedClass();
    const bare = formOf(
      { ...scenario, trainees: [{ id: 't1' }], attended: [], sightings: [], leave: [], insured: [] },
      { form: 4 },
    );
    expect(rowNamed(bare.body, '1').slice(0, 6)).toEqual(['1', 't1', '', '', '', '']);
    expect(bare.head.flatMap(textsOf)).toContain('培训机构（盖章）：');
  });
});

describe('附件5', () => {
  test('of the first week has Saturday, a make-up day, and no Sunday', () => {
    const form = formOf(workedClass(), { form: 5, week: 1 });
    expect(form.title).toBe('抚顺市高校毕业生专业转换及技能提升培训第（1）周课程表');
    expect(textsOf(form.head.at(-1) ?? { heightMm: 0, cells: [] })).toEqual([
      ...['节次', '起止时间', '星期一\n10月5日', '星期二\n10月6日', '星期三\n10月7日', '星期四\n10月8日'],
      ...['星期五\n10月9日', '星期六\n10月10日'],
    ]);
    expect(rowNamed(form.body, '1')).toEqual(['1', '08:30–09:15', '', '', '', '理论', '理论', '理论']);
    expect(rowNamed(form.foot, '日课时')).toEqual(['日课时', '0', '0', '0', '6', '6', '6']);
    expect(rowNamed(form.foot, '周课时合计')).toEqual(['周课时合计', '18']);
  });

  test('shows course, teacher and kind, a move in its new place and a make-up as such', () => {
    const { bell: _, ...facts } = filedClass;
    const lesson = { course: '数据库原理', teacher: '王晓明', kind: 'practical', room: 'B301' };
    const lessons = [12, 13].map((day) => ({ ...lesson, date: october(day), no: 1, start: '08:30', end: '09:15' }));
    const to = { date: october(15), no: 2, start: '10:00', end: '10:45' };
    const changes = [
      { date: october(12), no: 1, kind: 'moved', to, why: '停电' },
      { date: october(13), no: 1, kind: 'cancelled', why: '停水' },
      { date: october(13), no: 1, kind: 'makeUp', to: { ...to, date: october(16) }, why: '补课' },
    ];
    const scenario = {
      institution: '沈阳工学院',
      class: { ...facts, lessons },
      cameras: ['room'],
      trainees: [{ id: 't1' }],
      changes,
    };
    const form = formOf(scenario, { form: 5, week: 2 });
    expect(rowNamed(form.body, '2')).toEqual([
      ...['2', '10:00–10:45', '', '', ''],
      ...['数据库原理\n王晓明\n实操', '数据库原理\n王晓明\n实操（补课）'],
    ]);
    expect(form.body).toHaveLength(1);
  });

  test('a lesson at other times than its row shows them', () => {
    const { bell: _, ...facts } = filedClass;
    const lessons = [
      { date: october(12), no: 1, start: '08:30', end: '09:15' },
      { date: october(13), no: 1, start: '09:00', end: '09:45' },
    ];
    const scenario = { class: { ...facts, lessons }, cameras: ['room'], trainees: [{ id: 't1' }] };
    const form = formOf(scenario, { form: 5, week: 2 });
    expect(rowNamed(form.body, '1').slice(1, 4)).toEqual(['08:30–09:15', '理论', '理论\n09:00–09:45']);
  });

  test('of a week after the class is refused, with the number of weeks', () => {
    expect(() => formOf(workedClass(), { form: 5, week: 14 })).toThrow('该班共 13 周，没有第 14 周');
  });
});

describe('附件7', () => {
  const of = (month: string) => formOf(workedClass(), { form: 7, month: month as LocalMonth });

  test('lists who left in the month, with the course up to then and the ID number in full', () => {
    expect(rowNamed(of('2026-10').body, '1')).toEqual([
      ...['1', '李梦瑶', '女', '210402200204040320', '大数据开发', 'DSJ-2026-01', '2026-10-08', '2026-10-16'],
      ...['2026-10-19', '45', '93.75', '就业', '是', '13000001003', '', ''],
    ]);
  });

  test('of a month in which nobody left says so', () => {
    expect(of('2026-11').body.flatMap(textsOf)).toEqual(['本月无中途退出']);
  });
});

describe('附件3', () => {
  const planned = ['SQL', '数据库', 'SQL'].map((course, index) => ({
    ...{ date: '2026-10-08', no: index + 1, start: ['08:30', '09:25', '10:20'][index] },
    ...{ end: ['09:15', '10:10', '11:05'][index], course, teacher: index === 2 ? '代课老师' : '王晓明' },
  }));
  const filed = {
    ...filedClass,
    ...{ place: '滨河路东段1号', teachers: ['王晓明', '李华'], lessons: planned },
    teacherFacts: [
      {
        ...{ name: '李华', teaches: '算法', rank: '副教授', qualification: '高级技师', employer: '沈阳工学院' },
        ...{ phone: '13000000000', remarks: '外聘' },
      },
    ],
  };
  const form = filingSheet(settled({ ...workedClass(), class: filed }), sha256);

  test('tells of each teacher what is filed, and what they teach by the timetable where that is not told', () => {
    const texts = form.body.map((row) => textsOf(row));
    expect(texts).toContainEqual(['王晓明', 'SQL、数据库', '', '', '', '', '']);
    expect(texts).toContainEqual(['李华', '算法', '副教授', '高级技师', '沈阳工学院', '13000000000', '外聘']);
    expect(texts).toContainEqual(['代课老师', 'SQL', '', '', '', '', '']);
  });

  test('of a class without 培训地点 names the room', () => {
    const bare = filingSheet(settled(workedClass()), sha256);
    expect(cellsOf(bare).map(({ text }) => text)).toContain('B301');
  });

  test('has the boxes of the notice, with the class in them', () => {
    const texts = cellsOf(form).map(({ text }) => text);
    for (const each of ['定点培训机构名称', '沈阳工学院', '培训地点', '滨河路东段1号', '培训专业', '大数据开发'])
      expect(texts).toContain(each);
    for (const each of ['班期名称', 'DSJ-2026-01', '培训人数', '5人', '培训补贴/月', '2000元/人', '培训起止日期'])
      expect(texts).toContain(each);
    for (const each of ['2026-10-08至2026-12-31', '培训日课时', '6', '培训总天数', '62天', '上课时间', '08:30–15:35'])
      expect(texts).toContain(each);
    for (const each of ['辅导员联系电话', '024-00000000', '培训机构意见', '就业和人才服务部意见', '任课\n教师\n情况'])
      expect(texts).toContain(each);
  });

  test('lists the teachers, and leaves six lines when there are fewer', () => {
    const heading = form.body.find(({ cells }) => cells[0]?.text === '任课\n教师\n情况');
    expect(heading?.cells.slice(1).map(({ text }) => text)).toEqual([
      '姓名',
      '任课内容',
      '职称',
      '职业资格',
      '工作单位',
      '联系电话',
      '备注',
    ]);
    expect(heading?.cells[0]?.rows).toBe(7);
  });
});

describe('附件2', () => {
  test('has the boxes of the notice, one page a person, with the photo or room for it', () => {
    const given = settled(workedClass());
    const more = {
      ...{ graduationYear: '2026届', health: '健康', politics: '群众', bornOn: '2002-01-01', residence: '抚顺市' },
      ...{ email: 'a@example.com', homeAddress: '示例路1号', homePhone: '024', photo: null },
    };
    const registrations = given.file.trainees.slice(0, 2).map((trainee) => ({ trainee, more }));
    const forms = registrationSheets(classOnPaper(given), registrations, sha256);
    expect(forms).toHaveLength(2);
    const texts = forms[0] === undefined ? [] : cellsOf(forms[0]).map(({ text }) => text);
    const labels =
      '姓名 性别 民族 照片 身份证号 毕业院校 毕业年届 毕业时间 学历 所学专业 健康状况 政治面貌 出生日期 现居住地 户籍所在地 移动电话 E-mail 家庭住址 家庭联系电话 拟申报专业 拟培训机构 本人承诺';
    for (const label of labels.split(' ')) expect(texts).toContain(label);
    for (const value of ['赵子涵', '210402200201010011', '2026届', '健康', '大数据开发', '沈阳工学院'])
      expect(texts).toContain(value);
    expect(new Set(forms.map(({ reportId }) => reportId)).size).toBe(2);
  });
});

describe('a report id', () => {
  test('is the same for the same data and another for one changed letter', () => {
    const scenario = workedClass();
    const id = formOf(scenario, { form: 4 }).reportId;
    expect(id).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(formOf(workedClass(), { form: 4 }).reportId).toBe(id);
    expect(formOf({ ...scenario, institution: '沈阳工学院分校' }, { form: 4 }).reportId).not.toBe(id);
  });

  test('of 附件8 changes with the months behind it, though its own words stay', () => {
    const { trainees, ...rest } = workedClass();
    const before = formOf({ trainees, ...rest }, { form: 8 }).reportId;
    expect(formOf({ trainees, ...rest, leave: [] }, { form: 8 }).reportId).not.toBe(before);
  });
});
