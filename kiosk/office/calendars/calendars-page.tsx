import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Popconfirm, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { type Calendars, calendarsSchema, type ShownYear } from '../../../core/contract/office/calendars.ts';
import { get, messageOf, send } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { YearEditor } from './year-editor.tsx';

/** The official calendars that all classes are counted by; the next year's is entered here once. */
export function CalendarsPage() {
  const calendars = useQuery({
    queryKey: ['calendars'],
    queryFn: ({ signal }) => get('/calendars', calendarsSchema, signal),
  });
  return <Loaded of={calendars}>{(data) => <Years data={data} />}</Loaded>;
}

function Years({ data }: { readonly data: Calendars }) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [editing, edit] = useState<Pick<ShownYear, 'year' | 'source' | 'off' | 'work'> | null>(null);
  const remove = useMutation({
    mutationFn: (year: number) => send('DELETE', `/calendars/${year}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['calendars'] }),
    onError: (error) => void message.error(messageOf(error)),
  });
  const begin = (year: number): void => edit({ year, source: '', off: [], work: [] });
  return (
    <>
      <Heading
        title="日历"
        about="国务院办公厅每年 11 月前后公布下一年的放假安排。在这里录入一次，所有没有自带日历的班级都按它算工作日；已关账的月份不变。"
        actions={
          <Button type="primary" onClick={() => begin(data.missing)}>
            录入 {data.missing} 年
          </Button>
        }
      />
      <Alert
        className="year-notice"
        type="info"
        showIcon
        title={`${data.missing} 年的放假安排还没有：跨到 ${data.missing} 年的班级要先录入，才能建课程表。`}
      />
      <Table<ShownYear>
        rowKey="year"
        dataSource={[...data.years]}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: '年份', render: (_, { year }) => <strong>{year}</strong> },
          {
            title: '放假',
            render: (_, { off, free }) => (
              <>
                {off.map(({ from, to, name }) => (
                  <div key={from}>
                    {name} {from.slice(5)}
                    {from === to ? '' : ` 至 ${to.slice(5)}`}
                  </div>
                ))}
                <span className="quiet">比周末多 {free} 天</span>
              </>
            ),
          },
          { title: '调休上班', render: (_, { work }) => work.map((date) => date.slice(5)).join('、') || '无' },
          {
            title: '来源',
            render: (_, { source, entered }) =>
              entered === null ? (
                <Tag>软件自带</Tag>
              ) : (
                <>
                  {source}
                  <br />
                  <span className="quiet">
                    {entered.by} 录入，{dateTimeText(entered.at)}
                  </span>
                </>
              ),
          },
          {
            title: '操作',
            render: (_, shown) => (
              <Space>
                <Button size="small" onClick={() => edit(shown)} aria-label={`修改 ${shown.year} 年`}>
                  修改
                </Button>
                {shown.entered !== null && (
                  <Popconfirm
                    title={`撤回录入的 ${shown.year} 年？`}
                    description="软件自带这一年时改按自带的；还有班级要用时不能撤回。"
                    okText="撤回"
                    onConfirm={() => remove.mutate(shown.year)}
                  >
                    <Button size="small" danger aria-label={`撤回 ${shown.year} 年`}>
                      撤回
                    </Button>
                  </Popconfirm>
                )}
              </Space>
            ),
          },
        ]}
      />
      {editing !== null && <YearEditor of={editing} onClose={() => edit(null)} />}
    </>
  );
}
