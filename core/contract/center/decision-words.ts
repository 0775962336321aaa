import type { Decision } from './decisions.ts';

/** A decision in words (zh-CN). */
export function decisionWords(decision: Decision): string {
  switch (decision.kind) {
    case 'filing-approved':
      return `批准开班（${decision.paper}），自 ${decision.on} 起`;
    case 'filing-returned':
      return `退回备案：${decision.why}`;
    case 'dispute-answered':
      return `答复异议（${decision.upheld ? '成立' : '不成立'}）：${decision.text}`;
    case 'class-rate': {
      const { date, no, counted, confirmed, note } = decision;
      const what = `${date} 第 ${String(no)} 课时到课率 ${String(counted.present)}/${String(counted.due)}`;
      return `${what}，${confirmed ? '确认不足 80%' : '不予认定'}${note === '' ? '' : `：${note}`}`;
    }
    case 'violation':
      return `违纪违规扣减 ${String(decision.percent)}%：${decision.why}`;
    case 'enrolment-decided':
      return `${decision.approved ? '同意' : '不同意'}人脸重新登记${decision.why === '' ? '' : `：${decision.why}`}`;
    case 'review-decided':
      return `现场审核${decision.confirmed ? '经中心确认' : '中心不认可'}${decision.note === '' ? '' : `：${decision.note}`}`;
    case 'pending-settling':
      return `${decision.month} 待核超过 5%：${decision.allowed ? '可由机构处理' : '由中心处理'}（${decision.paper}）${decision.why}`;
  }
}
