import type { ScreenLesson } from '../../core/contract/screen.ts';
import { minuteText, spanText } from './time.ts';

/** Where the day stands: before check-in opens, check-in before the bell, the lesson's parts, after the bell, no lesson. */
export type LessonPhase = 'none' | 'before' | 'arriving' | 'arrival' | 'middle' | 'departure' | 'leaving' | 'over';

/** The phase at `now`; windows are closed at both ends (rules §2). */
export function lessonPhase(lesson: ScreenLesson | null, now: number): LessonPhase {
  if (!lesson) return 'none';
  const { from, to, arrival, departure } = lesson;
  if (now < arrival.from) return 'before';
  if (now < from) return 'arriving';
  if (now > to) return now <= departure.to ? 'leaving' : 'over';
  if (now <= arrival.to) return 'arrival';
  return now >= departure.from ? 'departure' : 'middle';
}

/** Whether the lesson is being held: whoever comes now is greeted small, so that nobody looks up. */
export function isQuiet(lesson: ScreenLesson | null, now: number | null): boolean {
  return lesson !== null && now !== null && lesson.from <= now && now <= lesson.to;
}

/** What the phase is called and how long it lasts yet: `上课中`, `距下课 32 分钟`. */
export function phaseWords(lesson: ScreenLesson | null, now: number): { readonly name: string; readonly togo: string } {
  const phase = lessonPhase(lesson, now);
  if (!lesson) return { name: '今天没有课了', togo: '' };
  switch (phase) {
    case 'before':
      return { name: '下一课时', togo: `${minuteText(lesson.arrival.from)} 开始签到` };
    case 'arriving':
      return { name: '签到中', togo: `距上课 ${spanText(lesson.from - now)}` };
    case 'arrival':
    case 'middle':
    case 'departure':
      return { name: '上课中', togo: `距下课 ${spanText(lesson.to - now)}` };
    default:
      return { name: '已下课', togo: '' };
  }
}

/** What somebody in front of the screen should do now. */
export function promptWords(
  lesson: ScreenLesson | null,
  now: number,
): { readonly title: string; readonly detail: string } {
  switch (lessonPhase(lesson, now)) {
    case 'none':
      return { title: '现在没有课', detail: '有课时会在上课前开始签到' };
    case 'before':
      return {
        title: '签到还没有开始',
        detail: `第${lesson?.no ?? 1}课时 ${minuteText(lesson?.arrival.from ?? now)} 开始签到`,
      };
    case 'arriving':
    case 'arrival':
      return {
        title: '请看镜头签到',
        detail: `画面里出现自己的名字就好了 · 签到到 ${minuteText(lesson?.arrival.to ?? now)} 为止`,
      };
    case 'middle':
      return {
        title: '安心上课',
        detail: `${minuteText(lesson?.departure.from ?? now)} 后请再看一下镜头，确认没有早退`,
      };
    case 'departure':
    case 'leaving':
      return {
        title: '离开前请看镜头',
        detail: `画面里出现自己的名字就好了 · 到 ${minuteText(lesson?.departure.to ?? now)} 为止`,
      };
    case 'over':
      return { title: '本课时结束', detail: '请等待下一课时' };
  }
}
