import type { OfferedForm } from '../../../core/contract/office/forms.ts';
import type { ClassFile } from '../../../core/domain/class-file.ts';
import { monthOf } from '../../../core/domain/day.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { mondaysOf } from '../../../core/forms/annex5-week.ts';
import { nameOf } from '../../../core/forms/class-on-paper.ts';
import type { FormNumber } from '../../../core/forms/sheet.ts';
import type { Months } from '../months/months.ts';

/** The forms on which the notice wants ID numbers in full. */
export const FULL_ID_NUMBERS: readonly FormNumber[] = [2, 4, 7];

/** What a class can have of each form. */
export function offers(
  code: ClassCode,
  file: ClassFile,
  { opens, ends }: { readonly opens: LocalDate | null; readonly ends: LocalDate | null },
  months: Months,
): readonly OfferedForm[] {
  const known = months.months(code).map((month) => {
    const closed = months.isClosed(code, month);
    return { value: month, label: `${month}${closed ? '（已关账）' : ''}`, from: `${month}-01` };
  });
  const weeks = opens === null || ends === null ? [] : mondaysOf(opens, ends);
  const noPeople = file.trainees.length === 0 ? '还没有学员，请先导入花名册' : null;
  const noLessons = known.length === 0 ? '还没有课时，请先录入课程表' : null;
  const gone = [
    ...new Set(file.trainees.flatMap(({ withdrawnOn }) => (withdrawnOn === null ? [] : [monthOf(withdrawnOn)]))),
  ];
  const offer = (
    form: FormNumber,
    name: string,
    about: string,
    lacking: string | null,
    more: Partial<OfferedForm> = {},
  ) => ({
    ...{ form, name, about, lacking, choose: null, choices: [], fullIdNumbers: FULL_ID_NUMBERS.includes(form) },
    ...more,
  });
  return [
    offer(2, '学员登记表', '每人一张，打印后由本人签字；照片取自人脸登记，须签过提到附件2 的同意书', noPeople, {
      choose: 'trainee',
      choices: file.trainees.map((trainee) => ({ value: trainee.id, label: nameOf(trainee) })),
    }),
    offer(3, '开班备案表', '开班前 5 个工作日内报市中心', null),
    offer(4, '学员开班花名册', '随备案表上报', noPeople),
    offer(5, '课程表', '每周一张', noLessons, {
      choose: 'week',
      choices: weeks.map((from, week) => ({
        value: String(week + 1),
        label: `第 ${week + 1} 周（${from.slice(5)} 起）`,
        from,
      })),
    }),
    offer(6, '月份学生考勤情况签名汇总表', '关账后打印，签字盖章，再把扫描件附回', noLessons, {
      choose: 'month',
      choices: known,
    }),
    offer(7, '中途退出学生信息汇总表', '有学员退出的月份', gone.length === 0 ? '没有学员中途退出' : null, {
      choose: 'month',
      choices: gone.sort().map((month) => ({ value: month, label: month })),
    }),
    offer(8, '补贴核算表', '结课、考试成绩录入之后', subsidyLacking(file), closedSubsidies(code, months)),
  ];
}

/** 附件8 as the months were closed with it, and as the data have it now; nothing to choose while none was. */
function closedSubsidies(code: ClassCode, months: Months): Partial<OfferedForm> {
  const kept = months
    .reports(code)
    .filter(({ reopened, reportId }) => reopened === null && months.closedAs(reportId).forms?.subsidy)
    .map(({ month }) => ({ value: month, label: `随 ${month} 关账固定` }));
  if (kept.length === 0) return {};
  return { choose: 'month', choices: [{ value: '', label: '按现在的数据' }, ...kept] };
}

/** Why there is no 附件8 yet; null: there is. */
export function subsidyLacking({ exam, class: { months } }: ClassFile): string | null {
  if (months === null) return '请先在班级资料里填写培训时限（月数）';
  return exam.size === 0 ? '还没有考试结果' : null;
}
