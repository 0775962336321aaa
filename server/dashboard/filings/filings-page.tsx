import { useQuery } from '@tanstack/react-query';
import { Empty, Segmented, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type CenterClassView, centerClassesSchema } from '../../../core/contract/center/filings.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { STATES } from './words.ts';

const FILTERS = [
  { value: 'waiting', label: '等中心答复' },
  { value: 'open', label: '已批准' },
  { value: 'all', label: '全部' },
] as const;
type Filter = (typeof FILTERS)[number]['value'];

const shown: { readonly [Each in Filter]: (view: CenterClassView) => boolean } = {
  waiting: ({ state }) => state === 'filed' || state === 'changed' || state === 'unconfirmed',
  open: ({ state }) => state === 'approved' || state === 'changed' || state === 'unconfirmed',
  all: () => true,
};

/** The classes that institutions filed; those that wait for an answer first. */
export function FilingsPage() {
  const [filter, setFilter] = useState<Filter>('waiting');
  const classes = useQuery({
    queryKey: ['classes'],
    queryFn: ({ signal }) => get('/classes', centerClassesSchema, signal),
    refetchInterval: 30_000,
  });
  return (
    <>
      <Heading
        title="班级备案"
        about="机构备案的班级。中心批准前的课不计入；“批准后改过”的，改动要再批；“未经中心确认”是机构凭纸面批复自己录入的，请核对后批准。"
        actions={
          <Segmented<Filter> options={[...FILTERS]} value={filter} onChange={setFilter} aria-label="显示哪些班级" />
        }
      />
      <Loaded of={classes}>
        {(all) => (
          <Table<CenterClassView>
            rowKey={({ kiosk, code }) => `${kiosk}/${code}`}
            dataSource={all.filter(shown[filter])}
            pagination={all.length > 50 ? { pageSize: 50 } : false}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: <Empty description={filter === 'waiting' ? '没有等待答复的备案' : '还没有班级'} /> }}
            columns={[
              { title: '机构', dataIndex: 'institution' },
              {
                title: '班级',
                render: (_, { kiosk, code, specialty }) => (
                  <Link to={`/filings/${kiosk}/${encodeURIComponent(code)}`}>
                    {code} {specialty}
                  </Link>
                ),
              },
              { title: '开班–结课', render: (_, { opens, ends }) => `${opens ?? '未定'} – ${ends ?? '未定'}` },
              { title: '人数', dataIndex: 'people', align: 'right' },
              { title: '材料', render: (_, { complete }) => COMPLETE[String(complete) as keyof typeof COMPLETE] },
              {
                title: '状态',
                render: (_, { state, urgent }) => (
                  <>
                    <Tag color={STATES[state].color}>{STATES[state].text}</Tag>
                    {urgent && <Tag color="error">临近开班</Tag>}
                  </>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </>
  );
}

const COMPLETE = { true: '齐全', false: '不齐', null: '未使用清单' } as const;
