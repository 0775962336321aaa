import type { WallCard } from '../../../core/contract/center/inspector.ts';
import { troubleWords } from '../../../core/contract/center/trouble-words.ts';
import type { Trouble } from '../../../core/domain/trouble.ts';
import { timeText } from '../../../core/ui/shell/time.ts';
import type { Shown } from './filters.ts';

/** The page's title and what it is for. */
export const WALL_TITLE = '教室';
export const aboutWall = (now: number): string => `最需要看的排在最前。现在 ${minuteText(now)}`;

/** Which classrooms are shown, as the choice is called. */
export const SHOWN: Readonly<Record<Shown, string>> = {
  all: '全部',
  trouble: '有情况',
  class: '上课中',
  silent: '未连接',
  chosen: '我关注的',
};

/** `10:05`. */
export const minuteText = (at: number): string => timeText(at).slice(0, 5);

/** How long something lasts, to the minute: `不到 1 分钟`, `12 分钟`, `2 小时 5 分`. */
export function lengthText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return '不到 1 分钟';
  if (minutes < 60) return `${String(minutes)} 分钟`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${String(hours)} 小时 ${String(minutes % 60)} 分` : `${String(Math.floor(hours / 24))} 天`;
}

/** What is wrong: `后方：镜头被遮挡`. */
export function troubleTitle({ kind, camera }: Trouble, { cameras }: Pick<WallCard, 'cameras'>): string {
  const { title } = troubleWords[kind];
  if (camera === '') return title;
  return `${cameras.find(({ id }) => id === camera)?.name ?? camera}：${title}`;
}

/** The lesson in a line: `第 3 课时 · 10:10–10:55`. */
export function lessonText({ lesson, day, away }: Pick<WallCard, 'lesson' | 'day' | 'away'>, now: number): string {
  if (away !== null) return `已报备停用到 ${minuteText(away.to)}（${away.why}）`;
  if (lesson === null) return day === null ? '今天没有课' : '今天的课已上完';
  const { no, from, to } = lesson;
  const span = `第 ${String(no)} 课时 ${minuteText(from)}–${minuteText(to)}`;
  if (now < from) return `${span}，还没开始`;
  return now <= to ? `${span}，上课中` : '今天的课已上完';
}

/** How a card is, in one word: the colour of its edge. */
export type Tone = 'bad' | 'warn' | 'good' | 'idle';

const grave = new Set<Trouble['kind']>([
  ...(['journal', 'not-ready', 'not-connected', 'camera-off', 'camera-blocked', 'camera-frozen'] as const),
  ...(['class-rate', 'nobody-seen'] as const),
]);

export function toneOf({ troubles: [worst], watched, lesson, connected }: WallCard): Tone {
  if (worst !== undefined) return grave.has(worst.kind) ? 'bad' : 'warn';
  return watched && connected && lesson !== null ? 'good' : 'idle';
}

/** The card's own number: present of due, as a whole percent cut off (79.9 is not 80). Null when nothing is due. */
export function rateOf({ now }: WallCard): number | null {
  if (now === null) return null;
  const expected = now.due - now.onLeave;
  return expected <= 0 ? null : Math.min(100, Math.floor((now.seen * 100) / expected));
}
