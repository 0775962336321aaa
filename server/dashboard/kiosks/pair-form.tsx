import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Form, Input, Modal } from 'antd';
import { kioskViewSchema, type Pair } from '../../../core/contract/center/kiosks.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { PlaceFields } from './place-fields.tsx';

/** The code on a classroom computer, and whose room it stands in. */
export function PairForm({ onClose }: { readonly onClose: () => void }) {
  const [form] = Form.useForm<Pair>();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const pair = useMutation({
    mutationFn: (entered: Pair) => send('POST', '/kiosks', entered, kioskViewSchema),
    onSuccess: async ({ institution, room, fingerprint }) => {
      void message.success(`已配对 ${institution} ${room}，密钥 ${fingerprint}`);
      await queries.invalidateQueries({ queryKey: ['kiosks'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title="配对教室电脑"
      okText="配对"
      confirmLoading={pair.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(entered) => pair.mutate(entered)}>
        <Form.Item
          label="配对码"
          name="code"
          extra="教室电脑的“监管中心”页面上的 8 位码，十分钟换一次"
          rules={[{ required: true, message: '请输入配对码' }]}
        >
          <Input autoFocus autoComplete="off" />
        </Form.Item>
        <PlaceFields />
        {pair.isError && <Alert type="error" showIcon role="alert" title={messageOf(pair.error)} />}
      </Form>
    </Modal>
  );
}
