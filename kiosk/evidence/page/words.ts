import type { Opening } from '../../../core/domain/evidence.ts';
import type { Outcome } from '../../../core/domain/record.ts';

/** What the page calls things; all in zh-CN and in the time of Asia/Shanghai. */
export const OUTCOMES: Record<Outcome, string> = {
  present: '出勤',
  late: '迟到',
  leftEarly: '早退',
  absent: '旷课',
  personalLeave: '事假',
  sickLeave: '病假',
  pending: '待核',
};
export const NOTES: Record<string, string> = {
  'arrival-unobserved': '到达时段未被观察',
  'breaks-only': '仅课间出现',
  'departure-unobserved': '离开时段未被观察',
  left: '中途离开',
  'left-early': '并早退',
  manual: '人工签到',
  'mid-gap': '中段未见',
  'not-approved': '开班批准前',
  'off-site': '场外',
  'too-late': '到达过晚',
  'unidentified-present': '有未识别人员在场',
  unsure: '活体存疑',
};
export const WINDOWS: Record<Opening['window'], string> = {
  arrival: '到达',
  inside: '课内首见',
  middle: '中段',
  departure: '离开',
  last: '末见',
};
export const REASONS: Record<string, string> = {
  starting: '启动中',
  unreachable: '摄像头连不上',
  unauthorized: '摄像头密码错误',
  'not-found': '没有该视频流',
  'not-video': '不是视频',
  'unsupported-codec': '编码不支持',
  stalled: '画面中断',
  closed: '录像停止',
  'recorder-failed': '写入失败',
  'disk-full': '磁盘已满',
  'kiosk-down': '教室电脑未运行',
  'not-recording': '未安排录像',
  unknown: '原因不明',
};
export const CLOCKS: Record<string, string> = {
  synchronised: '已与时间服务器同步',
  unverified: '未核对',
  stepped: '刚被调整',
};

export const time = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false, timeStyle: 'medium' });
export const day = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'full' });
export const stamp = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour12: false,
  dateStyle: 'medium',
  timeStyle: 'medium',
});
