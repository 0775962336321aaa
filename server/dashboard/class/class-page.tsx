import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { App, Card as Box, Button, Empty, Space, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { type ClassDay, classDaySchema, markEvidenceSchema } from '../../../core/contract/center/class-day.ts';
import { outcomeWords } from '../../../core/domain/why.ts';
import { STRIP_LEGEND } from '../../../core/ui/presence-strip.tsx';
import { get, messageOf, send } from '../../../core/ui/shell/api.ts';
import { DayInput } from '../../../core/ui/shell/day-input.tsx';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { timeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { SpotCheck } from '../checks/spot-check.tsx';
import { useNow } from '../wall/use-now.ts';
import { ClassPapers } from './class-papers.tsx';
import { EvidenceModal } from './evidence-modal.tsx';
import { LessonStrip } from './lesson-strip.tsx';
import { RoomNow } from './room-now.tsx';
import './class.css';

/** A class: live pictures, who is there, each lesson's marks with the video behind them. */
export function ClassPage() {
  const { kiosk = '', code = '' } = useParams();
  const path = `/classes/${kiosk}/${encodeURIComponent(code)}`;
  const [asked] = useSearchParams();
  const [date, setDate] = useState(asked.get('date') ?? '');
  const now = useNow();
  const day = useQuery({
    queryKey: ['class-day', kiosk, code, date],
    queryFn: ({ signal }) => get(`${path}/day${date === '' ? '' : `?date=${date}`}`, classDaySchema, signal),
    refetchInterval: date === '' ? 10_000 : false,
    placeholderData: keepPreviousData, // the pictures go on while another day is read
  });
  return (
    <Loaded of={day}>
      {(view) => (
        <>
          <Heading
            title={`${view.institution} ${view.code}`}
            about={`${view.specialty}，教室 ${view.room}，${view.date}`}
            actions={
              <>
                <DayInput aria-label="看哪一天" value={date === '' ? view.date : date} onChange={setDate} required />
                <Link to={`/filings/${kiosk}/${encodeURIComponent(code)}`}>备案与表格</Link>
                <SpotCheck path={path} running={isRunning(view, now)} />
                <Link to={`/filings/${kiosk}/${encodeURIComponent(code)}/card`}>
                  <Button type="primary">电话核查</Button>
                </Link>
              </>
            }
          />
          <RoomNow kiosk={kiosk} code={code} />
          <Day view={view} path={path} />
          <ClassPapers path={path} />
        </>
      )}
    </Loaded>
  );
}

/** Whether a lesson of this day runs and its kiosk tells of it. */
function isRunning({ trainees, lessons }: ClassDay, at: number): boolean {
  return trainees.some(({ now }) => now !== null) && lessons.some(({ from, to }) => from <= at && at <= to);
}

type Trainee = ClassDay['trainees'][number];

function Day({ view, path }: { readonly view: ClassDay; readonly path: string }) {
  const { message } = App.useApp();
  const evidence = useMutation({
    mutationFn: (record: number) =>
      send('POST', `${path}/records/${String(record)}/evidence`, undefined, markEvidenceSchema),
    onError: (error) => void message.error(messageOf(error)),
  });
  if (view.lessons.length === 0) return <Empty description="这一天没有课" />;
  return (
    <Box size="small" title="学员与课时" extra={evidence.isPending && '正在向教室电脑取录像…'}>
      <Table<Trainee>
        rowKey="trainee"
        size="small"
        dataSource={[...view.trainees]}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description="还没有学员" /> }}
        columns={[
          { title: '姓名', dataIndex: 'name', fixed: 'left' },
          { title: '现在', render: (_, { now }) => <Now now={now} /> },
          ...view.lessons.map((lesson) => ({
            title: <LessonTitle lesson={lesson} />,
            key: lesson.no,
            render: (_: unknown, { name, records, stays }: Trainee) => {
              const record = records.find(({ no }) => no === lesson.no);
              const strip = <LessonStrip lesson={lesson} name={name} stays={stays} />;
              if (record === undefined)
                return lesson.strips === null ? <Typography.Text type="secondary">—</Typography.Text> : strip;
              return (
                <>
                  <Button
                    size="small"
                    type="text"
                    className="mark"
                    aria-label={`${name} 第 ${String(lesson.no)} 课时 ${outcomeWords[record.outcome]}${record.corrected ? '（更正）' : ''} ${seenText(record)}，看录像`}
                    onClick={() => evidence.mutate(record.id)}
                  >
                    <Tag color={COLOURS[record.outcome]}>
                      {outcomeWords[record.outcome]}
                      {record.corrected && '（更正）'}
                    </Tag>
                    <Typography.Text type="secondary">{seenText(record)}</Typography.Text>
                  </Button>
                  {strip}
                </>
              );
            },
          })),
        ]}
      />
      <Typography.Paragraph type="secondary" className="below">
        点一个标记，向教室电脑要它依据的录像和画面；查看会记入操作记录。时间是第一次和最后一次被认出。
      </Typography.Paragraph>
      <Typography.Paragraph type="secondary">出勤条：{STRIP_LEGEND}。</Typography.Paragraph>
      {evidence.data !== undefined && (
        <EvidenceModal evidence={evidence.data} path={path} onClose={() => evidence.reset()} />
      )}
    </Box>
  );
}

function LessonTitle({
  lesson: { no, from, to, course, teacher, observed, strips },
}: {
  readonly lesson: ClassDay['lessons'][number];
}) {
  return (
    <Space orientation="vertical" size={0}>
      <span>
        第 {no} 课时 {timeText(from).slice(0, 5)}–{timeText(to).slice(0, 5)}
      </span>
      <Typography.Text type="secondary">
        {[course, teacher].filter((part) => part !== '').join(' · ')}
        {observed !== null && observed < 1 && ` 画面 ${String(Math.floor(observed * 100))}%`}
      </Typography.Text>
      {strips === null && observed !== null && (
        <Typography.Text type="secondary">这台教室电脑没有送来细节</Typography.Text>
      )}
      {strips !== null && strips.until < strips.to && (
        <Typography.Text type="secondary">出勤条截至 {timeText(strips.until).slice(0, 5)}</Typography.Text>
      )}
    </Space>
  );
}

function Now({ now }: { readonly now: Trainee['now'] }) {
  if (now === null) return null;
  const { text, color } = NOW[now.mark];
  return (
    <>
      <Tag color={color}>{text}</Tag>
      {now.lastSeen !== null && <Typography.Text type="secondary">{timeText(now.lastSeen)}</Typography.Text>}
    </>
  );
}

function seenText({ first, last }: Trainee['records'][number]): string {
  const text = (at: number | null): string => (at === null ? '' : timeText(at).slice(0, 5));
  return first === null && last === null ? '' : `${text(first)}–${text(last)}`;
}

const NOW = {
  expected: { text: '还没见到', color: 'default' },
  present: { text: '在', color: 'success' },
  late: { text: '迟到', color: 'warning' },
  left: { text: '离开', color: 'warning' },
  pending: { text: '待核', color: 'default' },
  leave: { text: '请假', color: 'processing' },
} as const;

const COLOURS = {
  present: 'success',
  late: 'warning',
  leftEarly: 'warning',
  absent: 'error',
  personalLeave: 'processing',
  sickLeave: 'processing',
  pending: 'default',
} as const;
