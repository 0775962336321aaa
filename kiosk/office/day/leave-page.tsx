import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Empty, Space, Table, Upload } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import * as z from 'zod/mini';
import { hasRights } from '../../../core/contract/office/actor.ts';
import { type LeaveView, leaveSchema } from '../../../core/contract/office/day-entries.ts';
import { get, messageOf, upload } from '../../../core/ui/shell/api.ts';
import { type Days, DaysInput } from '../../../core/ui/shell/day-input.tsx';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText, todayText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { useActor } from '../shell/actor.ts';
import { Mark } from './mark.tsx';
import { WithdrawEntry } from './withdraw-entry.tsx';
import './day.css';

const listSchema = z.array(leaveSchema);

/** Leave of the days chosen: entered from the day's page, withdrawn here. */
export function LeavePage() {
  const [days, setDays] = useState<Days>(thisMonth);
  const [from, to] = days;
  const leave = useQuery({
    queryKey: ['leave', from, to],
    queryFn: ({ signal }) => get(`/leave?from=${from}&to=${to}`, listSchema, signal),
  });
  return (
    <>
      <Heading
        title="请假"
        about="在“今日”的名单里登记。请假计应到、不计实到；本人来了就按到课算。"
        actions={<DaysInput aria-label="看哪些天的请假" value={days} onChange={setDays} />}
      />
      <Loaded of={leave}>{(all) => <List all={all} />}</Loaded>
    </>
  );
}

function thisMonth(): Days {
  const today = dayjs(todayText());
  return [today.startOf('month').format('YYYY-MM-DD'), today.endOf('month').format('YYYY-MM-DD')];
}

function List({ all }: { readonly all: readonly LeaveView[] }) {
  const mayEnter = hasRights(useActor().role, 'teacher');
  const [taking, take] = useState<LeaveView | null>(null);
  return (
    <>
      <Table<LeaveView>
        rowKey="id"
        size="small"
        dataSource={[...all]}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 900 }}
        locale={{ emptyText: <Empty description="这些天没有请假" /> }}
        columns={[
          { title: '姓名', dataIndex: 'name' },
          { title: '类别', render: (_, { kind }) => (kind === 'personal' ? '事假' : '病假') },
          { title: '日期', render: (_, each) => (each.from === each.to ? each.from : `${each.from} 至 ${each.to}`) },
          {
            title: '课时',
            render: (_, { lessons }) => (lessons === null ? '整天' : `第${lessons.first}–${lessons.last}课时`),
          },
          { title: '事由', dataIndex: 'why' },
          { title: '证明', render: (_, each) => <Proof leave={each} mayEnter={mayEnter} /> },
          { title: '登记', render: (_, { by, enteredAt }) => `${by} ${dateTimeText(enteredAt)}` },
          {
            title: '状态',
            render: (_, each) =>
              each.withdrawn === null ? (
                <Space>
                  <Mark>有效</Mark>
                  {mayEnter && (
                    <Button size="small" onClick={() => take(each)} aria-label={`撤回 ${each.name} 的请假`}>
                      撤回
                    </Button>
                  )}
                </Space>
              ) : (
                <Mark>
                  {each.withdrawn.by} 撤回：{each.withdrawn.why}
                </Mark>
              ),
          },
        ]}
      />
      {taking !== null && (
        <WithdrawEntry
          title={`撤回 ${taking.name} 的请假`}
          path={`/leave/${taking.id}/withdrawal`}
          onClose={() => take(null)}
        />
      )}
    </>
  );
}

/** The proof of a leave: to see, and to attach while it holds. */
function Proof({
  leave: { id, name, proof, withdrawn },
  mayEnter,
}: {
  readonly leave: LeaveView;
  readonly mayEnter: boolean;
}) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const attach = useMutation({
    mutationFn: (file: File) => upload('PUT', `/leave/${id}/proof?name=${encodeURIComponent(file.name)}`, file),
    onSuccess: async () => {
      void message.success('已上传证明');
      await queries.invalidateQueries({ queryKey: ['leave'] });
    },
    onError: (error) => void message.error(messageOf(error)),
  });
  return (
    <Space>
      {proof === null ? (
        '还没有'
      ) : (
        <a href={`/api/leave/${id}/proof`} target="_blank" rel="noreferrer">
          看证明
        </a>
      )}
      {mayEnter && withdrawn === null && (
        <Upload
          accept=".pdf,.jpg,.jpeg,.png"
          showUploadList={false}
          beforeUpload={(file) => {
            attach.mutate(file);
            return false;
          }}
        >
          <Button size="small" loading={attach.isPending} aria-label={`上传 ${name} 的证明`}>
            上传
          </Button>
        </Upload>
      )}
    </Space>
  );
}
