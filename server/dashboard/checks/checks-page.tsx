import { useQuery } from '@tanstack/react-query';
import { Empty, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { type Check, checksSchema } from '../../../core/contract/center/checks.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { RESULTS } from './words.ts';

/** All spot checks, newest first. */
export function ChecksPage() {
  const checks = useQuery({ queryKey: ['checks'], queryFn: ({ signal }) => get('/checks', checksSchema, signal) });
  return (
    <>
      <Heading
        title="抽查"
        about="每次抽查：当时的画面和名单，被请到摄像头前的学员，机构的陈述，中心的决定。低于 80% 并经两人认定的，按附件8 扣减。"
      />
      <Loaded of={checks}>
        {(all) => (
          <Table<Check>
            rowKey={({ seal }) => seal.id}
            dataSource={[...all]}
            pagination={all.length > 50 ? { pageSize: 50 } : false}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: <Empty description="还没有抽查：在班级的“电话核查”页面点“抽查”" /> }}
            columns={[
              {
                title: '时间',
                render: (_, { seal }) => <Link to={`/checks/${seal.id}`}>{dateTimeText(seal.at)}</Link>,
              },
              { title: '机构', render: (_, { seal }) => seal.card.institution },
              { title: '班级', render: (_, { seal }) => `${seal.card.code} ${seal.card.specialty}` },
              {
                title: '到课率',
                align: 'right',
                render: (_, { seal: { card }, proposed }) => (
                  <>
                    {card.rate === null ? '—' : `${String(card.rate.present)}/${String(card.rate.due)}`}{' '}
                    {proposed && <Tag color="error">低于 80%</Tag>}
                  </>
                ),
              },
              {
                title: '请到摄像头前',
                render: (_, { called }) => {
                  if (called === null) return '没有';
                  if (called.result === null) return <Tag color="processing">进行中</Tag>;
                  const { text, color } = RESULTS[called.result.outcome] ?? {
                    text: called.result.outcome,
                    color: 'default',
                  };
                  return <Tag color={color}>{text}</Tag>;
                },
              },
              { title: '决定', render: (_, check) => decisionWord(check) },
            ]}
          />
        )}
      </Loaded>
    </>
  );
}

function decisionWord({ decision, answer, answerUntil, proposed }: Check): string {
  if (decision !== null) return decision.confirmed ? '已认定' : '不予认定';
  if (!proposed) return '不需要';
  return answer === null ? `机构可陈述到 ${answerUntil}` : '已陈述，等待决定';
}
