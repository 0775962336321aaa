import { decisionWords } from '../../../core/contract/center/decision-words.ts';
import type { Decision } from '../../../core/contract/center/decisions.ts';
import type { Told } from '../../../core/contract/center/items.ts';
import type { ApprovalView } from '../../../core/contract/office/classes.ts';
import type { Decided, DecidedLine } from '../../../core/contract/office/decided.ts';
import { escalatedAt } from '../../../core/domain/dispute.ts';
import type { Dispute } from '../../../core/domain/entry.ts';
import { type ClassCode, classCode } from '../../../core/domain/ids.ts';
import { policyOn } from '../../../core/domain/policy.ts';
import type { EpochMs, LocalDate } from '../../../core/domain/units.ts';
import { outcomeWords } from '../../../core/domain/why.ts';
import type { Classes } from '../classes/classes.ts';
import { standingOf } from '../day/disputes.ts';

export interface DecidedPorts {
  readonly classes: Pick<Classes, 'list' | 'has' | 'file' | 'calendar'>;
  /** kiosk/store/center-decisions satisfies it. */
  readonly decisions: { newest(limit: number, code?: ClassCode): readonly { readonly decision: Decision }[] };
  readonly disputes: { find(id: number): Dispute | null; open(code: ClassCode): readonly Dispute[] };
  readonly reviews: { of(code: ClassCode): readonly Told<'review'>[] };
  readonly approvalOf: (code: ClassCode) => ApprovalView | null;
  readonly hasCenter: () => boolean;
  readonly now: () => EpochMs;
}

/** So many are shown; what is older is found class by class. */
const MOST = 300;

/** What the center decided for the classes here, newest first. */
export function decidedList(ports: DecidedPorts, only?: ClassCode): Decided {
  const codes = ports.classes.list().filter((code) => only === undefined || code === only);
  const lines = [
    ...ports.decisions.newest(MOST + 1, only).map(({ decision }) => decidedLine(ports, decision)),
    ...codes.flatMap((code) => escalatedLines(ports, code)),
    ...codes.flatMap((code) => ports.reviews.of(code).map((review) => reviewLine(review))),
  ].sort((a, b) => b.at - a.at);
  return { classes: ports.classes.list(), lines: lines.slice(0, MOST), more: lines.length > MOST };
}

function decidedLine(ports: DecidedPorts, decision: Decision): DecidedLine {
  const { id, class: code, at, by, countersignedBy } = decision;
  return {
    ...{ id, class: code, at, title: decisionWords(decision) },
    by: countersignedBy === null ? by : `${by}，复核 ${countersignedBy}`,
    ...particulars(ports, decision),
  };
}

type Particulars = Pick<DecidedLine, 'kind' | 'about' | 'effect' | 'page' | 'pageName'>;

