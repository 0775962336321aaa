import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Descriptions, Empty, Space, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { type CenterFiling, centerFilingSchema } from '../../../core/contract/center/filings.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { useMay } from '../shell/actor.ts';
import { Changed } from './changed.tsx';
import { ClassForms } from './class-forms.tsx';
import { DecideFiling } from './decide-filing.tsx';
import { STATES } from './words.ts';

/** A class as filed: the facts, what is missing, the people; approving or returning it. */
export function FilingPage() {
  const { kiosk = '', code = '' } = useParams();
  const mayDecide = useMay('inspector');
  const [unmasked, setUnmasked] = useState(false);
  const [deciding, setDeciding] = useState<'approve' | 'return' | null>(null);
  const path = `/classes/${kiosk}/${encodeURIComponent(code)}`;
  const filing = useQuery({
    queryKey: ['filing', kiosk, code, unmasked],
    queryFn: ({ signal }) => get(`${path}/filing${unmasked ? '?unmasked=1' : ''}`, centerFilingSchema, signal),
    refetchInterval: ({ state: { data } }) => (data?.decisions.some(({ toldAt }) => toldAt === null) ? 2000 : false),
  });
  return (
    <Loaded of={filing}>
      {(view) => (
        <>
          <Heading
            title={`${view.institution} ${view.code}`}
            about={
              <>
                <Tag color={STATES[view.state].color}>{STATES[view.state].text}</Tag> {view.specialty}，教室 {view.room}
              </>
            }
            actions={
              <>
                <Link to={`/filings/${kiosk}/${encodeURIComponent(code)}/card`}>电话核查与抽查</Link>
                <Link to={`/subsidy/${kiosk}/${encodeURIComponent(code)}`}>补贴核算</Link>
                {mayDecide && (view.state === 'filed' || view.state === 'unconfirmed') && (
                  <Button onClick={() => setDeciding('return')}>退回</Button>
                )}
                {mayDecide && (view.state === 'filed' || view.state === 'unconfirmed' || view.state === 'changed') && (
                  <Button type="primary" onClick={() => setDeciding('approve')}>
                    {view.state === 'changed' ? '批准改动' : '批准开班'}
                  </Button>
                )}
              </>
            }
          />
          <Space orientation="vertical" size="middle" className="stack">
            {view.state === 'changed' && view.approval !== null && (
              <Changed approval={view.approval}>
                同意的请“批准改动”，新学员从批准日起计入；不同意的请让机构改回。
              </Changed>
            )}
            <Facts view={view} />
            <Lacking view={view} />
            <ClassForms path={path} view={view} />
            <Roster view={view} onUnmask={mayDecide && !unmasked ? () => setUnmasked(true) : null} />
            <Made view={view} />
          </Space>
          {deciding !== null && (
            <DecideFiling
              what={deciding === 'approve' && view.state === 'changed' ? 'approve-changes' : deciding}
              path={path}
              hash={view.hash}
              onClose={() => setDeciding(null)}
            />
          )}
        </>
      )}
    </Loaded>
  );
}

function Facts({ view }: { readonly view: CenterFiling }) {
  const { deadlines } = view;
  const items = [
    ['开班–结课', `${view.opens ?? '未定'} – ${view.ends ?? '未定'}`],
    ['人数', `${String(view.people)} 人`],
    ['课时', `${String(view.lessons)} 课时`],
    ['任课教师', view.teachers.join('、') || '未填'],
    ['辅导员电话', view.counsellorPhone ?? '未填'],
    ['备案日期', view.filedOn ?? '未备案'],
    ['最早备案日', deadlines.filingFrom ?? '—'],
    ['结课验收截止', deadlines.completionBy ?? '—'],
    ['公示截止', deadlines.publicityEnds ?? '—'],
    ['最近保存', `${dateTimeText(view.savedAt)} ${view.savedBy}`],
  ] as const;
  return (
    <Card title="备案内容" size="small">
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2, xl: 3 }}
        items={items.map(([label, children]) => ({ key: label, label, children }))}
      />
    </Card>
  );
}

