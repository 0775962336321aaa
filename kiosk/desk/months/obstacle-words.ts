import type { Obstacle } from '../../../core/domain/month-report.ts';
import type { CenterDecision } from '../../../core/domain/pending-share.ts';
import type { PendingMonth } from './ports.ts';

/** An obstacle in words for the person who closes. */
export function obstacleText(obstacle: Obstacle, pending: PendingMonth): string {
  switch (obstacle.kind) {
    case 'toCome':
      return `本月还有 ${obstacle.lessons} 课时未上`;
    case 'nothingHeld':
      return '本月没有任何考勤记录';
    case 'pending':
      return pendingText(obstacle.lessons, pending);
    case 'disputed':
      return (
        `有 ${obstacle.trainees.length} 名学员的异议未答复` +
        (obstacle.escalated === 0 ? '' : `，其中 ${obstacle.escalated} 条已超期转市中心，等中心答复`)
      );
    case 'unsigned':
      return `有 ${obstacle.corrections} 条更正等待复核签字`;
  }
}

function pendingText(lessons: number, pending: PendingMonth): string {
  if (pending.settledBy === 'institution') return `有 ${lessons} 课时待核，请逐条核定`;
  if (pending.decision !== null) return `有 ${lessons} 课时待核，请按市中心核定（${pending.decision.paper}）逐条处理`;
  return `有 ${lessons} 课时待核，本月待核超过应到的 5%，须先由市就业和人才服务中心核定`;
}

/** Why the institution may not settle a month's pending lessons itself, and what it does instead. */
export function centerText({ closed, due }: Pick<PendingMonth, 'closed' | 'due'>): string {
  return (
    `本月共有 ${closed} 课时待核，超过应到 ${due} 课时的 5%，按规定由市就业和人才服务中心核定，机构不能自行核定或关账：` +
    '请把这些课时的录像和说明报中心，收到核定文件后，由管理员在“考勤月份”里录入文号，再逐条处理'
  );
}

/** What 附件6 says of pending lessons that the center settled. */
export function decisionNote(
  { closed }: Pick<PendingMonth, 'closed'>,
  { paper, on, confirmed }: CenterDecision,
): string {
  return (
    `本月有 ${closed} 课时因设备未能观察而待核，超过 5%，依据市就业和人才服务中心核定（${paper}，${on}）处理` +
    (confirmed ? '。' : '；该核定由机构录入，未经中心确认。')
  );
}
