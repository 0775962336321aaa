import type { ScenarioJson, TraineeJson } from '../../../core/contract/scenario-json.ts';
import { canonicalJson, type Json } from '../../../core/domain/canonical.ts';

/** One part of a class that differs, in words (zh-CN). */
export interface Difference {
  readonly what: string;
  readonly detail: string;
}

const FACTS: Readonly<Record<string, string>> = {
  specialty: '专业',
  level: '等级',
  certificate: '证书类型',
  ownFinalYear: '是否本校毕业学年',
  opens: '开班日期',
  ends: '结课日期',
  approvedOn: '批准日期',
  months: '培训时限',
  room: '教室',
  teachers: '任课教师',
  counsellorPhone: '辅导员电话',
};
/** So many names stand in one line. */
const NAMED = 8;

/** What the second of two classes has other than the first; empty: nothing. */
export function classDifferences(before: ScenarioJson, after: ScenarioJson): readonly Difference[] {
  return [
    ...factDifferences(before, after),
    ...peopleDifferences(before.trainees, after.trainees),
    ...timetableDifferences(before, after),
    ...restDifferences(before, after),
  ];
}

function factDifferences(before: ScenarioJson, after: ScenarioJson): readonly Difference[] {
  const [old, now] = [before.class, after.class] as unknown as Readonly<Record<string, unknown>>[];
  const changed = Object.entries(FACTS)
    .filter(([key]) => !isSame(old?.[key] ?? null, now?.[key] ?? null))
    .map(([, words]) => words);
  if (!isSame(before.institution ?? null, after.institution ?? null)) changed.push('机构名称');
  return changed.length === 0 ? [] : [{ what: '班级资料', detail: `${changed.join('、')}有改动` }];
}

function peopleDifferences(before: readonly TraineeJson[], after: readonly TraineeJson[]): readonly Difference[] {
  const [old, now] = [byId(before), byId(after)];
  const added = after.filter(({ id }) => !old.has(id));
  const gone = before.filter(({ id }) => !now.has(id));
  const changed = after.filter((each) => old.has(each.id) && !isSame(old.get(each.id), each));
  const parts = [
    added.length > 0 ? `新增 ${named(added)}` : null,
    changed.length > 0 ? `修改 ${named(changed)}` : null,
    gone.length > 0 ? `移除 ${named(gone)}` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? [] : [{ what: '学员名册', detail: parts.join('；') }];
}

function timetableDifferences(before: ScenarioJson, after: ScenarioJson): readonly Difference[] {
  const found: Difference[] = [];
  if (!isSame(before.class.bell ?? [], after.class.bell ?? [])) found.push({ what: '作息时间', detail: '有改动' });
  const places = ({ class: { lessons } }: ScenarioJson): ReadonlyMap<string, unknown> =>
    new Map((lessons ?? []).map((lesson) => [`${lesson.date}#${lesson.no}`, lesson]));
  const [old, now] = [places(before), places(after)];
  const lessons = [...new Set([...old.keys(), ...now.keys()])].filter((key) => !isSame(old.get(key), now.get(key)));
  if (lessons.length > 0) found.push({ what: '课程表', detail: `${lessons.length} 个单独安排的课时有改动` });
  if (!isSame(before.changes ?? [], after.changes ?? []))
    found.push({ what: '停课与补课', detail: `${before.changes?.length ?? 0} 条 → ${after.changes?.length ?? 0} 条` });
  return found;
}

const TOLD = new Set(['class', 'trainees', 'changes', 'institution', 'filedOn', 'cameras']);

/** Exam results, inspections and whatever else a class file brings. */
function restDifferences(before: ScenarioJson, after: ScenarioJson): readonly Difference[] {
  const [old, now] = [before, after] as unknown as Readonly<Record<string, unknown>>[];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !TOLD.has(key) && !isSame(old?.[key] ?? [], now?.[key] ?? []),
  );
  return keys.length === 0 ? [] : [{ what: '其他资料', detail: '考试、检查、参保等记录有改动' }];
}

const byId = (people: readonly TraineeJson[]): ReadonlyMap<string, TraineeJson> =>
  new Map(people.map((each) => [each.id, each]));

function named(people: readonly TraineeJson[]): string {
  const names = people.slice(0, NAMED).map(({ id, person }) => person?.name ?? id);
  return `${people.length} 人（${names.join('、')}${people.length > NAMED ? ' 等' : ''}）`;
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalJson(a as Json) === canonicalJson(b as Json);
}
