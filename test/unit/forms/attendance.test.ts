import { describe, expect, test } from 'vitest';
import type { LocalMonth } from '../../../core/domain/day.ts';
import { filedClass, october, workedClass } from '../../support/forms/october.ts';
import { cellsOf, formOf, rowNamed, settled, textsOf } from '../../support/forms/settle.ts';

const month = '2026-10' as LocalMonth;
const DAYS = 31;
const FIRST_DAY = 3;

/** Figures of a line: 应到 实到 迟到 早退 事假 病假 旷课 待核 出勤率, 学员签名, 备注. */
const figures = (line: readonly string[]): readonly string[] => line.slice(FIRST_DAY + DAYS);
const marks = (line: readonly string[]): string => line.slice(FIRST_DAY, FIRST_DAY + DAYS).join(' ');

describe('附件6 of the class of rules §3', () => {
  const scenario = workedClass();
  const form = formOf(scenario, { form: 6, month });
  const line = (no: number): readonly string[] => rowNamed(form.body, String(no));

  test('names the month, the institution, the class and the days', () => {
    expect(form.title).toBe('抚顺市高校毕业生专业转换及技能提升培训2026年10月份学生考勤情况签名汇总表');
    const head = form.head.flatMap(textsOf);
    for (const each of ['附件6', form.title, '培训机构（盖章）：沈阳工学院', '专业：大数据开发', '班级：DSJ-2026-01'])
      expect(head).toContain(each);
    for (const each of ['本月工作日：18', '实际开课天数：18', '日课时：6']) expect(head).toContain(each);
  });

  test('has the columns of the form, one a day of the month', () => {
    const [first = [], second = []] = form.head.slice(-2).map(textsOf);
    const days = Array.from({ length: DAYS }, (_, index) => String(index + 1));
    expect(first).toEqual([
      ...['序号', '姓名', '身份证号'],
      ...days,
      ...['应到课时', '实到课时', '迟到(次)', '早退(次)', '事假(课时)', '病假(课时)', '旷课(课时)', '待核', '出勤率'],
      ...['学员签名', '备注'],
    ]);
    expect(second.slice(7, 10)).toEqual(['四', '五', '六']);
  });

  test('every lesson attended: 108 of 108, 100.00', () => {
    expect(figures(line(1))).toEqual(['108', '108', '0', '0', '0', '0', '0', '0', '100.00', '', '']);
    expect(marks(line(1))).toBe('— — — — — — — √ √ √ — √ √ √ √ √ — — √ √ √ √ √ — — √ √ √ √ √ —');
  });

  test('late six times: 108 of 108, 迟到 6, six days △', () => {
    expect(figures(line(2))).toEqual(['108', '108', '6', '0', '0', '0', '0', '0', '100.00', '', '']);
    expect(marks(line(2))).toBe('— — — — — — — √ √ √ — △ △ △ △ △ — — △ √ √ √ √ — — √ √ √ √ √ —');
  });

  test('two days of leave: 96 of 108, 88.89, below 90', () => {
    expect(figures(line(3))).toEqual(['108', '96', '0', '0', '12', '0', '0', '0', '88.89', '', '低于90%']);
    expect(marks(line(3))).toBe('— — — — — — — √ √ √ — √ √ √ √ √ — — √ ○ ○ √ √ — — √ √ √ √ √ —');
  });

  test('withdrawn on the 19th: 45 of 48, 93.75, ╱ from then on', () => {
    expect(figures(line(4))).toEqual(['48', '45', '0', '0', '0', '0', '3', '0', '93.75', '', '10-19退出']);
    expect(marks(line(4))).toBe('— — — — — — — √ √ √ — √ √ √ √ 3/6 — — ╱ ╱ ╱ ╱ ╱ — — ╱ ╱ ╱ ╱ ╱ —');
  });

  test('a day absent: 102 of 108, 94.44', () => {
    expect(figures(line(5))).toEqual(['108', '102', '0', '0', '0', '0', '6', '0', '94.44', '', '']);
    expect(marks(line(5))).toBe('— — — — — — — √ √ √ — √ √ √ √ √ — — √ √ √ √ √ — — √ × √ √ √ —');
  });

  test('the class: 459 of 480, 95.63', () => {
    expect(rowNamed(form.foot, '合计')).toEqual(['合计', '480', '459', '6', '0', '12', '0', '9', '0', '95.63', '']);
  });

  test('each day has its own 应到, 实到 and 日到课率', () => {
    const day = (name: string, number: number) => rowNamed(form.foot, name)[number];
    expect([day('每日应到课时', 8), day('每日实到课时', 8), day('日到课率', 8)]).toEqual(['30', '30', '100.00']);
    expect([day('每日应到课时', 16), day('每日实到课时', 16), day('日到课率', 16)]).toEqual(['30', '27', '90.00']);
    expect([day('每日应到课时', 20), day('每日实到课时', 20), day('日到课率', 20)]).toEqual(['24', '18', '75.00']);
    expect([day('每日应到课时', 11), day('每日实到课时', 11), day('日到课率', 11)]).toEqual(['', '', '']);
  });

  test('ID numbers are masked, everywhere on the form', () => {
    expect(line(1)[2]).toBe('210402********0011');
    const whole = cellsOf(form).map(({ text }) => text);
    expect(whole.filter((text) => /\d{17}[\dX]/.test(text) && !text.startsWith('报告编号'))).toEqual([]);
  });

  test('signature cells are empty, and the names to sign stand below', () => {
    const signatures = cellsOf(form).filter(({ kind }) => kind === 'signature');
    expect(signatures.map(({ text }) => text)).toEqual(['', '', '', '', '']);
    const foot = form.foot.flatMap(textsOf);
    for (const each of ['制表人：', '任课教师：', '负责人（签字盖章）：', '审核部门：', '日期：'])
      expect(foot).toContain(each);
  });

  test('carries the report id of its month', () => {
    const [october26] = settled(scenario).result.months;
    expect(form.reportId).toBe(october26?.reportId);
    expect(form.foot.flatMap(textsOf)).toContain(`报告编号：${form.reportId}`);
  });
});

