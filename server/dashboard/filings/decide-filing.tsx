import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Form, Input, Modal } from 'antd';
import type { Countersign } from '../../../core/contract/web/person.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { CountersignFields } from '../../../core/ui/shell/countersign.tsx';
import { DayInput } from '../../../core/ui/shell/day-input.tsx';

interface Entered {
  readonly on: string;
  readonly paper: string;
  readonly why: string;
  readonly countersign: Countersign;
}

const TITLES = { approve: '批准开班', 'approve-changes': '批准改动', return: '退回备案' } as const;

/** Approving a filing (two people sign), or giving it back with a reason. */
export function DecideFiling({
  what,
  path,
  hash,
  onClose,
}: {
  readonly what: 'approve' | 'approve-changes' | 'return';
  readonly path: string;
  readonly hash: string;
  readonly onClose: () => void;
}) {
  const [form] = Form.useForm<Entered>();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const approving = what !== 'return';
  const decide = useMutation({
    mutationFn: ({ on, paper, why, countersign }: Entered) =>
      approving
        ? send('POST', `${path}/filing/approval`, { hash, on, paper, countersign })
        : send('POST', `${path}/filing/return`, { hash, why }),
    onSuccess: async () => {
      void message.success(approving ? '已批准，正在通知教室电脑' : '已退回，正在通知教室电脑');
      await queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Modal
      open
      title={TITLES[what]}
      okText={approving ? '批准' : '退回'}
      okButtonProps={approving ? {} : { danger: true }}
      confirmLoading={decide.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(entered) => decide.mutate(entered)}>
        {approving ? (
          <>
            <Form.Item
              label="批准日期"
              name="on"
              extra={what === 'approve' ? '从这一天起的课时计入考勤' : '新学员从这一天起的课时计入考勤'}
              rules={[{ required: true, message: '请选择批准日期' }]}
            >
              <DayInput />
            </Form.Item>
            <Form.Item label="批复文号" name="paper" rules={[{ required: true, message: '请填写批复文号' }]}>
              <Input autoComplete="off" />
            </Form.Item>
            <CountersignFields />
          </>
        ) : (
          <Form.Item
            label="退回原因"
            name="why"
            extra="机构会看到这段话，改好后重新备案"
            rules={[{ required: true, message: '请写明退回原因' }]}
          >
            <Input.TextArea rows={4} maxLength={1000} showCount />
          </Form.Item>
        )}
        {decide.isError && <Alert type="error" showIcon role="alert" title={messageOf(decide.error)} />}
      </Form>
    </Modal>
  );
}
