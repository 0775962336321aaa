import type { ScreenMark } from '../../../core/contract/screen.ts';
import type { OwnDispute, OwnLesson, OwnMark, OwnRecord } from '../../../core/contract/screen-own.ts';
import { MarkIcon } from '../mark-icon.tsx';
import { minuteText } from '../time.ts';

const ICONS: Readonly<Record<OwnMark, ScreenMark>> = {
  toCome: 'expected',
  expected: 'expected',
  missing: 'expected',
  present: 'present',
  late: 'late',
  left: 'left',
  pending: 'pending',
  leave: 'leave',
};

/** A trainee's figures, today's lessons with their reasons, what may still be objected to, and the answers. */
export function OwnRecordView({
  record,
  onDispute,
}: {
  readonly record: OwnRecord;
  readonly onDispute: (lesson: OwnLesson) => void;
}): React.JSX.Element {
  const { today, earlier, disputes } = record;
  const open = new Set(
    disputes.filter(({ state }) => state === 'open' || state === 'escalated').map(({ date, no }) => `${date} ${no}`),
  );
  const lessons = (list: readonly OwnLesson[], withDate: boolean): React.JSX.Element => (
    <ul className="own-lessons">
      {list.map((lesson) => {
        const key = `${lesson.date} ${lesson.no}`;
        return <Lesson key={key} {...{ lesson, withDate, onDispute }} waiting={open.has(key)} />;
      })}
    </ul>
  );
  return (
    <div className="own" tabIndex={0} role="group" aria-label="记录内容">
      <Figures record={record} />
      <section aria-label="今天的课时">
        <h3>今天</h3>
        {today.length === 0 ? <p>今天没有课</p> : lessons(today, false)}
      </section>
      {earlier.length > 0 && (
        <section aria-label="最近没算到课的课时">
          <h3>最近一个月没算到课的</h3>
          {lessons(earlier, true)}
        </section>
      )}
      {disputes.length > 0 && (
        <section aria-label="我的异议">
          <h3>我的异议</h3>
          <ul className="own-lessons">
            {disputes.slice(0, 8).map((dispute) => (
              <Disputed key={dispute.id} dispute={dispute} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Figures({ record: { month, course } }: { readonly record: OwnRecord }): React.JSX.Element {
  return (
    <div className="own-figures">
      <p className="own-may" data-low={course.mayMiss === 0}>
        还可以缺 <b>{course.mayMiss}</b> 课时
        <small>出勤率要到 90%，待核的先按没到算</small>
      </p>
      {month !== null && <Figure title={`${Number(month.month.slice(5))} 月`} figures={month} />}
      <Figure title="全课程至今" figures={course} />
    </div>
  );
}

function Figure({
  title,
  figures: { due, attended, late, leave, pending, rate, meets90 },
}: {
  readonly title: string;
  readonly figures: Omit<OwnRecord['course'], 'mayMiss'>;
}): React.JSX.Element {
  const more = [
    ...(late > 0 ? [`迟到 ${late}`] : []),
    ...(leave > 0 ? [`请假 ${leave}`] : []),
    ...(pending > 0 ? [`待核 ${pending}`] : []),
  ];
  return (
    <p className="own-figure">
      {title}
      <b>
        {attended}/{due}
      </b>
      <span data-low={!meets90}>
        {rate === '-' ? '还没有课' : `${rate}%`}
        {!meets90 && '，低于 90%'}
      </span>
      {more.length > 0 && <span>{more.join('，')}</span>}
    </p>
  );
}

function Lesson({
  lesson,
  withDate,
  waiting,
  onDispute,
}: {
  readonly lesson: OwnLesson;
  readonly withDate: boolean;
  readonly waiting: boolean;
  readonly onDispute: (lesson: OwnLesson) => void;
}): React.JSX.Element {
  const { date, no, from, to, mark, word, why, disputable } = lesson;
  return (
    <li className="own-lesson" data-mark={ICONS[mark]}>
      <span className="own-no">
        {withDate && <small>{dateText(date)}</small>}第{no}课时
        <small>
          {minuteText(from)}–{minuteText(to)}
        </small>
      </span>
      <span className="own-mark">
        <MarkIcon mark={ICONS[mark]} />
        {word}
      </span>
      <span className="own-why">{why}</span>
      {waiting && <span className="own-waiting">异议待答复</span>}
      {disputable && !waiting && (
        <button type="button" className="button" onClick={() => onDispute(lesson)} aria-label={`第${no}课时有异议`}>
          有异议
        </button>
      )}
    </li>
  );
}

const STATES = {
  open: '等老师答复',
  escalated: '老师逾期未答复，已转市中心',
  answered: '已答复',
  upheld: '异议成立，已更正',
} as const;

function Disputed({ dispute }: { readonly dispute: OwnDispute }): React.JSX.Element {
  const { date, no, text, state, until, answer } = dispute;
  return (
    <li className="own-dispute">
      <p>
        {dateText(date)} 第{no}课时：“{text}” <b>{STATES[state]}</b>
        {state === 'open' && until !== null && `，最晚 ${dateText(until)}`}
      </p>
      {answer !== null && (
        <p className="own-answer">
          {answer.by} 答复：{answer.text}
        </p>
      )}
    </li>
  );
}

/** `10月8日`. */
const dateText = (date: string): string => `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`;