describe('附件6', () => {
  test('days before the approval are no training days, and are named', () => {
    const scenario = { ...workedClass(), class: { ...filedClass, approvedOn: october(12) } };
    const form = formOf(scenario, { form: 6, month });
    expect(marks(rowNamed(form.body, '1')).startsWith('— — — — — — — — — — — √')).toBe(true);
    expect(form.head.flatMap(textsOf)).toContain('实际开课天数：15');
    expect(form.foot.flatMap(textsOf)).toContain('不计课时：8日、9日、10日尚未批准开班，该课时不计入应到。');
  });

  test('a cancelled day has no column figures and no marks', () => {
    const lessons = [1, 2, 3, 4, 5, 6];
    const changes = lessons.map((no) => ({ date: october(28), no, kind: 'cancelled', why: '停电' }));
    const form = formOf({ ...workedClass(), changes }, { form: 6, month });
    expect(form.head.flatMap(textsOf)).toContain('实际开课天数：17');
    expect(rowNamed(form.body, '1')[FIRST_DAY + 27]).toBe('—');
    expect(figures(rowNamed(form.body, '1')).slice(0, 2)).toEqual(['102', '102']);
  });

  test('days with different numbers of lessons show the range', () => {
    const changes = [{ date: october(28), no: 6, kind: 'cancelled', why: '停电' }];
    const form = formOf({ ...workedClass(), changes }, { form: 6, month });
    expect(form.head.flatMap(textsOf)).toContain('日课时：5–6');
  });

  test('lists who was in the class on a day of the month, and nobody else', () => {
    const names = (of: LocalMonth): readonly string[] =>
      formOf(workedClass(), { form: 6, month: of }).body.map(({ cells }) => cells[1]?.text ?? '');
    expect(names(month)).toHaveLength(5);
    expect(names('2026-11' as LocalMonth)).toHaveLength(4);
  });

  test('says when somebody joined later', () => {
    const scenario = workedClass();
    const trainees = scenario.trainees.map((each, index) => (index === 0 ? { ...each, joinedOn: october(12) } : each));
    const line = rowNamed(formOf({ ...scenario, trainees }, { form: 6, month }).body, '1');
    expect(figures(line)).toEqual(['90', '90', '0', '0', '0', '0', '0', '0', '100.00', '', '10-12入班']);
  });

  test('a day that no camera observed is ?, and its lessons are 待核', () => {
    const form = formOf({ ...workedClass(), coverage: [], attended: [], sightings: [] }, { form: 6, month });
    expect(marks(rowNamed(form.body, '1'))).toBe('— — — — — — — ? ? ? — ? ? ? ? ? — — ? ? ? ? ? — — ? ? ? ? ? —');
    expect(figures(rowNamed(form.body, '1'))).toEqual([
      '108',
      '0',
      '0',
      '0',
      '0',
      '0',
      '0',
      '108',
      '0.00',
      '',
      '低于90%',
    ]);
  });

  test('of a month without lessons is refused, with the months that have some', () => {
    expect(() => formOf(workedClass(), { form: 6, month: '2026-09' as LocalMonth })).toThrow(
      /2026-10、2026-11、2026-12/,
    );
  });
});
