import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Select, Table, Tag, Typography } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Link } from 'react-router';
import * as z from 'zod/mini';
import { type TotalsRow, totalsSchema } from '../../../core/contract/center/totals.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';

const monthsSchema = z.readonly(z.array(z.string()));

/** The month's attendance over all institutions. */
export function TotalsPage() {
  const [chosen, choose] = useState<string | null>(null);
  const months = useQuery({ queryKey: ['totals'], queryFn: ({ signal }) => get('/totals', monthsSchema, signal) });
  return (
    <Loaded of={months}>
      {(all) => {
        const month = chosen ?? thisMonth(all);
        return (
          <>
            <Heading
              title="月度考勤"
              about="已关账的按机构的报告；没有关账的按已送到中心的记录计算，只供参考。"
              actions={
                <>
                  <Select
                    aria-label="月份"
                    value={month}
                    options={all.map((value) => ({ value, label: value }))}
                    onChange={choose}
                    className="month-choice"
                    notFoundContent="还没有月份"
                  />
                  {month !== null && (
                    <>
                      <Button href={`/api/totals/${month}/html`} target="_blank" rel="noreferrer">
                        打印
                      </Button>
                      <Button type="primary" href={`/api/totals/${month}/xlsx`}>
                        下载 Excel
                      </Button>
                    </>
                  )}
                </>
              }
            />
            {month === null ? <Empty description="还没有班级的课程表" /> : <Month month={month} />}
          </>
        );
      }}
    </Loaded>
  );
}

/** The newest month that has begun. */
function thisMonth(all: readonly string[]): string | null {
  const now = dayjs().format('YYYY-MM');
  return all.find((month) => month <= now) ?? all.at(-1) ?? null;
}

function Month({ month }: { readonly month: string }) {
  const totals = useQuery({
    queryKey: ['totals', month],
    queryFn: ({ signal }) => get(`/totals/${month}`, totalsSchema, signal),
  });
  return (
    <Loaded of={totals}>
      {({ rows, total }) => (
        <Table<TotalsRow>
          rowKey={({ kiosk, code }) => `${kiosk}/${code}`}
          dataSource={[...rows]}
          size="small"
          pagination={false}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Empty description="这个月没有班级上课" /> }}
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
            ...COLUMNS.map(({ title, of }) => ({
              title,
              align: 'right' as const,
              render: (_: unknown, row: TotalsRow) => row[of],
            })),
            {
              title: '关账',
              render: (_, { reportId, signed }) =>
                reportId === null ? (
                  <Tag>未关账</Tag>
                ) : (
                  <Tag color={signed ? 'success' : 'warning'}>{signed ? '已关账' : '缺签字件'}</Tag>
                ),
            },
          ]}
          summary={() =>
            rows.length > 0 && (
              <Table.Summary.Row>
                <Table.Summary.Cell index={0} colSpan={2}>
                  <Typography.Text strong>合计</Typography.Text>
                </Table.Summary.Cell>
                {COLUMNS.map(({ title, of }, index) => (
                  <Table.Summary.Cell key={title} index={index + 2} align="right">
                    <Typography.Text strong>{total[of]}</Typography.Text>
                  </Table.Summary.Cell>
                ))}
                <Table.Summary.Cell index={COLUMNS.length + 2} />
              </Table.Summary.Row>
            )
          }
        />
      )}
    </Loaded>
  );
}

const COLUMNS = [
  { title: '人数', of: 'people' },
  { title: '应到', of: 'due' },
  { title: '实到', of: 'attended' },
  { title: '迟到', of: 'late' },
  { title: '早退', of: 'leftEarly' },
  { title: '事假', of: 'personalLeave' },
  { title: '病假', of: 'sickLeave' },
  { title: '旷课', of: 'absent' },
  { title: '待核', of: 'pending' },
  { title: '出勤率 %', of: 'rate' },
  { title: '不足 90% 人数', of: 'below' },
] as const;
