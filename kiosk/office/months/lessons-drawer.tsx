import { useQuery } from '@tanstack/react-query';
import { Alert, Drawer, Empty, Space, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { type MonthLesson, monthLessonsSchema } from '../../../core/contract/office/months.ts';
import type { SheetChoice } from '../../../core/ui/month-sheet.tsx';
import { get } from '../../../core/ui/shell/api.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { sheetPath } from '../day/words.ts';

const OUTCOMES: Readonly<Record<string, string>> = {
  present: '出勤',
  late: '迟到',
  leftEarly: '早退',
  absent: '旷课',
  personalLeave: '事假',
  sickLeave: '病假',
  pending: '待核',
};

/** The lessons behind a cell or a figure: outcome, why, when seen, and the way to the evidence. */
export function LessonsDrawer({
  code,
  month,
  choice,
  onClose,
}: {
  readonly code: string;
  readonly month: string;
  readonly choice: SheetChoice | null;
  readonly onClose: () => void;
}) {
  return (
    <Drawer
      open={choice !== null}
      onClose={onClose}
      afterOpenChange={(open) => {
        if (!open) backToSheet();
      }}
      size={1080}
      title={choice?.title ?? ''}
      destroyOnHidden
    >
      {choice !== null && <Lessons code={code} month={month} choice={choice} />}
    </Drawer>
  );
}

/** The keyboard goes on in the sheet where it was. */
function backToSheet(): void {
  document.querySelector<HTMLElement>('.month-sheet [role="gridcell"][tabindex="0"]')?.focus();
}

function Lessons({
  code,
  month,
  choice: { trainee, date, figure },
}: {
  readonly code: string;
  readonly month: string;
  readonly choice: SheetChoice;
}) {
  const asked = Object.entries({ trainee, date, figure }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  const query = new URLSearchParams(asked).toString();
  const lessons = useQuery({
    queryKey: ['month', code, month, 'lessons', query],
    queryFn: ({ signal }) =>
      get(`/classes/${encodeURIComponent(code)}/months/${month}/lessons?${query}`, monthLessonsSchema, signal),
  });
  return (
    <Loaded of={lessons}>
      {({ lessons: all, more }) => (
        <>
          <Table<MonthLesson>
            className="month-marks"
            rowKey={(lesson) => `${lesson.date}#${lesson.no}#${lesson.trainee}`}
            size="small"
            dataSource={[...all]}
            pagination={false}
            locale={{ emptyText: <Empty description="没有课时记录" /> }}
            columns={[
              {
                title: '课时',
                render: (_, lesson) => (
                  <>
                    {lesson.date} 第 {lesson.no} 节
                    <br />
                    {lesson.time ?? '该课时已不在课程表上'}
                  </>
                ),
              },
              ...(trainee === null
                ? [{ title: '学员', render: (_: unknown, lesson: MonthLesson) => lesson.name }]
                : []),
              {
                title: '结果',
                render: (_, lesson) => (
                  <>
                    <strong className={`mark-${lesson.outcome}`}>{OUTCOMES[lesson.outcome] ?? lesson.outcome}</strong>{' '}
                    {lesson.corrected && <Tag>已更正</Tag>}
                    {!lesson.due && <Tag>不计应到</Tag>}
                  </>
                ),
              },
              {
                title: '首次 / 末次见到',
                render: (_, lesson) => (
                  <>
                    {lesson.first ?? '—'} / {lesson.last ?? '—'}
                    <br />
                    到课 {lesson.arrival ?? '—'}，离课 {lesson.departure ?? '—'}
                  </>
                ),
              },
              { title: '说明', render: (_, lesson) => <span className="why">{lesson.why}</span> },
              {
                title: '证据',
                render: (_, lesson) =>
                  lesson.elsewhere === null ? (
                    <Space orientation="vertical" size={0}>
                      <Link
                        to={`/evidence/${encodeURIComponent(code)}/${lesson.date}/${lesson.no}/${encodeURIComponent(lesson.trainee)}`}
                        aria-label={`看录像：${lesson.name} ${lesson.date} 第 ${lesson.no} 节`}
                      >
                        看录像
                      </Link>
                      <Link
                        to={sheetPath({ class: code, date: lesson.date, no: lesson.no })}
                        aria-label={`画面一览：${lesson.date} 第 ${lesson.no} 节`}
                      >
                        画面一览
                      </Link>
                    </Space>
                  ) : (
                    <span className="why">录像在{lesson.elsewhere}</span>
                  ),
              },
            ]}
          />
          {more > 0 && <Alert type="info" title={`还有 ${more} 课时没有列出，请点具体的格子查看`} />}
        </>
      )}
    </Loaded>
  );
}
