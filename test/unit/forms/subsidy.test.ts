import { describe, expect, test } from 'vitest';
import { filedClass, type Scenario, subsidyClass } from '../../support/forms/october.ts';
import { formOf, rowNamed, textsOf } from '../../support/forms/settle.ts';

const notice = [
  ...[
    '培训机构',
    '专业',
    '班级编号',
    '开班时间',
    '结课时间',
    '培训时限(月数)',
    '补贴标准(月/人)',
    '开班人数',
    '中退人数',
  ],
  ...[
    '缴纳社会保险人数',
    '未通过考试人数',
    '未报名参加考试人数',
    '材料审核不合格人数',
    '实际补贴人数',
    '拟补贴金额(元)',
  ],
];

describe('附件8 of the class of rules §5', () => {
  const form = formOf(subsidyClass(), { form: 8 });

  test('has the headings of the notice, 扣减金额 over its four columns', () => {
    const [upper, lower] = form.head.slice(-2);
    expect(upper?.cells.map(({ text }) => text)).toEqual([
      ...['序号', ...notice],
      ...['扣减金额', '扣减总计(元)', '实际补贴金额(元)', '材料是否齐全'],
    ]);
    const group = upper?.cells.find(({ text }) => text === '扣减金额');
    expect([group?.columns, group?.rows]).toEqual([4, 1]);
    expect(upper?.cells.filter(({ text }) => text !== '扣减金额').every(({ rows }) => rows === 2)).toBe(true);
    expect(lower?.cells.map(({ text }) => text)).toEqual([
      '到课率扣减',
      '到课考核扣减金额',
      '违纪违规扣减',
      '违纪违规扣减金额',
    ]);
  });

  test('30 −2−1−3−1−1 = 22; ×2000×3 = 132000; two events 5280; 126720', () => {
    expect(rowNamed(form.body, '1')).toEqual([
      ...['1', '沈阳工学院', '大数据开发', 'DSJ-2026-01', '2026-10-08', '2026-12-31', '3', '2000'],
      ...['30', '2', '1', '1', '3', '1', '22', '132000.00'],
      ...['4%', '5280.00', '0%', '0.00', '5280.00', '126720.00', '是'],
    ]);
  });

  test('has six numbered lines with the 0% of the notice, and 合计', () => {
    expect(form.body.map(({ cells }) => cells[0]?.text)).toEqual(['1', '2', '3', '4', '5', '6', '合计']);
    expect(rowNamed(form.body, '2').filter((text) => text !== '')).toEqual(['2', '0%']);
    expect(rowNamed(form.body, '合计')).toEqual([
      ...['合计', '', '', '', '', '', '', '', '30', '2', '1', '1', '3', '1', '22', '132000.00'],
      ...['', '5280.00', '', '0.00', '5280.00', '126720.00', ''],
    ]);
  });

  test('has both opinions to sign and notes 1–4', () => {
    const foot = form.foot.flatMap(textsOf).join('\n');
    for (const each of ['就业和人才服务部意见', '培训机构意见', '负责人：(签字)', '(盖章)'])
      expect(foot).toContain(each);
    expect(foot).toContain(
      '注：1. 拟补贴金额=实际补贴人数*补贴标准*培训时限；2. 到课率不足80%的班级，每次扣减拟补贴金额2%培训费；3. 违纪违规扣减金额=扣减百分比*拟补贴金额；4. 补贴金额含初次鉴定补贴。',
    );
  });

  test('figures are numbers in the workbook: persons, and yuan with two decimals', () => {
    const cells = form.body[0]?.cells ?? [];
    expect(cells.slice(8, 15).map(({ number }) => number)).toEqual([30, 2, 1, 1, 3, 1, 22]);
    expect([cells[15]?.number, cells[17]?.number, cells[21]?.number]).toEqual([132_000, 5280, 126_720]);
    expect(cells[15]?.decimals).toBe(2);
  });
});

describe('附件8', () => {
  const lineOf = (scenario: Scenario, no = 1) => rowNamed(formOf(scenario, { form: 8 }).body, String(no));

  test('a violation of 5.25 % is shown with its decimals', () => {
    const line = lineOf({ ...subsidyClass(), violations: [{ percent: 5.25, why: '缺监控' }] });
    expect(line.slice(16, 22)).toEqual(['4%', '5280.00', '5.25%', '6930.00', '12210.00', '119790.00']);
  });

  test('several standards have a line each, highest first, and 合计 adds them up', () => {
    const scenario = subsidyClass();
    const trainees = scenario.trainees.map((each, index) => (index >= 20 ? { ...each, ownFinalYear: true } : each));
    const form = formOf({ ...scenario, trainees }, { form: 8 });
    const at = (name: string, column: number) => rowNamed(form.body, name)[column];
    expect([at('1', 7), at('2', 7)]).toEqual(['2000', '1000']);
    expect([at('1', 14), at('2', 14), at('合计', 14)]).toEqual(['12', '10', '22']);
    expect([at('1', 15), at('2', 15), at('合计', 15)]).toEqual(['72000.00', '30000.00', '102000.00']);
    expect([at('1', 21), at('2', 21), at('合计', 21)]).toEqual(['69120.00', '28800.00', '97920.00']);
  });

  test('an assessment set by the policy is named in note 4', () => {
    const scenario = { ...subsidyClass(), policies: [{ from: '2026-01-01', firstAssessment: 200 }] };
    const form = formOf(scenario, { form: 8 });
    expect(rowNamed(form.body, '1')[21]).toBe('131120.00');
    expect(form.foot.flatMap(textsOf).join('')).toContain('4. 补贴金额含初次鉴定补贴（其中初次鉴定补贴4400.00元）。');
  });

  test('without exam results the lines stay empty', () => {
    const { exam: _, ...scenario } = subsidyClass();
    expect(lineOf({ ...scenario, class: filedClass }).filter((text) => text !== '')).toEqual(['1', '0%']);
  });
});
