import type { Greeting, ScreenCall, ScreenMark } from './screen.ts';

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

const MOVES = { 'look-left': '请向左看', 'look-right': '请向右看', 'look-up': '请向上看' } as const;

/** What a called person is told: large, and below it. Nothing is said of how it will be judged. */
export function callWords({ name, step, done, moves }: ScreenCall): {
  readonly title: string;
  readonly detail: string;
} {
  switch (step) {
    case 'come':
      return { title: `请 ${name} 到签到摄像头前`, detail: '正对镜头，认出后按提示转头；其他同学请让开镜头' };
    case 'straight':
      return { title: `${name} 请再正对镜头`, detail: '最后一步，请看镜头停留一下' };
    case 'passed':
      return { title: '抽查完成，谢谢', detail: `${name} 可以回到座位` };
    case 'not-passed':
      return { title: '抽查未完成', detail: '结果已告诉中心；有疑问请找老师' };
    case 'over':
      return { title: '抽查已结束', detail: '这次抽查不计结果，请回到座位' };
    default:
      return {
        title: `${name} ${MOVES[step]}`,
        detail: `第 ${String(done + 1)} 个动作，共 ${String(moves)} 个；请只转头，不要离开镜头`,
      };
  }
}

/** A call in one line, for a screen reader. */
export function callText(call: ScreenCall): string {
  const { title, detail } = callWords(call);
  return `中心抽查：${title}，${detail}`;
}
