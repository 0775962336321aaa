import type { Call, Card } from '../../../core/contract/center/checks.ts';

/** Where a class is in its day. */
export const PHASES: { readonly [Phase in Card['phase']]: string } = {
  before: '还没上课',
  running: '正在上课',
  break: '课间',
  after: '今天已下课',
  none: '今天没有课',
  unknown: '教室电脑没有连接',
};

/** What came of a call. */
export const OUTCOMES: { readonly [Outcome in Call['outcome']]: string } = {
  'reached-agrees': '接通，情况一致',
  'reached-differs': '接通，情况不一致',
  'not-reached': '没有接通',
  'wrong-number': '号码不对',
  refused: '拒绝回答',
};

/** How calling a trainee to the camera ended. */
export const RESULTS: Readonly<Record<string, { readonly text: string; readonly color: string }>> = {
  passed: { text: '本人，动作完成', color: 'success' },
  failed: { text: '没有通过', color: 'error' },
  'other-person': { text: '中途换人', color: 'error' },
  'wrong-person': { text: '没有认出本人', color: 'error' },
  'no-show': { text: '没有人来', color: 'warning' },
  cancelled: { text: '已取消', color: 'default' },
  unchecked: { text: '没能检查（不作为依据）', color: 'default' },
};

/** What the trainee was asked to do. */
export const MOVES: Readonly<Record<string, string>> = {
  'look-left': '向左看',
  'look-right': '向右看',
  'look-up': '向上看',
};
