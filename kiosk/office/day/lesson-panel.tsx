import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Dropdown, Empty, Space, Table } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { hasRights } from '../../../core/contract/office/actor.ts';
import { type DayLesson, type LessonView, type Line, lessonViewSchema } from '../../../core/contract/office/day.ts';
import { PresenceStrip } from '../../../core/ui/presence-strip.tsx';
import { get } from '../../../core/ui/shell/api.ts';
import { timeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { useActor } from '../shell/actor.ts';
import { type Entry, EntryForm, subjectOf } from './entry-forms.tsx';
import { LineDrawer } from './line-drawer.tsx';
import { Mark, StandingMark } from './mark.tsx';
import { Strangers } from './strangers.tsx';
import { sheetPath, urgency } from './words.ts';

/** A lesson's people: whom to look for first, then everybody with the strip and the reason. */
export function LessonPanel({ lesson }: { readonly lesson: DayLesson }) {
  const view = useQuery({
    queryKey: ['lesson', lesson.class, lesson.date, lesson.no],
    queryFn: ({ signal }) =>
      get(`/classes/${encodeURIComponent(lesson.class)}/lessons/${lesson.date}/${lesson.no}`, lessonViewSchema, signal),
    refetchInterval: lesson.state === 'running' || lesson.state === 'ended' ? 5000 : false,
  });
  return <Loaded of={view}>{(loaded) => <People view={loaded} />}</Loaded>;
}

function People({ view }: { readonly view: LessonView }) {
  const mayEnter = hasRights(useActor().role, 'teacher');
  const [entry, enter] = useState<Entry | null>(null);
  const [shown, show] = useState<string | null>(null);
  const { lesson, lines } = view;
  const sorted = [...lines].sort((a, b) => urgency(a.standing) - urgency(b.standing));
  return (
    <>
      {lesson.rollCall && <RollCall view={view} onEnter={mayEnter ? enter : null} />}
      {view.unobserved.length > 0 && lesson.state !== 'toCome' && (
        <Alert
          type="warning"
          showIcon
          className="gap-below"
          title={`摄像机有一段没有观察：${view.unobserved.map(({ from, to }) => `${timeText(from)}–${timeText(to)}`).join('、')}。这段时间不会被算成旷课。`}
        />
      )}
      {lesson.state !== 'toCome' && (
        <Space size="large" className="gap-below">
          <Link to={sheetPath(lesson)}>整节课的画面一览</Link>
          <Link to={`/check-ins/${lesson.date}`}>当天的身份证登记</Link>
        </Space>
      )}
      <Strangers view={view} />
      <Table<Line>
        rowKey="trainee"
        size="small"
        dataSource={sorted}
        pagination={false}
        scroll={{ x: 900 }}
        locale={{ emptyText: <Empty description="这节课没有学员，请先在班级里导入名单" /> }}
        columns={[
          {
            title: '姓名',
            render: (_, line) => (
              <Button type="link" size="small" onClick={() => show(line.trainee)}>
                {line.name}
              </Button>
            ),
          },
          {
            title: '状态',
            render: (_, line) => (
              <Space size={4}>
                <StandingMark standing={line.standing} />
                {line.correctionAsked && <Mark>更正待复核</Mark>}
                {line.dispute !== null && <Mark kind="open">有异议</Mark>}
              </Space>
            ),
          },
          {
            title: '在课情况',
            width: 260,
            render: (_, line) => (
              <PresenceStrip parts={line.strip} windows={view.windows} lesson={lesson} label={line.why} />
            ),
          },
          { title: '原因', dataIndex: 'why' },
          ...(mayEnter
            ? [
                {
                  title: '处理',
                  render: (_: unknown, line: Line) => <Actions lesson={lesson} line={line} onEnter={enter} />,
                },
              ]
            : []),
        ]}
      />
      <LineDrawer
        view={view}
        line={lines.find(({ trainee }) => trainee === shown) ?? null}
        onClose={() => show(null)}
      />
      <EntryForm entry={entry} onClose={() => enter(null)} />
    </>
  );
}

/** Ten minutes into the lesson (by the policy): who is missing, to be settled on the spot. */
function RollCall({ view, onEnter }: { readonly view: LessonView; readonly onEnter: ((entry: Entry) => void) | null }) {
  const missing = view.lines.filter(({ standing }) => standing === 'missing' || standing === 'expected');
  const { unidentified } = view.lesson.counts;
  if (missing.length === 0 && unidentified === 0)
    return <Alert type="success" showIcon className="gap-below" title="点名：人都到了" />;
  return (
    <Alert
      type="error"
      showIcon
      className="gap-below"
      title={`点名：未到 ${missing.length} 人，画面里没认出 ${unidentified} 人。请当场核对`}
      description={
        <Space wrap>
          {missing.map((line) => (
            <Space.Compact key={line.trainee}>
              <span className="missing-name">{line.name}</span>
              {onEnter !== null && (
                <>
                  <Button
                    size="small"
                    onClick={() => onEnter({ kind: 'manual', subject: subjectOf(view.lesson, line) })}
                    aria-label={`${line.name} 在教室，凭身份证登记`}
                  >
                    在教室
                  </Button>
                  <Button
                    size="small"
                    onClick={() => onEnter({ kind: 'leave', subject: subjectOf(view.lesson, line) })}
                    aria-label={`${line.name} 请假`}
                  >
                    请假
                  </Button>
                </>
              )}
            </Space.Compact>
          ))}
        </Space>
      }
    />
  );
}

function Actions({
  lesson,
  line,
  onEnter,
}: {
  readonly lesson: DayLesson;
  readonly line: Line;
  readonly onEnter: (entry: Entry) => void;
}) {
  const subject = subjectOf(lesson, line);
  const items = [
    { key: 'manual', label: '凭身份证登记', disabled: lesson.state === 'toCome' },
    { key: 'leave', label: '登记请假', disabled: false },
    { key: 'correction', label: '更正记录', disabled: line.record === null || line.correctionAsked },
  ];
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items, onClick: ({ key }) => onEnter({ kind: key as Entry['kind'], subject }) }}
    >
      <Button size="small" aria-label={`处理 ${line.name}`}>
        处理
      </Button>
    </Dropdown>
  );
}
