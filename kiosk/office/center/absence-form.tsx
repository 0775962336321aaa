import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input, Modal } from 'antd';
import { absenceViewSchema } from '../../../core/contract/office/center.ts';
import { instantAt, parseDate, parseTimeOfDay } from '../../../core/domain/day.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { DayInput, TimeInput } from '../../../core/ui/shell/day-input.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';

interface Entered {
  readonly fromDay: string;
  readonly fromTime: string;
  readonly toDay: string;
  readonly toTime: string;
  readonly why: string;
}

/** Announces that the classroom will be off. */
export function AbsenceForm({ now, onClose }: { readonly now: number; readonly onClose: () => void }) {
  const [form] = Form.useForm<Entered>();
  const queries = useQueryClient();
  const today = dateTimeText(now).slice(0, 10);
  const announce = useMutation({
    mutationFn: ({ fromDay, fromTime, toDay, toTime, why }: Entered) =>
      send(
        'POST',
        '/center/absences',
        { from: momentOf(fromDay, fromTime), to: momentOf(toDay, toTime), why },
        absenceViewSchema,
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['center'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title="预告停用"
      okText="预告"
      confirmLoading={announce.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ fromDay: today, fromTime: '12:00', toDay: today, toTime: '13:00' }}
        onFinish={(entered) => announce.mutate(entered)}
      >
        <div className="center-moment">
          <Form.Item label="从哪天" name="fromDay" rules={[{ required: true, message: '请选日期' }]}>
            <DayInput required min={today} />
          </Form.Item>
          <Form.Item label="几点起" name="fromTime" rules={[{ required: true, message: '请选时间' }]}>
            <TimeInput />
          </Form.Item>
        </div>
        <div className="center-moment">
          <Form.Item label="到哪天" name="toDay" rules={[{ required: true, message: '请选日期' }]}>
            <DayInput required min={today} />
          </Form.Item>
          <Form.Item label="几点止" name="toTime" rules={[{ required: true, message: '请选时间' }]}>
            <TimeInput />
          </Form.Item>
        </div>
        <Form.Item label="原因" name="why" rules={[{ required: true, whitespace: true, message: '请写明原因' }]}>
          <Input maxLength={200} placeholder="例如：午间断电" />
        </Form.Item>
      </Form>
      {announce.isError && <Alert type="error" showIcon role="alert" title={messageOf(announce.error)} />}
    </Modal>
  );
}

/** A chosen day and time in Asia/Shanghai, as milliseconds. */
function momentOf(day: string, time: string): number {
  const [date, timeOfDay] = [parseDate(day), parseTimeOfDay(time)];
  if (date === null || timeOfDay === null) throw new Error('请选日期和时间');
  return instantAt(date, timeOfDay);
}