/** Rules that are not kept, and papers that are not there. */
function Lacking({ view }: { readonly view: CenterFiling }) {
  const missing = view.papers.filter(({ state }) => state === 'missing' || state === 'unclear');
  if (view.warnings.length === 0 && missing.length === 0)
    return <Alert type="success" showIcon title="没有需要注意的：规定都符合，材料齐全" />;
  return (
    <Card title="需要注意" size="small">
      {view.warnings.map(({ text, reason }) => (
        <Typography.Paragraph key={text}>
          {text}
          {reason !== null && <Typography.Text type="secondary">（机构说明：{reason}）</Typography.Text>}
        </Typography.Paragraph>
      ))}
      {[...Map.groupBy(missing, ({ name, state }) => `${state} ${name}`).values()].map((same) => (
        <Lack key={`${same[0]?.state ?? ''} ${same[0]?.name ?? ''}`} same={same} people={view.people} />
      ))}
    </Card>
  );
}

/** One paper that is not there, and of whom; many names stand behind a click. */
function Lack({ same, people }: { readonly same: readonly CenterFiling['papers'][number][]; readonly people: number }) {
  const [all, showAll] = useState(false);
  const { name = '', state } = same[0] ?? {};
  const names = same.flatMap(({ trainee }) => (trainee === null ? [] : [trainee]));
  const what = `${state === 'missing' ? '缺' : '待确认是否需要'} ${name}`;
  if (names.length === 0) return <Typography.Paragraph>{what}</Typography.Paragraph>;
  const few = names.length <= 5 || all;
  return (
    <Typography.Paragraph>
      {what}：{names.length === people ? `全班 ${String(people)} 人` : `${String(names.length)} 人`}
      {few && `（${names.join('、')}）`}
      {!few && (
        <Button type="link" size="small" onClick={() => showAll(true)} aria-label={`${name}：显示名单`}>
          显示名单
        </Button>
      )}
    </Typography.Paragraph>
  );
}

function Roster({ view, onUnmask }: { readonly view: CenterFiling; readonly onUnmask: (() => void) | null }) {
  return (
    <Card
      title="学员名单"
      size="small"
      extra={
        onUnmask !== null && (
          <Button size="small" onClick={onUnmask}>
            显示完整号码（记入操作记录）
          </Button>
        )
      }
    >
      <Table<CenterFiling['roster'][number]>
        rowKey="trainee"
        size="small"
        dataSource={[...view.roster]}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description="还没有学员" /> }}
        columns={[
          { title: '姓名', dataIndex: 'name' },
          { title: '身份证号', dataIndex: 'idNumber' },
          { title: '电话', dataIndex: 'phone' },
          { title: '毕业院校', dataIndex: 'school' },
          { title: '户籍', dataIndex: 'household' },
          { title: '退出', dataIndex: 'withdrawnOn' },
        ]}
      />
    </Card>
  );
}

/** What the center decided about the class, and whether the classroom computer has it. */
function Made({ view }: { readonly view: CenterFiling }) {
  if (view.decisions.length === 0) return null;
  return (
    <Card title="中心的决定" size="small">
      {view.decisions.map(({ id, words, by, countersignedBy, at, toldAt, trouble }) => (
        <Typography.Paragraph key={id}>
          {dateTimeText(at)} {words}（{by}
          {countersignedBy !== null && `，复核 ${countersignedBy}`}）{' '}
          {toldAt === null ? (
            <Tag color="warning">{trouble === '' ? '教室电脑连上后送达' : `教室电脑未接受：${trouble}`}</Tag>
          ) : (
            <Tag color="success">已送达</Tag>
          )}
        </Typography.Paragraph>
      ))}
    </Card>
  );
}
