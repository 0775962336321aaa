import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Empty, Space } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { type Day, type DayLesson, daySchema } from '../../../core/contract/office/day.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { DayChoice } from './day-choice.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { LessonPanel } from './lesson-panel.tsx';
import { Mark } from './mark.tsx';
import { minuteText, stateWords } from './words.ts';
import './day.css';

/** The day at a glance: which lesson runs, who is here, whom to look for. */
export function DayPage() {
  const { date } = useParams();
  const day = useQuery({
    queryKey: ['day', date ?? 'today'],
    queryFn: ({ signal }) => get(date === undefined ? '/day' : `/day/${date}`, daySchema, signal),
    refetchInterval: 10_000,
  });
  return <Loaded of={day}>{(loaded) => <Lessons key={loaded.date} day={loaded} />}</Loaded>;
}

function Lessons({ day }: { readonly day: Day }) {
  const go = useNavigate();
  const [chosen, choose] = useState<string | null>(null);
  const { lessons, waiting, date } = day;
  const lesson = lessons.find((each) => keyOf(each) === chosen) ?? currentOf(day);
  const several = new Set(lessons.map((each) => each.class)).size > 1;
  return (
    <>
      <Heading
        title={dayjs(date).format('M月D日')}
        about={WEEKDAY.format(new Date(`${date}T00:00:00Z`))}
        actions={
          <Space wrap>
            <Waiting count={waiting.toSettle} to="/settle" words="待处理" />
            <Waiting count={waiting.corrections} to="/settle" words="更正待复核" />
            <Waiting count={waiting.disputes} to="/disputes" words="异议待答复" />
            <DayChoice date={date} onChoose={(next) => void go(`/day/${next}`)} />
            <Button onClick={() => void go('/day')}>今天</Button>
          </Space>
        }
      />
      {day.visionTrouble !== null && (
        <Alert
          type="error"
          showIcon
          className="stacked"
          title={day.visionTrouble}
          description="现在不能自动考勤：请人工点名，录像照常进行。看不到的时间不会算成缺勤。"
        />
      )}
      <Elsewhere day={day} />
      {lessons.length === 0 && <NoLessons some={day.elsewhere.length > 0} />}
      <ul className="day-lessons" aria-label="这一天的课时">
        {lessons.map((each) => (
          <li key={keyOf(each)}>
            <LessonCard lesson={each} named={several} chosen={each === lesson} onChoose={() => choose(keyOf(each))} />
          </li>
        ))}
      </ul>
      {lesson !== undefined && (
        <section aria-label={`${lesson.className} 第${lesson.no}课时`}>
          <Sums lesson={lesson} />
          <LessonPanel key={keyOf(lesson)} lesson={lesson} />
        </section>
      )}
    </>
  );
}

function NoLessons({ some }: { readonly some: boolean }) {
  return (
    <Empty description={some ? '这间教室这一天没有课' : '这一天没有课'}>
      {!some && (
        <Link to="/classes">
          <Button tabIndex={-1}>去“班级”建班、导入名单、看课程表</Button>
        </Link>
      )}
    </Empty>
  );
}

const WEEKDAY = new Intl.DateTimeFormat('zh-CN', { timeZone: 'UTC', year: 'numeric', weekday: 'long' });
const keyOf = ({ class: code, no }: DayLesson): string => `${code} ${no}`;

/** The running lesson; else the last that began, else the first. */
function currentOf({ lessons, now }: Day): DayLesson | undefined {
  return (
    lessons.find(({ state }) => state === 'running') ?? lessons.findLast(({ from }) => from <= now) ?? lessons.at(0)
  );
}

function Waiting({ count, to, words }: { readonly count: number; readonly to: string; readonly words: string }) {
  if (count === 0) return null;
  return (
    <Link to={to}>
      <Mark kind="open">
        {words} {count}
      </Mark>
    </Link>
  );
}

function LessonCard({
  lesson,
  named,
  chosen,
  onChoose,
}: {
  readonly lesson: DayLesson;
  /** Whether it says its class: where there are several, two of one specialty look alike. */
  readonly named: boolean;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  const { no, from, to, state, counts, course, className, class: code } = lesson;
  return (
    <button type="button" className="day-lesson" aria-pressed={chosen} data-state={state} onClick={onChoose}>
      <b>第{no}课时</b>
      <span>
        {minuteText(from)}–{minuteText(to)}
      </span>
      <span>{course ?? className}</span>
      {named && <span>{code}</span>}
      <span>{state === 'toCome' ? stateWords[state] : `${counts.here}/${counts.due} · ${stateWords[state]}`}</span>
    </button>
  );
}

/** The lesson's numbers, large: read from across the desk. */
function Sums({
  lesson: { counts, state, rollCall, class: code, className, course, teacher, room },
}: {
  readonly lesson: DayLesson;
}) {
  const about = [className, code, course, teacher, room].filter((part) => part !== null).join(' · ');
  return (
    <div className="day-sums">
      <p className="day-here">
        {state === 'closed' ? '到课' : '在课'} <b>{counts.here}</b> / {counts.due} 人
      </p>
      <p className="day-marks">
        <Sum
          words={state === 'closed' ? '旷课' : '未到'}
          count={counts.missing}
          kind={rollCall || state === 'closed' ? 'missing' : 'plain'}
        />
        <Sum words="待核" count={counts.pending} kind="pending" />
        <Sum words="迟到" count={counts.late} kind="late" />
        <Sum words="请假" count={counts.leave} kind="leave" />
        <Sum words="没认出" count={counts.unidentified} kind="unknown" />
      </p>
      <p className="day-about">{about}</p>
    </div>
  );
}

function Sum({ words, count, kind }: { readonly words: string; readonly count: number; readonly kind: string }) {
  if (count === 0) return null;
  return (
    <span className="day-sum" data-kind={kind}>
      {words} <b>{count}</b>
    </span>
  );
}
