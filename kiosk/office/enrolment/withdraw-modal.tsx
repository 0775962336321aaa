import { Alert, Form, Input, Modal } from 'antd';
import type { Enrollee } from '../../../core/contract/office/enrolment.ts';
import { send } from '../../../core/ui/shell/api.ts';
import { DayInput } from '../../../core/ui/shell/day-input.tsx';
import { todayText } from '../../../core/ui/shell/time.ts';
import { useChange } from './use-enrolment.ts';

interface Entered {
  readonly date: string;
  readonly why?: string;
}

/** Withdraws a consent: says what is deleted before it is. */
export function WithdrawModal({ person, onClose }: { readonly person: Enrollee; readonly onClose: () => void }) {
  const [form] = Form.useForm<Entered>();
  const save = useChange(
    ({ date, why = '' }: Entered) => send('POST', `/enrolment/people/${person.id}/withdraw`, { date, why }),
    { done: '已撤回，照片和模板已删除', onDone: onClose },
  );
  return (
    <Modal
      open
      title={`${person.name} 撤回同意`}
      okText="撤回并删除"
      okButtonProps={{ danger: true }}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Alert
        type="warning"
        showIcon
        className="enrolment-alert"
        title={`立即停止识别，并永久删除 ${person.photos.length} 张照片和人脸模板。以前的考勤记录不变；今后凭身份证由教师登记签到。`}
      />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ date: todayText() }}
        onFinish={(entered) => save.mutate(entered)}
      >
        <Form.Item label="撤回日期" name="date" rules={[{ required: true, message: '请选择撤回日期' }]}>
          <DayInput max={todayText()} />
        </Form.Item>
        <Form.Item label="说明（可不填）" name="why">
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
