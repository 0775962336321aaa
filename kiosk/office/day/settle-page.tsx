import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Empty, Input, Modal, Space, Table } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { hasRights } from '../../../core/contract/office/actor.ts';
import { lessonViewSchema } from '../../../core/contract/office/day.ts';
import { type CorrectionView } from '../../../core/contract/office/day-entries.ts';
import { type SettleView, settleSchema, type ToSettle } from '../../../core/contract/office/day-waiting.ts';
import { get, messageOf, send } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { useActor } from '../shell/actor.ts';
import { EntryForm } from './entry-forms.tsx';
import { DAY_QUERIES } from './entry-modal.tsx';
import { LineDrawer } from './line-drawer.tsx';
import { Mark, StandingMark } from './mark.tsx';
import { standingWords } from './words.ts';
import './day.css';

/** What a person is to settle, with the video beside: pending lessons, absents with strangers in the room, corrections to sign. */
export function SettlePage() {
  const settle = useQuery({
    queryKey: ['settle'],
    queryFn: ({ signal }) => get('/settle', settleSchema, signal),
  });
  return (
    <>
      <Heading title="待处理" about="摄像机没看清的课时先是“待核”，不算旷课；看过录像再定，须另一位老师复核。" />
      <Loaded of={settle}>
        {(view) => (
          <Space orientation="vertical" size="large" className="wide">
            {view.months.filter(isOfCenter).map((month) => (
              <ForTheCenter key={`${month.class} ${month.month}`} of={month} />
            ))}
            <Corrections corrections={view.corrections} />
            <Items items={view.items} months={view.months} />
          </Space>
        )}
      </Loaded>
    </>
  );
}

type Month = SettleView['months'][number];

const isOfCenter = ({ settledBy }: Month): boolean => settledBy === 'center';

/** A month with more pending than the institution may settle: why, and the way on. */
function ForTheCenter({ of: { class: code, month, closed, due, decision } }: { readonly of: Month }) {
  const page = <Link to={`/classes/${encodeURIComponent(code)}/months/${month}`}>{month} 考勤</Link>;
  return decision === null ? (
    <Alert
      type="error"
      showIcon
      title={`${code} ${month} 待核 ${closed} 课时，超过应到 ${due} 课时的 5%，由市中心核定`}
      description={
        <>
          这些课时机构不能自行定结果。请把录像和说明报市就业和人才服务中心，收到核定文件后，由管理员在{page}
          里录入文号，再逐条处理。
        </>
      }
    />
  ) : (
    <Alert
      type="warning"
      showIcon
      title={`${code} ${month} 的待核课时请按市中心核定处理：${decision}`}
      description={<>核定的详情在{page}。</>}
    />
  );
}

function Items({ items, months }: Pick<SettleView, 'items' | 'months'>) {
  const waits = (item: ToSettle): boolean =>
    item.outcome === 'pending' &&
    months.some(
      (each) =>
        isOfCenter(each) && each.decision === null && each.class === item.class && item.date.startsWith(each.month),
    );
  const mayEnter = hasRights(useActor().role, 'teacher');
  const [shown, show] = useState<ToSettle | null>(null);
  const [correcting, correct] = useState<ToSettle | null>(null);
  return (
    <>
      <Table<ToSettle>
        rowKey="record"
        size="small"
        dataSource={[...items]}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 900 }}
        locale={{ emptyText: <Empty description="没有待处理的课时" /> }}
        columns={[
          { title: '日期', className: 'whole', render: (_, { date, no }) => `${date} 第${no}课时` },
          { title: '姓名', dataIndex: 'name', className: 'whole' },
          {
            title: '状态',
            render: (_, item) => (
              <Space size={4} wrap>
                <StandingMark standing={item.outcome} />
                {item.strangers && <Mark kind="warn">有没认出的人在场</Mark>}
                {item.correctionAsked && <Mark>更正待复核</Mark>}
                {waits(item) && <Mark kind="warn">等中心核定</Mark>}
              </Space>
            ),
          },
          { title: '原因', dataIndex: 'why' },
          {
            title: '处理',
            className: 'whole',
            render: (_, item) => (
              <Space>
                <Button size="small" onClick={() => show(item)} aria-label={`看录像：${item.name}`}>
                  看录像
                </Button>
                {mayEnter && (
                  <Button
                    size="small"
                    type="primary"
                    disabled={item.correctionAsked || waits(item)}
                    title={waits(item) ? '本月待核超过 5%，由市中心核定' : undefined}
                    onClick={() => correct(item)}
                    aria-label={`定结果：${item.name}`}
                  >
                    定结果
                  </Button>
                )}
              </Space>
            ),
          },
        ]}
      />
      {shown !== null && <Beside of={shown} onClose={() => show(null)} />}
      <EntryForm
        entry={correcting === null ? null : { kind: 'correction', subject: correcting }}
        onClose={() => correct(null)}
      />
    </>
  );
}

