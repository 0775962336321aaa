import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Empty, Input, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { type AuditLine, auditPageSchema } from '../../contract/web/audit.ts';
import { get } from './api.ts';
import { Heading } from './heading.tsx';
import { useProgram } from './program.ts';
import { dateTimeText, lengthText, timeText } from './time.ts';
import { Loaded } from './trouble.tsx';

/** Who did what, newest first. */
export function AuditPage() {
  const { roleNames } = useProgram();
  const [user, setUser] = useState('');
  const [subject, setSubject] = useState('');
  const filter = `${user === '' ? '' : `&user=${encodeURIComponent(user)}`}${subject === '' ? '' : `&subject=${encodeURIComponent(subject)}`}`;
  const audit = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      get(`/audit?${pageParam === null ? '' : `before=${String(pageParam)}`}${filter}`, auditPageSchema, signal),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });
  return (
    <>
      <Heading
        title="操作记录"
        about="每一次修改、导出和登录都在这里，不能修改，也不能删除。"
        actions={
          <>
            <Input.Search allowClear aria-label="按账号筛选" placeholder="按账号筛选" onSearch={setUser} />
            <Input.Search allowClear aria-label="按对象筛选" placeholder="按对象筛选" onSearch={setSubject} />
          </>
        }
      />
      <Loaded of={audit}>
        {({ pages }) => (
          <>
            <Table<AuditLine>
              rowKey="id"
              size="small"
              dataSource={pages.flatMap(({ lines }) => lines)}
              pagination={false}
              scroll={{ x: 'max-content' }}
              locale={{ emptyText: <Empty description="没有符合的记录" /> }}
              columns={[
                { title: '时间', render: (_, { at }) => dateTimeText(at) },
                { title: '谁', render: (_, { name, user: by }) => `${name}（${by}）` },
                { title: '角色', render: (_, { role }) => roleNames[role] ?? role },
                { title: '对象', dataIndex: 'subject' },
                { title: '做了什么', render: (_, line) => <Done {...line} /> },
              ]}
            />
            {audit.hasNextPage && (
              <Button onClick={() => void audit.fetchNextPage()} loading={audit.isFetchingNextPage}>
                更早的记录
              </Button>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

/** What was done; of what lasts, until when. */
function Done({ at, detail, lasting }: AuditLine) {
  if (lasting === undefined) return detail;
  const until = dateTimeText(at).slice(0, 10) === dateTimeText(lasting.at).slice(0, 10) ? timeText : dateTimeText;
  const text = until(lasting.at);
  return (
    <>
      {detail}{' '}
      {lasting.state === 'ended' && (
        <Typography.Text type="secondary">{`至 ${text}（${lengthText(lasting.at - at)}）`}</Typography.Text>
      )}
      {lasting.state === 'running' && <Tag color="processing">正在看</Tag>}
      {lasting.state === 'lost' && <Tag color="warning">{`没有记到结束：${text} 之后中心的程序中断`}</Tag>}
    </>
  );
}
