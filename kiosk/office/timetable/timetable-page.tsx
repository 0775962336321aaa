import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Empty, InputNumber, Space, Typography } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { hasRights } from '../../../core/contract/office/actor.ts';
import {
  editedSchema,
  type ShownLesson,
  type WeekView,
  weekViewSchema,
} from '../../../core/contract/office/timetable.ts';
import { get, messageOf, send } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { ClassTabs } from '../classes/class-tabs.tsx';
import { useActor } from '../shell/actor.ts';
import '../roster/roster.css';
import './timetable.css';
import { BellEditor } from './bell-editor.tsx';
import { CopyWeek } from './copy-week.tsx';
import { ImportTimetable } from './import-timetable.tsx';
import { LessonEditor } from './lesson-editor.tsx';
import { type Place, WeekGrid } from './week-grid.tsx';

type Open =
  | { readonly kind: 'bell' | 'copy' | 'import' }
  | { readonly kind: 'lesson'; readonly lesson: ShownLesson | Place };

/** 附件5 on the screen: a week of a class, to look at and to edit. */
export function TimetablePage() {
  const { code = '' } = useParams();
  const [week, setWeek] = useState<number | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const may = hasRights(useActor().role, 'teacher');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const path = `/classes/${encodeURIComponent(code)}/timetable`;
  const view = useQuery({
    queryKey: ['timetable', code, week],
    queryFn: ({ signal }) => get(`${path}${week === null ? '' : `?week=${week}`}`, weekViewSchema, signal),
    placeholderData: keepPreviousData,
  });
  const swap = useMutation({
    mutationFn: ({ one, other }: { one: Place; other: Place }) =>
      send('POST', `${path}/swap`, { version: view.data?.version ?? 0, one, other }, editedSchema),
    onSuccess: () => void message.success('已对调'),
    onError: (error) => void message.error(messageOf(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: ['timetable', code] }),
  });
  const close = (): void => setOpen(null);
  return (
    <>
      <ClassTabs code={code} tab="timetable" />
      <Heading
        title={`课程表 ${code}`}
        about={view.data === undefined ? undefined : totalsOf(view.data)}
        actions={
          may ? (
            <>
              <Button onClick={() => setOpen({ kind: 'bell' })}>作息时间</Button>
              <Button onClick={() => setOpen({ kind: 'copy' })}>复制本周</Button>
              <Button type="primary" onClick={() => setOpen({ kind: 'import' })}>
                导入课程表
              </Button>
            </>
          ) : undefined
        }
      />
      <Loaded of={view}>
        {(data) => (
          <>
            <WeekChooser view={data} onWeek={setWeek} />
            {data.totals.planned === 0 && <Empty description="还没有排课。先定“作息时间”，或导入附件5样式的课程表。" />}
            <WeekGrid
              view={data}
              may={may}
              onOpen={(lesson) => setOpen({ kind: 'lesson', lesson })}
              onSwap={(one, other) => swap.mutate({ one, other })}
            />
            <Warnings warnings={data.warnings} />
            {open?.kind === 'lesson' && <LessonEditor view={data} lesson={open.lesson} onClose={close} />}
            {open?.kind === 'bell' && <BellEditor view={data} onClose={close} />}
            {open?.kind === 'copy' && <CopyWeek view={data} onClose={close} />}
            {open?.kind === 'import' && <ImportTimetable view={data} onClose={close} />}
          </>
        )}
      </Loaded>
    </>
  );
}

function totalsOf({ specialty, totals: { planned, asked, owed } }: WeekView): string {
  const ask = asked === null ? '' : `，附件1要求 ${asked}`;
  return `${specialty ?? '未填专业'}；全程 ${planned} 课时${ask}${owed > 0 ? `，待补 ${owed}` : ''}`;
}

function WeekChooser({
  view: { week, weeks, totals },
  onWeek,
}: {
  readonly view: WeekView;
  readonly onWeek: (week: number) => void;
}) {
  return (
    <Space className="week-chooser" wrap>
      <Button icon={<LeftOutlined />} aria-label="上一周" disabled={week <= 1} onClick={() => onWeek(week - 1)} />
      <Space size={4}>
        第
        <InputNumber
          min={1}
          max={weeks}
          value={week}
          controls={false}
          aria-label="第几周"
          className="week-number"
          onChange={(wanted) => {
            if (wanted !== null) onWeek(wanted);
          }}
        />
        周，共 {weeks} 周
      </Space>
      <Button icon={<RightOutlined />} aria-label="下一周" disabled={week >= weeks} onClick={() => onWeek(week + 1)} />
      <Typography.Text type="secondary">本周 {totals.week} 课时</Typography.Text>
    </Space>
  );
}

function Warnings({ warnings }: { readonly warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      className="week-warnings"
      title={`${warnings.length} 处与规定不符或要注意`}
      description={
        <ul className="particulars">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      }
    />
  );
}