/** A lesson's details of one trainee, from a list that does not have them. */
export function Beside({
  of,
  onClose,
}: {
  readonly of: Pick<ToSettle, 'class' | 'date' | 'no' | 'trainee' | 'name'>;
  readonly onClose: () => void;
}) {
  const view = useQuery({
    queryKey: ['lesson', of.class, of.date, of.no],
    queryFn: ({ signal }) =>
      get(`/classes/${encodeURIComponent(of.class)}/lessons/${of.date}/${of.no}`, lessonViewSchema, signal),
  });
  if (view.data === undefined)
    return (
      <Drawer open onClose={onClose} size={720} title={of.name}>
        <Loaded of={view}>{() => null}</Loaded>
      </Drawer>
    );
  const line = view.data.lines.find(({ trainee }) => trainee === of.trainee) ?? null;
  return <LineDrawer view={view.data} line={line} onClose={onClose} />;
}

function Corrections({ corrections }: Pick<SettleView, 'corrections'>) {
  const actor = useActor();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [shown, show] = useState<CorrectionView | null>(null);
  const [refusing, refuse] = useState<CorrectionView | null>(null);
  const [why, setWhy] = useState('');
  const decide = useMutation({
    mutationFn: ({ id, refused }: { readonly id: number; readonly refused: string | null }) =>
      refused === null
        ? send('POST', `/corrections/${id}/signature`)
        : send('POST', `/corrections/${id}/refusal`, { why: refused }),
    onSuccess: async () => {
      refuse(null);
      setWhy('');
      await Promise.all(DAY_QUERIES.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
    onError: (error) => void message.error(messageOf(error)),
  });
  if (corrections.length === 0) return null;
  const own = ({ by }: CorrectionView): boolean => by === actor.user || by.endsWith(`（${actor.user}）`);
  return (
    <section aria-label="更正待复核">
      <h2>更正待复核</h2>
      <Table<CorrectionView>
        rowKey="id"
        size="small"
        dataSource={[...corrections]}
        pagination={false}
        scroll={{ x: 900 }}
        columns={[
          { title: '课时', className: 'whole', render: (_, { date, no }) => `${date} 第${no}课时` },
          { title: '姓名', dataIndex: 'name', className: 'whole' },
          { title: '更正', render: (_, { before, to }) => `${standingWords[before]} → ${standingWords[to]}` },
          { title: '依据', dataIndex: 'why' },
          { title: '申请', render: (_, { by, requestedAt }) => `${by} ${dateTimeText(requestedAt)}` },
          {
            title: '复核',
            className: 'whole',
            render: (_, each) => (
              <Space>
                <Button size="small" onClick={() => show(each)}>
                  看录像
                </Button>
                {hasRights(actor.role, 'teacher') && (
                  <>
                    <Button
                      size="small"
                      type="primary"
                      disabled={own(each)}
                      title={own(each) ? '自己申请的，要由另一个人复核' : undefined}
                      loading={decide.isPending}
                      onClick={() => decide.mutate({ id: each.id, refused: null })}
                    >
                      同意
                    </Button>
                    <Button size="small" onClick={() => refuse(each)}>
                      {own(each) ? '撤回' : '退回'}
                    </Button>
                  </>
                )}
              </Space>
            ),
          },
        ]}
      />
      {shown !== null && <Beside of={shown} onClose={() => show(null)} />}
      <Modal
        open={refusing !== null}
        title="退回更正"
        okText="退回"
        okButtonProps={{ disabled: why.trim().length < 2 }}
        onCancel={() => refuse(null)}
        onOk={() => refusing !== null && decide.mutate({ id: refusing.id, refused: why })}
      >
        <Input.TextArea
          aria-label="退回的原因"
          placeholder="请写明原因"
          value={why}
          onChange={({ target }) => setWhy(target.value)}
        />
      </Modal>
    </section>
  );
}
