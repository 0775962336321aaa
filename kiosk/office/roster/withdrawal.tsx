import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, AutoComplete, Form, Modal } from 'antd';
import type { RosterTrainee, RosterView } from '../../../core/contract/office/roster.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { DayInput } from '../../../core/ui/shell/day-input.tsx';

interface Entered {
  readonly on: string;
  readonly reason: string;
}

const REASONS = ['就业', '升学', '参军', '个人原因', '身体原因'];

/** 中途退出: from which day, and why; it may be undone. */
export function Withdrawal({
  view,
  trainee,
  onClose,
}: {
  readonly view: RosterView;
  readonly trainee: RosterTrainee;
  readonly onClose: () => void;
}) {
  const [form] = Form.useForm<Entered>();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const save = useMutation({
    mutationFn: (entered: Entered) =>
      send('PUT', `/classes/${encodeURIComponent(view.code)}/roster/${trainee.id}/withdrawal`, {
        version: view.version,
        ...entered,
      }),
    onSuccess: async () => {
      void message.success('已登记退出');
      await queries.invalidateQueries({ queryKey: ['roster', view.code] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={`${trainee.form.name} 中途退出`}
      okText="登记退出"
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(entered) => save.mutate(entered)}>
        <Form.Item
          label="退出日期"
          name="on"
          rules={[{ required: true, message: '请选择退出日期' }]}
          extra="从这一天起不再计应到课时；此前的考勤不变"
        >
          <DayInput min={view.opens ?? undefined} max={view.ends ?? undefined} autoFocus />
        </Form.Item>
        <Form.Item label="退出原因" name="reason" rules={[{ required: true, message: '请填写退出原因' }]}>
          <AutoComplete options={REASONS.map((value) => ({ value }))} maxLength={200} />
        </Form.Item>
      </Form>
      {save.isError && <Alert type="error" showIcon title={messageOf(save.error)} />}
    </Modal>
  );
}
