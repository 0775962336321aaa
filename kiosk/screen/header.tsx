import type { ScreenLesson, ScreenState } from '../../core/contract/screen.ts';
import { lessonPhase, phaseWords } from './lesson-phase.ts';
import { dayText, minuteText, secondText } from './time.ts';

interface HeaderProps {
  readonly state: ScreenState | null;
  /** The kiosk's clock; null before it is known. */
  readonly now: number | null;
}

/** Which class, which lesson, what time. */
export function Header({ state, now }: HeaderProps): React.JSX.Element {
  return (
    <header className="header">
      <div className="header-class">
        <h1>{state?.class?.name ?? (state ? '还没有设置班级' : '在课')}</h1>
        <p>{state?.class ? `班级编号 ${state.class.code}` : '课堂签到'}</p>
      </div>
      {state && now !== null && <Lesson lesson={state.lesson} now={now} />}
      {now !== null && (
        <div className="header-clock">
          <time>{secondText(now)}</time>
          <p>{dayText(now)}</p>
        </div>
      )}
    </header>
  );
}

function Lesson({ lesson, now }: { readonly lesson: ScreenLesson | null; readonly now: number }): React.JSX.Element {
  const { name, togo } = phaseWords(lesson, now);
  if (!lesson)
    return (
      <section className="header-lesson" aria-label="当前课时">
        <p className="lesson-none">{name}</p>
      </section>
    );
  return (
    <section className="header-lesson" aria-label="当前课时" data-phase={lessonPhase(lesson, now)}>
      <p className="lesson-no">
        第<b>{lesson.no}</b>课时
      </p>
      <div className="lesson-about">
        <p className="lesson-course">
          {lesson.course}
          <span className="lesson-bell">
            {minuteText(lesson.from)}–{minuteText(lesson.to)}
          </span>
        </p>
        <p className="lesson-phase">
          <b>{name}</b>
          {togo}
        </p>
        <LessonBar lesson={lesson} now={now} />
      </div>
    </section>
  );
}

/** The lesson as a bar: the two check-in windows marked, what has passed filled. Times are told in words beside it. */
function LessonBar({ lesson, now }: { readonly lesson: ScreenLesson; readonly now: number }): React.JSX.Element {
  const start = lesson.arrival.from;
  const end = lesson.departure.to;
  const x = (at: number): number => Math.min(1000, Math.max(0, ((at - start) / (end - start)) * 1000));
  const passed = x(now);
  /** The windows are thick, the rest is thin. */
  const part = (from: number, to: number, thick: boolean, className: string): React.JSX.Element => (
    <rect className={className} x={from} width={Math.max(0, to - from)} y={thick ? 0 : 3.5} height={thick ? 10 : 3} />
  );
  const parts = (until: number, className: string): React.JSX.Element => (
    <>
      {part(0, Math.min(until, x(lesson.arrival.to)), true, className)}
      {part(x(lesson.arrival.to), Math.min(until, x(lesson.departure.from)), false, className)}
      {part(x(lesson.departure.from), until, true, className)}
    </>
  );
  return (
    <svg className="lesson-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
      {parts(1000, 'bar-all')}
      {parts(passed, 'bar-passed')}
    </svg>
  );
}
