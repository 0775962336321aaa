import type { LocalDate } from './units.ts';

/** The lessons that a specialty asks for (附件1 培训课时). `level` null: the specialty has one figure only. */
export interface SpecialtyHours {
  readonly specialty: string;
  readonly level: SkillLevel | null;
  readonly lessons: number;
}

/** 初级, 中级, 高级. */
export type SkillLevel = 'junior' | 'middle' | 'senior';

/**
 * Every figure that the rules use, from a day on. Minutes may be fractional, so that a
 * demonstration can scale them to a lesson of a minute; percentages have up to two decimals; money is yuan.
 */
export interface Policy {
  /** The first day on which it holds. */
  readonly from: LocalDate;
  /** 文号. */
  readonly document: string;
  /** The last day on which a class may open under the document 「2025年底前」「最后一次开班时间为12月末」; null: no end. */
  readonly validThrough: LocalDate | null;

  /** The arrival window reaches from this long before the lesson's start … */
  readonly arrivalBeforeMinutes: number;
  /** … to this long after it. */
  readonly arrivalAfterMinutes: number;
  /** The departure window reaches from this long before the lesson's end … */
  readonly departureBeforeMinutes: number;
  /** … to this long after it. */
  readonly departureAfterMinutes: number;
  /** 迟到: first seen in the arrival window more than this after the start. */
  readonly lateAfterMinutes: number;
  /** 早退: last seen in the departure window more than this before the end. */
  readonly leftEarlyBeforeMinutes: number;
  /** A stretch that nothing observed counts only when it is longer than this. */
  readonly unobservedOverMinutes: number;
  /** Whether a moment is observed when all room cameras observe it, or any of them. */
  readonly observedBy: 'all' | 'any';
  /** An unidentified person who stays this long in a lesson is noted on its absent records. */
  readonly unidentifiedStayMinutes: number;
  /** This long into a lesson the teacher is told who is missing. */
  readonly missingAfterMinutes: number;
  /** Above this share of pending lessons in a month, the center settles them. */
  readonly pendingCenterPercent: number;
  /** Whether lessons off-site count, by the center's decision 「须利用自己所属并经人力资源社会保障部门现场核验的场地」. */
  readonly offSiteCounts: boolean;

  /** 「每课时45分钟」 */
  readonly lessonMinutes: number;
  /** 「每天培训不少于6课时」 */
  readonly dailyLessonsAtLeast: number;
  /** 「培训时长按专业确定为3-6个月」 */
  readonly monthsAtLeast: number;
  readonly monthsAtMost: number;
  /** 「原则上每班最多不超过50人」 */
  readonly classSizeAtMost: number;
  /** 附件1 培训课时. */
  readonly totalLessons: readonly SpecialtyHours[];
  /** 「学员个人出勤率原则上不得低于90%」 */
  readonly attendancePercent: number;

  /** 「到课率不足80%的班级」 */
  readonly classRatePercent: number;
  /** 「每次扣减拟补贴金额2%培训费」 */
  readonly classRateDeductionPercent: number;
  /** How long before an inspection a trainee counts as seen. */
  readonly classRateMinutes: number;
  /** With more than this share of the due not observable, an inspection gives no rate. */
  readonly classRateUnobservablePercent: number;
  /** What 「每次」 is: at most one event a lesson, a day, or each inspection for itself. */
  readonly classRateEventPer: 'lesson' | 'day' | 'inspection';
  /** Working days that the institution has to answer (陈述申辩). */
  readonly answerWorkdays: number;

  /** 「取得职业资格证书或职业技能等级证书的补贴标准为每人每月2000元」 */
  readonly standardVocational: number;
  /** 「取得专项职业能力证书的补贴标准为每人每月1500元」 */
  readonly standardSpecial: number;
  /** 「面向本校毕业学年毕业生开展培训的,补贴标准为每人每月1000元」 */
  readonly standardOwnFinalYear: number;
  /** 「补贴金额含初次鉴定补贴」: yuan for each person paid, added to 实际补贴金额. */
  readonly firstAssessment: number;

