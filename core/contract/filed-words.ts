import type { Json } from '../domain/canonical.ts';
import type { FiledDifference, FiledFact } from '../domain/filed-content.ts';
import type { ScenarioJson } from './scenario-json.ts';

/** What a class brings itself of what figures rest on: its policies and calendars. */
export function settingsOf({ policies = [], calendars = [] }: Pick<ScenarioJson, 'policies' | 'calendars'>): Json {
  return { policies, calendars };
}

const FACTS: { readonly [Fact in FiledFact]: string } = {
  institution: '培训机构',
  specialty: '专业',
  level: '级别',
  certificate: '拟取证书类型',
  ownFinalYear: '是否本校毕业学年',
  opens: '开班日期',
  ends: '结课日期',
  months: '培训时限（月）',
  room: '教室',
  place: '培训地点',
};
const VALUES: { readonly [value: string]: string } = {
  ...{ junior: '初级', middle: '中级', senior: '高级', true: '是', false: '否', '': '未填' },
  ...{ special: '专项职业能力证书', vocational: '职业资格 / 职业技能等级证书' },
};
/** So many names or days are told one by one. */
const NAMED = 5;

/** What was changed in a filing since it was approved, in words. */
export function differenceWords(difference: FiledDifference): string {
  switch (difference.kind) {
    case 'fact':
      return `${FACTS[difference.fact]}：${valueWord(difference.before)} → ${valueWord(difference.now)}`;
    case 'days':
      return `课表 ${listed(difference.dates, '天')}`;
    case 'settings':
      return '计算规则或日历';
    case 'added':
      return `新增学员 ${listed(difference.names, '人')}（中心批准前的课时不计入）`;
    case 'removed':
      return `移出学员 ${listed(difference.names, '人')}`;
    case 'changed':
      return `学员资料 ${listed(difference.names, '人')}`;
  }
}

const valueWord = (value: string): string => VALUES[value] ?? value;

function listed(all: readonly string[], unit: string): string {
  const first = all.slice(0, NAMED).join('、');
  return all.length <= NAMED ? first : `${first} 等 ${String(all.length)} ${unit}`;
}
