import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Form, InputNumber, Modal } from 'antd';
import { editedSchema, type WeekView } from '../../../core/contract/office/timetable.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';

/** This week's lessons laid over the next weeks. */
export function CopyWeek({ view, onClose }: { readonly view: WeekView; readonly onClose: () => void }) {
  const [form] = Form.useForm<{ readonly to: number }>();
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const left = Math.max(1, view.weeks - view.week);
  const copy = useMutation({
    mutationFn: ({ to }: { readonly to: number }) =>
      send(
        'POST',
        `/classes/${encodeURIComponent(view.code)}/timetable/copy`,
        { version: view.version, week: view.week, to },
        editedSchema,
      ),
    onSuccess: async ({ changed, remarks }) => {
      await queries.invalidateQueries({ queryKey: ['timetable', view.code] });
      onClose();
      if (remarks.length === 0) void message.success(`已复制，改动 ${changed} 节`);
      else void modal.info({ title: `已复制，改动 ${changed} 节`, content: remarks.join('；') });
    },
  });
  return (
    <Modal
      open
      title={`把第 ${view.week} 周复制到以后各周`}
      okText="复制"
      okButtonProps={{ disabled: view.week >= view.weeks }}
      confirmLoading={copy.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ to: left }}
        onFinish={(entered) => copy.mutate(entered)}
      >
        <Form.Item
          label="复制到其后几周"
          name="to"
          rules={[{ required: true, message: '请填几周' }]}
          extra="按星期几对应；非工作日和已开始、已结算、调过的课不动"
        >
          <InputNumber min={1} max={left} autoFocus />
        </Form.Item>
      </Form>
      {copy.isError && <Alert type="error" showIcon title={messageOf(copy.error)} />}
    </Modal>
  );
}
