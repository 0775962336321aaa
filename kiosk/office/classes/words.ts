import type { ClassFactsForm, FilingView } from '../../../core/contract/office/classes.ts';

/** 职业技能等级 in Chinese. */
export const LEVELS = { junior: '初级', middle: '中级', senior: '高级' } as const;
export const CERTIFICATES = { special: '专项职业能力证书', vocational: '职业资格 / 职业技能等级证书' } as const;

/** A filing's state in a word or two, and how it is coloured. */
export function filingWord(filing: FilingView): { readonly text: string; readonly color: string } {
  switch (filing.kind) {
    case 'draft':
      return filing.returned === null ? { text: '草稿', color: 'default' } : { text: '已退回', color: 'error' };
    case 'filed':
      return { text: '已备案，等中心同意', color: 'processing' };
    case 'approved':
      return filing.confirmed
        ? { text: '已批准', color: 'success' }
        : { text: '已批准 · 未经中心确认', color: 'warning' };
  }
}

/** What to do next about a filing, in plain words. */
export function nextStep(filing: FilingView, filingFrom: string | null, opens: string | null): string {
  switch (filing.kind) {
    case 'draft':
      if (filing.returned !== null) return `中心退回：${filing.returned}。改好后重新备案。`;
      if (filingFrom === null) return '先填写开班日期，再在开班前 5 个工作日内向中心备案。';
      return `请在 ${filingFrom} 到 ${opens ?? '开班'} 之间把材料报中心，再在这里登记备案日期。备案前上的课不计入。`;
    case 'filed':
      return `已于 ${filing.on} 备案。中心同意前上的课会记录，但不计入应到。收到批复后由管理员录入，并请另一人复核。`;
    case 'approved': {
      const since = filing.on === null ? '全部课时计入。' : `${filing.on} 起的课时计入。`;
      if (filing.confirmed) return `中心已确认，${since}`;
      const how = filing.source === 'file' ? '批准日期来自配置文件' : `批复 ${filing.paper ?? ''} 由人工录入`;
      return `${how}，${since}中心确认前一直标为“未经中心确认”。`;
    }
  }
}

/** A class's facts as their fields are called. */
export const FACTS: Readonly<Record<keyof ClassFactsForm, string>> = {
  institution: '培训机构',
  specialty: '专业',
  level: '级别',
  certificate: '拟取证书',
  ownFinalYear: '面向本校毕业学年学生',
  opens: '开班日期',
  ends: '结课日期',
  months: '培训时限',
  room: '教室',
  place: '培训地点',
  teachers: '教师',
  counsellorPhone: '辅导员联系电话',
  bell: '作息时间',
};

/** Kinds of changes of the timetable. */
export const CHANGES = { cancelled: '停课', moved: '调课', makeUp: '补课' } as const;

/** Bytes in words. */
export function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
