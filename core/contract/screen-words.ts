import type { Greeting, ScreenMark } from './screen.ts';

/** The mark as the wall says it (zh-CN). */
export const markWords: Readonly<Record<ScreenMark, string>> = {
  expected: '未到',
  present: '已到',
  late: '迟到',
  left: '已离开',
  pending: '待核',
  leave: '请假',
};

/** What somebody who was not identified is told: a title and what to do. */
export const unknownWords = {
  title: '没认出您',
  advice: '请正对镜头停留一下；仍不行请找老师用身份证签到',
  /** Where there is no room for more. */
  shortAdvice: '请正对镜头，或找老师',
} as const;

/** A greeting in one line, for a screen reader and for the log: `王小明 · 第3课时 · 已到`. */
export function greetingText(greeting: Greeting): string {
  if (greeting.kind === 'unknown') return `${unknownWords.title}，${unknownWords.advice}`;
  const lesson = greeting.lesson === null ? [] : [`第${greeting.lesson}课时`];
  return [greeting.name, ...lesson, markWords[greeting.mark]].join(' · ');
}