function particulars(ports: DecidedPorts, decision: Decision): Particulars {
  const code = classCode(decision.class);
  const ofClass = (rest: string): string => `/classes/${encodeURIComponent(code)}${rest}`;
  switch (decision.kind) {
    case 'filing-approved':
      return {
        ...{ kind: 'filing', about: '', page: ofClass(''), pageName: '班级' },
        effect: approvedEffect(ports, code, decision),
      };
    case 'filing-returned':
      return {
        ...{ kind: 'filing', about: '', page: ofClass(''), pageName: '班级' },
        effect: '班级回到草稿，重新备案并获批准前的课时不计入',
      };
    case 'class-rate':
      return {
        ...{ kind: 'class-rate', about: '', page: `/day/${decision.date}`, pageName: '当天' },
        effect: decision.confirmed ? `附件8 扣 ${rateShare(ports, code, decision.date)}` : '不扣',
      };
    case 'violation':
      return {
        ...{ kind: 'violation', about: '', page: ofClass('/forms'), pageName: '附件8' },
        effect: `附件8 另扣 ${String(decision.percent)}%`,
      };
    case 'dispute-answered': {
      const dispute = ports.disputes.find(decision.dispute);
      const day = dispute === null ? '/disputes' : `/day/${dispute.date}`;
      return {
        ...{ kind: 'dispute', about: dispute === null ? '' : lessonOf(ports, dispute), page: day, pageName: '当天' },
        effect: decision.to === null ? '记录不变' : `记录改为${outcomeWords[decision.to]}`,
      };
    }
    case 'enrolment-decided':
      return {
        ...{ kind: 'enrolment', about: nameOf(ports, code, decision.person) },
        ...{ page: ofClass('/enrolment'), pageName: '人脸登记' },
        effect: decision.approved ? '新的登记开始使用' : '新的登记删除，继续用原来的',
      };
    case 'review-decided':
      return {
        ...{ kind: 'review', about: '', page: ofClass('/review'), pageName: '现场审核' },
        effect: decision.confirmed ? '那次现场审核有效' : '那次现场审核不算，请约中心人员重新审核',
      };
    case 'pending-settling':
      return {
        ...{ kind: 'pending', about: '', page: ofClass(`/months/${decision.month}`), pageName: decision.month },
        effect: decision.allowed ? '待核课时可以逐条处理，之后可关账' : '待核课时由中心处理，本月还不能关账',
      };
  }
}

function approvedEffect(
  ports: DecidedPorts,
  code: ClassCode,
  { on, paper }: Extract<Decision, { kind: 'filing-approved' }>,
): string {
  const approval = ports.classes.has(code) ? ports.approvalOf(code) : null;
  const counts = `${on} 起的课时计入`;
  if (approval === null || approval.paper !== paper || approval.changes.length === 0) return counts;
  return `${counts}；之后改过 ${String(approval.changes.length)} 处，等中心再批`;
}

/** What one event costs by the policy of its day, `2%`. */
function rateShare(ports: DecidedPorts, code: ClassCode, date: string): string {
  if (!ports.classes.has(code)) return '培训费';
  const policy = policyOn(ports.classes.file(code).policies, date as LocalDate);
  return `${String(policy.classRateDeductionPercent)}%`;
}

function escalatedLines(ports: DecidedPorts, code: ClassCode): DecidedLine[] {
  const of = { file: ports.classes.file(code), calendar: ports.classes.calendar(code) };
  return ports.disputes.open(code).flatMap((dispute) => {
    const { until, state } = standingOf(ports, of, dispute);
    if (state !== 'escalated' || until === null) return [];
    return [
      {
        ...({ id: `escalated-${String(dispute.id)}`, kind: 'escalated', class: code, at: escalatedAt(until) } as const),
        ...{ title: '异议超期未答复，转市中心', about: lessonOf(ports, dispute), by: '' },
        ...{ effect: '由中心答复；答复前本月不能关账', page: '/disputes', pageName: '异议' },
      },
    ];
  });
}

function reviewLine({ id, class: code, inspector, at, people, note }: Told<'review'>): DecidedLine {
  const differing = people.filter(({ idCard, face }) => idCard === 'differs' || face === 'differs').length;
  return {
    ...{ id: `review-${String(id)}`, kind: 'review', class: code, at, by: inspector },
    title: `现场审核：核对 ${String(people.length)} 人${differing === 0 ? '' : `，不一致 ${String(differing)} 人`}`,
    about: note,
    effect: '人脸库经签署，之后的变化逐条报告中心',
    ...{ page: `/classes/${encodeURIComponent(code)}/review`, pageName: '现场审核' },
  };
}

function lessonOf(ports: DecidedPorts, { class: code, trainee, date, no }: Dispute): string {
  return `${nameOf(ports, code, trainee)} ${date} 第 ${String(no)} 课时`;
}

function nameOf({ classes }: DecidedPorts, code: ClassCode, trainee: string): string {
  if (!classes.has(code)) return trainee;
  return classes.file(code).trainees.find(({ id }) => (id as string) === trainee)?.person.name ?? trainee;
}
