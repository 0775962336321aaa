import { useQuery } from '@tanstack/react-query';
import { Alert, Empty, Select, Table, Tag, Typography } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { type Decided, type DecidedLine, decidedSchema } from '../../../core/contract/office/decided.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import './center.css';

const KINDS: { readonly [Kind in DecidedLine['kind']]: { readonly text: string; readonly color: string } } = {
  filing: { text: '备案', color: 'blue' },
  'class-rate': { text: '到课率抽查', color: 'volcano' },
  violation: { text: '违纪违规', color: 'red' },
  dispute: { text: '异议', color: 'purple' },
  escalated: { text: '转中心', color: 'orange' },
  enrolment: { text: '人脸登记', color: 'cyan' },
  pending: { text: '待核', color: 'gold' },
  review: { text: '现场审核', color: 'green' },
};

/** What the center decided for the classes here: when, what it changed, and where to see it. */
export function DecidedPage() {
  const [params, setParams] = useSearchParams();
  const code = params.get('class') ?? '';
  const decided = useQuery({
    queryKey: ['decisions', code],
    queryFn: ({ signal }) =>
      get(code === '' ? '/decisions' : `/decisions?class=${encodeURIComponent(code)}`, decidedSchema, signal),
    refetchInterval: 15_000,
  });
  return (
    <>
      <Heading
        title="中心的决定"
        about="备案的批准和退回、到课率抽查、异议、待核月份、重新登记、现场审核：新的在前。决定由中心下达，不能在这里改。"
        actions={
          <Select
            aria-label="哪个班级"
            className="decided-class"
            value={code}
            options={[
              { value: '', label: '全部班级' },
              ...(decided.data?.classes ?? []).map((value) => ({ value, label: value })),
            ]}
            onChange={(next: string) => setParams(next === '' ? {} : { class: next })}
          />
        }
      />
      <Loaded of={decided}>{(view) => <Lines view={view} />}</Loaded>
    </>
  );
}

function Lines({ view: { lines, more } }: { readonly view: Decided }) {
  return (
    <>
      <Table<DecidedLine>
        rowKey="id"
        size="middle"
        dataSource={[...lines]}
        pagination={lines.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
        scroll={{ x: 'max-content' }}
        locale={{
          emptyText: (
            <Empty description="中心还没有作过决定。登记备案后，中心的答复会出现在这里；连接情况见“监管中心”。" />
          ),
        }}
        columns={[
          { title: '时间', render: (_, { at }) => dateTimeText(at) },
          { title: '事项', render: (_, { kind }) => <Tag color={KINDS[kind].color}>{KINDS[kind].text}</Tag> },
          { title: '班级', dataIndex: 'class' },
          {
            title: '决定',
            className: 'decided-what',
            render: (_, { title, about }) => (
              <>
                <strong>{title}</strong>
                {about !== '' && (
                  <div>
                    <Typography.Text type="secondary">{about}</Typography.Text>
                  </div>
                )}
              </>
            ),
          },
          { title: '结果', className: 'decided-effect', dataIndex: 'effect' },
          { title: '中心人员', className: 'decided-by', dataIndex: 'by' },
          { title: '查看', render: (_, { page, pageName }) => <Link to={page}>{pageName}</Link> },
        ]}
      />
      {more && <Alert type="info" showIcon title="只列出最近的 300 条；更早的请选一个班级查看" />}
    </>
  );
}
