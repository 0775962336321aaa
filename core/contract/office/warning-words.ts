import type { Warning } from '../../domain/warning.ts';
import type { WarningView } from './classes.ts';

type Words = Pick<WarningView, 'title' | 'todo' | 'asksReason'>;

const LEVEL = '请在班级资料里选择级别（初级、中级或高级）';

/** A warning in words, and what to do about it; where the notice says 「原则上」, a reason settles it. */
export function warningWords({ rule, expected, got }: Warning): Words {
  const least = expected.replace(/^[≥≤] /, '');
  switch (rule) {
    case 'policyExpired':
      return settled(`开班日期 ${got} 晚于文件有效期 ${least}`, '请向中心确认是否有新的文件，再核对开班日期');
    case 'months':
      return settled(`培训时限 ${got} 个月，文件规定 ${expected} 个月`, '请核对培训时限');
    case 'classSize':
      return asked(`本班 ${got} 人，原则上每班最多 ${least} 人`, '请拆成两个班，或写明超过的理由');
    case 'lessonMinutes':
      return settled(`有的课时是 ${got} 分钟，每课时应为 ${expected} 分钟`, '请核对作息时间和课程表');
    case 'dailyLessons':
      return settled(`有的培训日只有 ${got} 课时，每天不少于 ${least} 课时`, '请在课程表里补足，或补课');
    case 'totalLessons':
      return got === 'none'
        ? settled('这个专业按级别规定课时，还没有选级别', LEVEL)
        : settled(`课程表里计入的课时共 ${got}，附件1 规定不少于 ${least}`, '请在课程表里补足课时，或核对结课日期');
    case 'workdays':
      return settled(`${got} 不是工作日却排了课`, '请改到工作日；补课请登记为“补课”');
    case 'filing':
      return settled(`备案日期 ${got} 不在开班前 5 个工作日内`, `请在 ${between(expected)}备案，或向中心说明`);
    case 'unknownLessons':
      return settled(`有登记指向课程表里没有的课时：${got}`, '请核对签到或检查记录的日期和节次');
    case 'idNumber':
      return settled(`身份证号 ${got} 不对`, '请在名册里核对本人身份证');
    case 'duplicatePerson':
      return asked(`身份证号 ${got} 在名册里出现两次`, '每人每年原则上只参加一次：请删去重复的，或写明理由');
  }
}

const settled = (title: string, todo: string): Words => ({ title, todo, asksReason: false });
const asked = (title: string, todo: string): Words => ({ title, todo, asksReason: true });

/** `≥ A, < B` as 「A 到 B 之前」. */
function between(expected: string): string {
  const [from, before] = expected.match(/\d{4}-\d{2}-\d{2}/g) ?? [];
  return from === undefined ? '' : `${from} 起、${before ?? '开班'} 之前`;
}
