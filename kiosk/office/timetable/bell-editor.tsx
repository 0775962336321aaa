import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Modal, Space } from 'antd';
import { editedSchema, type WeekView } from '../../../core/contract/office/timetable.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { DayInput, TimeInput } from '../../../core/ui/shell/day-input.tsx';

interface Entered {
  readonly from: string;
  readonly bell: readonly { readonly start: string; readonly end: string }[];
}

/** Minutes of a lesson 「每课时45分钟」 and of the break that is proposed after it. */
const [LESSON, BREAK] = [45, 10];

/** The times of a day's lessons, from a day on. */
export function BellEditor({ view, onClose }: { readonly view: WeekView; readonly onClose: () => void }) {
  const [form] = Form.useForm<Entered>();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const save = useMutation({
    mutationFn: (entered: Entered) =>
      send(
        'PUT',
        `/classes/${encodeURIComponent(view.code)}/timetable/bell`,
        { version: view.version, ...entered },
        editedSchema,
      ),
    onSuccess: async ({ changed }) => {
      void message.success(changed === 0 ? '没有变化' : `已改 ${changed} 节`);
      await queries.invalidateQueries({ queryKey: ['timetable', view.code] });
      onClose();
    },
  });
  const first =
    view.days.find(({ date, lessons }) => date > view.today && lessons.length > 0)?.date ?? view.days[0]?.date;
  return (
    <Modal
      open
      title="作息时间"
      okText="保存"
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ from: first, bell: view.bell.length > 0 ? view.bell : [{ start: '08:30', end: '09:15' }] }}
        onFinish={(entered) => save.mutate(entered)}
      >
        <Form.Item
          label="从哪一天起"
          name="from"
          rules={[{ required: true, message: '请选择日期' }]}
          extra="这一天以前的课时不变；每节的课程和教师保留"
        >
          <DayInput />
        </Form.Item>
        <Form.List name="bell">
          {(fields, { add, remove }) => (
            <>
              {fields.map(({ key, name }) => (
                <Space key={key} align="baseline" className="bell-row">
                  <span className="bell-number">第 {name + 1} 节</span>
                  <Form.Item name={[name, 'start']} rules={[{ required: true, message: '请填时间' }]}>
                    <TimeInput aria-label={`第 ${name + 1} 节开始`} />
                  </Form.Item>
                  <Form.Item name={[name, 'end']} rules={[{ required: true, message: '请填时间' }]}>
                    <TimeInput aria-label={`第 ${name + 1} 节结束`} />
                  </Form.Item>
                  {name === fields.length - 1 && fields.length > 1 && (
                    <Button aria-label={`去掉第 ${name + 1} 节`} onClick={() => remove(name)}>
                      去掉
                    </Button>
                  )}
                </Space>
              ))}
              <Button onClick={() => add(after(form.getFieldValue('bell') as Entered['bell']))}>加一节</Button>
            </>
          )}
        </Form.List>
      </Form>
      {save.isError && <Alert type="error" showIcon title={messageOf(save.error)} className="roster-alert" />}
    </Modal>
  );
}

/** The lesson that would follow the last one. */
function after(bell: Entered['bell']): { start: string; end: string } {
  const [hour = 8, minute = 20] = (bell.at(-1)?.end ?? '').split(':').map(Number);
  const start = hour * 60 + minute + BREAK;
  const text = (minutes: number): string =>
    `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return { start: text(start), end: text(start + LESSON) };
}
