import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, DatePicker, Empty, Input, Modal, Space, Table, Upload } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import * as z from 'zod/mini';
import { hasRights } from '../../../core/contract/office/actor.ts';
import { type LeaveView, leaveSchema } from '../../../core/contract/office/day-entries.ts';
import { get, messageOf, send, upload } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { useActor } from '../shell/actor.ts';
import { DAY_QUERIES } from './entry-modal.tsx';
import { Mark } from './mark.tsx';
import './day.css';

const listSchema = z.array(leaveSchema);

/** Leave of the days chosen: entered from the day's page, withdrawn here. */
export function LeavePage() {
  const today = dayjs();
  const [days, setDays] = useState<[Dayjs, Dayjs]>([today.startOf('month'), today.endOf('month')]);
  const [from, to] = days.map((each) => each.format('YYYY-MM-DD'));
  const leave = useQuery({
    queryKey: ['leave', from, to],
    queryFn: ({ signal }) => get(`/leave?from=${from}&to=${to}`, listSchema, signal),
  });
  return (
    <>
      <Heading
        title="请假"
        about="在“今日”的名单里登记。请假计应到、不计实到；本人来了就按到课算。"
        actions={
          <DatePicker.RangePicker
            aria-label="看哪些天的请假"
            allowClear={false}
            value={days}
            onChange={(next) => next?.[0] && next[1] && setDays([next[0], next[1]])}
          />
        }
      />
      <Loaded of={leave}>{(all) => <List all={all} />}</Loaded>
    </>
  );
}

function List({ all }: { readonly all: readonly LeaveView[] }) {
  const mayEnter = hasRights(useActor().role, 'teacher');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [taking, take] = useState<LeaveView | null>(null);
  const [why, setWhy] = useState('');
  const withdraw = useMutation({
    mutationFn: ({ id }: LeaveView) => send('POST', `/leave/${id}/withdrawal`, { why }),
    onSuccess: async () => {
      take(null);
      setWhy('');
      await Promise.all(DAY_QUERIES.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
    onError: (error) => void message.error(messageOf(error)),
  });
  return (
    <>
      <Table<LeaveView>
        rowKey="id"
        size="small"
        dataSource={[...all]}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
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
      <Modal
        open={taking !== null}
        title="撤回请假"
        okText="撤回"
        okButtonProps={{ disabled: why.trim().length < 2 }}
        onCancel={() => take(null)}
        onOk={() => taking !== null && withdraw.mutate(taking)}
      >
        <p>已经关闭的课时不受影响，要改请在当天的名单里更正。</p>
        <Input.TextArea
          aria-label="撤回的原因"
          placeholder="请写明原因"
          value={why}
          onChange={({ target }) => setWhy(target.value)}
        />
      </Modal>
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
