import type { DayLesson, Standing } from '../../../core/contract/office/day.ts';

/** How a trainee stands, in a word; the teacher's page, like the wall, says 未到 of what has not been proven otherwise. */
export const standingWords: Readonly<Record<Standing, string>> = {
  expected: '未到',
  here: '已到',
  missing: '未到',
  present: '出勤',
  late: '迟到',
  leftEarly: '早退',
  absent: '旷课',
  personalLeave: '事假',
  sickLeave: '病假',
  pending: '待核',
};

/** The colour of a mark; the word says it too. */
export const standingKinds: Readonly<Record<Standing, 'plain' | 'good' | 'warn' | 'bad' | 'open' | 'leave'>> = {
  expected: 'plain',
  here: 'good',
  missing: 'bad',
  present: 'good',
  late: 'warn',
  leftEarly: 'warn',
  absent: 'bad',
  personalLeave: 'leave',
  sickLeave: 'leave',
  pending: 'open',
};

export const stateWords: Readonly<Record<DayLesson['state'], string>> = {
  toCome: '未开始',
  running: '进行中',
  ended: '等待关闭',
  closed: '已关闭',
};

/** Whoever the teacher looks for comes first. */
const ORDER: readonly Standing[] = ['missing', 'absent', 'pending', 'expected', 'late', 'leftEarly'];
export const urgency = (standing: Standing): number => {
  const place = ORDER.indexOf(standing);
  return place < 0 ? ORDER.length : place;
};

/** What a record may be corrected to, as a choice. */
export const settledOptions = (['present', 'late', 'leftEarly', 'absent', 'personalLeave', 'sickLeave'] as const).map(
  (value) => ({ value, label: standingWords[value] }),
);
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' });
/** `08:30`. */
export const minuteText = (at: number): string => clock.format(at);

export const windowWords = {
  arrival: '到课时段首次',
  inside: '上课时首次',
  middle: '中间时段首次',
  departure: '离课时段首次',
  last: '离课时段最后',
} as const;
export const clockWords = { synchronised: '已校准', unverified: '未校准', stepped: '刚被改动' } as const;
export const livenessWords = { live: '真人', spoof: '假冒', unsure: '没有把握', unchecked: '未检查' } as const;

/** The page with a lesson's contact sheet. */
export const sheetPath = ({
  class: code,
  date,
  no,
}: {
  readonly class: string;
  readonly date: string;
  readonly no: number;
}): string => `/sheets/${encodeURIComponent(code)}/${date}/${no}`;
