import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input, Modal } from 'antd';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { DAY_QUERIES } from './entry-modal.tsx';

/** Takes back something that was entered for the day, with the reason. `path`: where the withdrawal is sent. */
export function WithdrawEntry({
  title,
  path,
  onClose,
}: {
  readonly title: string;
  readonly path: string;
  readonly onClose: () => void;
}) {
  const [form] = Form.useForm<{ readonly why: string }>();
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: (body: { readonly why: string }) => send('POST', path, body),
    onSuccess: async () => {
      await Promise.all(DAY_QUERIES.map((key) => queries.invalidateQueries({ queryKey: [key] })));
      onClose();
    },
  });
  return (
    <Modal
      open
      title={title}
      okText="撤回"
      confirmLoading={withdraw.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <p>已经关闭的课时不受影响，要改请在当天的名单里更正。</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(body) => withdraw.mutate(body)}>
        <Form.Item
          label="撤回的原因"
          name="why"
          rules={[{ required: true, whitespace: true, min: 2, message: '请写明原因，至少 2 个字' }]}
        >
          <Input.TextArea rows={2} maxLength={500} autoFocus />
        </Form.Item>
      </Form>
      {withdraw.isError && <Alert type="error" showIcon role="alert" title={messageOf(withdraw.error)} />}
    </Modal>
  );
}
