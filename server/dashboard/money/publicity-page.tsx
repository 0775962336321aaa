import { useQuery } from '@tanstack/react-query';
import { Button, Card, Empty, Table } from 'antd';
import { Link } from 'react-router';
import { type Publicity, publicitySchema } from '../../../core/contract/center/subsidy.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';

type Person = Publicity['classes'][number]['people'][number];

/** The publicity list: who is to be paid for, numbers masked. */
export function PublicityPage() {
  const publicity = useQuery({
    queryKey: ['publicity'],
    queryFn: ({ signal }) => get('/publicity', publicitySchema, signal),
  });
  return (
    <>
      <Heading
        title="公示名单"
        about="考试通过、未参保、材料合格、没有中途退出的学员。身份证号只显示前 6 位和后 4 位；公示期 5 个工作日。"
        actions={
          <>
            <Button href="/api/publicity/html" target="_blank" rel="noreferrer">
              打印
            </Button>
            <Button type="primary" href="/api/publicity/xlsx">
              下载 Excel
            </Button>
          </>
        }
      />
      <Loaded of={publicity}>
        {({ classes }) =>
          classes.length === 0 ? (
            <Empty
              description={
                <>
                  还没有录入考试结果的班级：先到<Link to="/subsidy">补贴核算</Link>录入考试、参保和材料审核
                </>
              }
            />
          ) : (
            classes.map(({ kiosk, code, institution, specialty, publishedOn, publicityEnds, people }) => (
              <Card
                key={`${kiosk}/${code}`}
                size="small"
                className="stacked"
                title={`${institution} ${code} ${specialty}`}
                extra={periodText(publishedOn, publicityEnds)}
              >
                <Table<Person>
                  rowKey={({ name, idNumber }) => `${name} ${idNumber}`}
                  size="small"
                  dataSource={[...people]}
                  pagination={false}
                  locale={{ emptyText: <Empty description="没有可公示的学员" /> }}
                  columns={[
                    { title: '姓名', dataIndex: 'name' },
                    { title: '身份证号', dataIndex: 'idNumber' },
                    { title: '补贴标准（元/月）', dataIndex: 'standard', align: 'right' },
                    { title: '月数', dataIndex: 'months', align: 'right' },
                  ]}
                />
              </Card>
            ))
          )
        }
      </Loaded>
    </>
  );
}

function periodText(from: string | null, to: string | null): string {
  if (from === null) return '尚未公示';
  return to === null ? `公示 ${from} 起，缺公示期所在年份的日历，算不出截止日` : `公示 ${from} 至 ${to}`;
}
