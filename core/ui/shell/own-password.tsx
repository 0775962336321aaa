import { useMutation } from '@tanstack/react-query';
import { Alert, App, Form, Input, Modal } from 'antd';
import { messageOf, send } from './api.ts';

interface Entered {
  readonly password: string;
  readonly next: string;
}

/** Changing one's own password; other devices are signed out. */
export function OwnPassword({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const [form] = Form.useForm<Entered>();
  const { message } = App.useApp();
  const change = useMutation({
    mutationFn: (entered: Entered) => send('PUT', '/me/password', entered),
    onSuccess: () => {
      void message.success('密码已修改');
      form.resetFields();
      onClose();
    },
  });
  return (
    <Modal
      title="修改密码"
      open={open}
      okText="修改"
      confirmLoading={change.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(entered) => change.mutate(entered)}>
        <Form.Item label="现在的密码" name="password" rules={[{ required: true, message: '请输入现在的密码' }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item label="新密码" name="next" rules={[{ required: true, min: 10, message: '密码至少 10 位' }]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {change.isError && <Alert type="error" showIcon title={messageOf(change.error)} />}
      </Form>
    </Modal>
  );
}
