import { useQuery } from '@tanstack/react-query';
import { Empty, Table, Tag } from 'antd';
import { Link, useParams } from 'react-router';
import { type MonthList, monthListSchema } from '../../../core/contract/office/months.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { ClassTabs } from '../classes/class-tabs.tsx';

type MonthLine = MonthList['months'][number];

const STATES: Readonly<Record<MonthLine['state'], string>> = {
  toCome: '未开始',
  running: '未关账',
  closed: '已关账',
};

/** The months of a class with where each stands. */
export function MonthsPage() {
  const { code = '' } = useParams();
  const months = useQuery({
    queryKey: ['month', code],
    queryFn: ({ signal }) => get(`/classes/${encodeURIComponent(code)}/months`, monthListSchema, signal),
  });
  return (
    <Loaded of={months}>
      {({ class: { specialty }, months: all }) => (
        <>
          <ClassTabs code={code} tab="months" />
          <Heading
            title={`${specialty} ${code} 月考勤`}
            about="一个月上完、没有待核和异议时关账，打印附件6，签字盖章后把扫描件附回。"
          />
          <Table<MonthLine>
            rowKey="month"
            dataSource={[...all]}
            pagination={false}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: <Empty description="还没有课时，请先录入课程表" /> }}
            columns={[
              {
                title: '月份',
                render: (_, { month }) => (
                  <Link to={`/classes/${encodeURIComponent(code)}/months/${month}`}>{month}</Link>
                ),
              },
              { title: '应到', render: (_, { total }) => total.due },
              { title: '实到', render: (_, { total }) => total.attended },
              { title: '出勤率', render: (_, { total }) => (total.rate === '-' ? '—' : `${total.rate}%`) },
              {
                title: '待核',
                render: (_, { pending }) => (pending > 0 ? <strong>{pending} 课时</strong> : ''),
              },
              { title: '未上', render: (_, { toCome }) => (toCome > 0 ? `${toCome} 课时` : '') },
              {
                title: '状态',
                render: (_, { state, report }) => (
                  <>
                    <Tag>{STATES[state]}</Tag>
                    {report !== null && dateTimeText(report.closedAt)}
                  </>
                ),
              },
              {
                title: '签字扫描件',
                render: (_, { report }) => (report === null ? '' : report.scans.length > 0 ? '已附' : '还没有'),
              },
            ]}
          />
        </>
      )}
    </Loaded>
  );
}
