import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Empty, Form, Input, Modal, Table, Tag } from 'antd';
import { useState } from 'react';
import { type AbsenceView, absenceViewSchema, type CenterView } from '../../../core/contract/office/center.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { AbsenceForm } from './absence-form.tsx';

const minuteText = (at: number): string => dateTimeText(at).slice(0, 16);

/** When the classroom will be off, as announced to the center: silence then is no alarm there. */
export function Absences({ view }: { readonly view: CenterView }) {
  const [adding, setAdding] = useState(false);
  const [withdrawing, setWithdrawing] = useState<AbsenceView | null>(null);
  return (
    <Card
      size="small"
      title="停用预告"
      extra={
        <Button type="primary" size="small" onClick={() => setAdding(true)}>
          预告停用
        </Button>
      }
    >
      <p className="center-note">
        午间断电、放假、检修前先在这里预告，中心就不会把断开当作异常。没有预告而断开，会在中心报警。
      </p>
      <Table<AbsenceView>
        rowKey="id"
        size="small"
        dataSource={[...view.absences]}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description="没有还没结束的预告" /> }}
        columns={[
          { title: '从', render: (_, { from }) => minuteText(from) },
          { title: '到', render: (_, { to }) => minuteText(to) },
          { title: '原因', dataIndex: 'why' },
          { title: '预告', render: (_, { by, enteredAt }) => `${by} ${minuteText(enteredAt)}` },
          { title: '状态', render: (_, absence) => <State absence={absence} now={view.now} /> },
          {
            title: '操作',
            render: (_, absence) =>
              absence.withdrawn === null && (
                <Button size="small" onClick={() => setWithdrawing(absence)}>
                  撤回
                </Button>
              ),
          },
        ]}
      />
      {adding && <AbsenceForm now={view.now} onClose={() => setAdding(false)} />}
      {withdrawing !== null && <Withdraw absence={withdrawing} onClose={() => setWithdrawing(null)} />}
    </Card>
  );
}

function State({ absence: { withdrawn, from }, now }: { readonly absence: AbsenceView; readonly now: number }) {
  if (withdrawn !== null) return <Tag>已撤回（{withdrawn.why}）</Tag>;
  return from <= now ? <Tag color="processing">正在停用</Tag> : <Tag>未到时间</Tag>;
}

function Withdraw({ absence, onClose }: { readonly absence: AbsenceView; readonly onClose: () => void }) {
  const [form] = Form.useForm<{ readonly why: string }>();
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: (body: { readonly why: string }) =>
      send('POST', `/center/absences/${absence.id}/withdrawal`, body, absenceViewSchema),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['center'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={`撤回 ${minuteText(absence.from)} 起的停用预告`}
      okText="撤回"
      confirmLoading={withdraw.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(body) => withdraw.mutate(body)}>
        <Form.Item label="撤回的原因" name="why" rules={[{ required: true, whitespace: true, message: '请写明原因' }]}>
          <Input maxLength={200} autoFocus />
        </Form.Item>
      </Form>
      {withdraw.isError && <Alert type="error" showIcon role="alert" title={messageOf(withdraw.error)} />}
    </Modal>
  );
}
