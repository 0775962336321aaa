import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input, Modal, Typography } from 'antd';
import { type AlertNote, type AlertView, alertSchema } from '../../../core/contract/center/alerts.ts';
import { isGrave } from '../../../core/contract/center/trouble-words.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { CountersignFields } from '../../../core/ui/shell/countersign.tsx';

/** Taking note of an alert: words, and for the journal's a second person's signature. */
export function NoteForm({ alert, onClose }: { readonly alert: AlertView; readonly onClose: () => void }) {
  const [form] = Form.useForm<AlertNote>();
  const queries = useQueryClient();
  const grave = isGrave(alert.code);
  const note = useMutation({
    mutationFn: (entered: AlertNote) => send('POST', `/alerts/${String(alert.id)}/note`, entered, alertSchema),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['alerts'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title="处理提醒"
      okText="处理"
      confirmLoading={note.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Typography.Paragraph>
        <strong>{alert.message}</strong>
        <br />
        {alert.institution} {alert.room}
      </Typography.Paragraph>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ note: '' }}
        onFinish={(entered) => note.mutate(entered)}
      >
        <Form.Item
          label={grave ? '查到了什么、怎样处理' : '查到了什么、怎样处理（可不写）'}
          name="note"
          rules={grave ? [{ required: true, min: 5, message: '请写明查到了什么、怎样处理（至少 5 个字）' }] : []}
        >
          <Input.TextArea
            rows={3}
            maxLength={1000}
            autoFocus
            placeholder="例如：已电话联系，教室停电，预计 11:00 恢复"
          />
        </Form.Item>
        {grave && <CountersignFields />}
        {note.isError && <Alert type="error" showIcon role="alert" title={messageOf(note.error)} />}
      </Form>
    </Modal>
  );
}