  /** 「开班前5个工作日内」 */
  readonly filingWorkdays: number;
  /** 「各班课程结束前10个工作日」 */
  readonly completionWorkdays: number;
  /** 「公示期为5个工作日」 */
  readonly publicityWorkdays: number;
  /** 「培训档案至少保存三年」 */
  readonly archiveYears: number;
}

/** 抚人社规〔2023〕4号, and our defaults where it is silent. It holds from its date, and before it for want of another. */
export const defaultPolicy: Policy = {
  from: '2023-12-22' as LocalDate,
  document: '抚人社规〔2023〕4号',
  validThrough: '2025-12-31' as LocalDate,
  arrivalBeforeMinutes: 10,
  arrivalAfterMinutes: 15,
  departureBeforeMinutes: 15,
  departureAfterMinutes: 5,
  lateAfterMinutes: 3,
  leftEarlyBeforeMinutes: 5,
  unobservedOverMinutes: 2,
  observedBy: 'all',
  unidentifiedStayMinutes: 15,
  missingAfterMinutes: 10,
  pendingCenterPercent: 5,
  offSiteCounts: false,
  lessonMinutes: 45,
  dailyLessonsAtLeast: 6,
  monthsAtLeast: 3,
  monthsAtMost: 6,
  classSizeAtMost: 50,
  totalLessons: [
    { specialty: '大数据开发', level: null, lessons: 480 },
    { specialty: '软件系统操作', level: null, lessons: 600 },
    { specialty: '数字新媒体制作', level: null, lessons: 480 },
    { specialty: '数控车工', level: 'junior', lessons: 430 },
    { specialty: '数控车工', level: 'middle', lessons: 400 },
    { specialty: '数控车工', level: 'senior', lessons: 300 },
    { specialty: '电工', level: 'junior', lessons: 400 },
    { specialty: '电工', level: 'middle', lessons: 350 },
    { specialty: '电工', level: 'senior', lessons: 450 },
  ],
  attendancePercent: 90,
  classRatePercent: 80,
  classRateDeductionPercent: 2,
  classRateMinutes: 10,
  classRateUnobservablePercent: 50,
  classRateEventPer: 'lesson',
  answerWorkdays: 3,
  standardVocational: 2000,
  standardSpecial: 1500,
  standardOwnFinalYear: 1000,
  firstAssessment: 0,
  filingWorkdays: 5,
  completionWorkdays: 10,
  publicityWorkdays: 5,
  archiveYears: 3,
};

/** A policy's first day and what differs from {@link defaultPolicy}. */
export type PolicyChange = Partial<Policy> & Pick<Policy, 'from'>;

/** Policies by the day from which they hold: always at least one, earliest first. */
export type PolicyVersions = readonly [Policy, ...Policy[]];

/** The default and each change to it, in the order of their days; two of one day: the later in the list holds. */
export function policyVersions(changes: readonly PolicyChange[] = []): PolicyVersions {
  const sorted = changes
    .map((change): Policy => ({ ...defaultPolicy, ...change }))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return [defaultPolicy, ...sorted];
}

/** The policy that holds on a day: the last that began on it or before. A past day is always computed by the policy of its time. */
export function policyOn(versions: PolicyVersions, date: LocalDate): Policy {
  let found = versions[0];
  for (const version of versions) if (version.from <= date) found = version;
  return found;
}

/** The policies of a month's own days, earliest first. `dates` are the days of the month. */
export function policiesOf(versions: PolicyVersions, dates: readonly LocalDate[]): readonly Policy[] {
  return [...new Set(dates.map((date) => policyOn(versions, date)))];
}

/** A percentage with up to two decimals as an integer of hundredths of a percent. */
export function hundredths(percent: number): number {
  return Math.round(percent * 100);
}
