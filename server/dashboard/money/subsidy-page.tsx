import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Space, Table, Tag, Tooltip, Typography } from 'antd';
import { Link } from 'react-router';
import { type SubsidyClass, subsidyListSchema } from '../../../core/contract/center/subsidy.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { STATES } from '../filings/words.ts';

type Line = SubsidyClass & { readonly row: SubsidyClass['rows'][number] | null };

/** 附件8 over all classes: a line for each standard of a class. */
export function SubsidyPage() {
  const subsidy = useQuery({
    queryKey: ['subsidy'],
    queryFn: ({ signal }) => get('/subsidy', subsidyListSchema, signal),
  });
  return (
    <>
      <Heading
        title="补贴核算"
        about="按附件8 计算，金额为元。考试结果、参保、材料审核和违规由中心录入；到课率不足 80% 的认定自动计入。"
        actions={
          <>
            <Button href="/api/subsidy/form/html" target="_blank" rel="noreferrer">
              打印附件8
            </Button>
            <Button type="primary" href="/api/subsidy/form/xlsx">
              下载 Excel
            </Button>
          </>
        }
      />
      <Loaded of={subsidy}>
        {({ classes, actual }) => (
          <Table<Line>
            rowKey={({ kiosk, code, row }) => `${kiosk}/${code}/${String(row?.standard)}`}
            dataSource={classes.flatMap((each): Line[] =>
              each.rows.length === 0 ? [{ ...each, row: null }] : each.rows.map((row) => ({ ...each, row })),
            )}
            size="small"
            pagination={false}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: <Empty description="还没有班级" /> }}
            columns={[
              { title: '机构', dataIndex: 'institution' },
              {
                title: '班级',
                render: (_, line) => (
                  <>
                    <Link to={`/subsidy/${line.kiosk}/${encodeURIComponent(line.code)}`}>
                      {line.code} {line.specialty}
                    </Link>
                    <Remarks {...line} />
                  </>
                ),
              },
              // A class without figures says across them what is lacking.
              ...COLUMNS.map(({ title, of }, index) => ({
                title,
                align: 'right' as const,
                onCell: ({ row }: Line) =>
                  row === null
                    ? { colSpan: index === 0 ? COLUMNS.length : 0, style: { textAlign: 'start' as const } }
                    : {},
                render: (_: unknown, { row, lacking }: Line) =>
                  row === null ? <Typography.Text type="secondary">{lacking}</Typography.Text> : row[of],
              })),
            ]}
            footer={() => `实际补贴合计：${actual} 元`}
          />
        )}
      </Loaded>
    </>
  );
}

/** What is to be known beside the figures. */
function Remarks(line: SubsidyClass) {
  if (line.changed === null && line.events === 0) return null;
  return (
    <Space size="small" className="stack">
      <Changed {...line} />
      {line.events > 0 && (
        <Typography.Text type="secondary">{`到课率不足 80%：${String(line.events)} 次`}</Typography.Text>
      )}
    </Space>
  );
}

/** The filing is not the one that was approved: what was changed since, and the way there. */
function Changed({ kiosk, code, changed }: SubsidyClass) {
  if (changed === null) return null;
  return (
    <Tooltip title={changed.changes.join('；')}>
      <Link to={`/filings/${kiosk}/${encodeURIComponent(code)}`}>
        <Tag color={STATES.changed.color}>{STATES.changed.text}</Tag>
      </Link>
    </Tooltip>
  );
}

const COLUMNS = [
  { title: '标准', of: 'standard' },
  { title: '月数', of: 'months' },
  { title: '开班', of: 'opened' },
  { title: '中退', of: 'withdrawn' },
  { title: '参保', of: 'insured' },
  { title: '未报考', of: 'notRegistered' },
  { title: '未通过', of: 'failed' },
  { title: '材料不合格', of: 'materialsRejected' },
  { title: '实补人数', of: 'paid' },
  { title: '拟补贴', of: 'proposed' },
  { title: '扣减', of: 'deducted' },
  { title: '实际补贴', of: 'actual' },
] as const;
