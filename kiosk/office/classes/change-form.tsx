import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Checkbox, Form, Input, InputNumber, Modal, Radio } from 'antd';
import { addedChangeSchema, type ClassView, type TimetableChangeForm } from '../../../core/contract/office/classes.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { DayInput, TimeInput } from '../../../core/ui/shell/day-input.tsx';
import { CHANGES } from './words.ts';

interface Entered {
  readonly kind: keyof typeof CHANGES;
  readonly date: string;
  readonly no: number;
  readonly to?: { readonly date: string; readonly no: number; readonly start: string; readonly end: string };
  readonly why: string;
  readonly sure?: boolean;
}

const required = (message: string) => [{ required: true, message }];

/** Registers a change of the timetable. A place in the past is asked about: a lesson that is over is recorded at once. */
export function ChangeForm({ view, onClose }: { readonly view: ClassView; readonly onClose: () => void }) {
  const [form] = Form.useForm<Entered>();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const kind = Form.useWatch('kind', form) as Entered['kind'] | undefined;
  const to = Form.useWatch(['to', 'date'], form) as string | undefined;
  const isPast = kind !== 'cancelled' && to !== undefined && to !== '' && to < view.today;
  const save = useMutation({
    mutationFn: ({ sure: _sure, ...change }: Entered) =>
      send(
        'POST',
        `/classes/${encodeURIComponent(view.code)}/changes`,
        { version: view.version, change: change as TimetableChangeForm },
        addedChangeSchema,
      ),
    onSuccess: async ({ change }, { to: asked }) => {
      if ('to' in change && asked !== undefined && change.to.no !== asked.no)
        void message.info(
          `${asked.date} 第 ${asked.no} 课时已有考勤记录，这一课改记为第 ${change.to.no} 课时，时间不变`,
          8,
        );
      await queries.invalidateQueries({ queryKey: ['class', view.code] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title="登记课程表变更"
      okText="登记"
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Entered>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'cancelled' }}
        onFinish={(entered) => save.mutate(entered)}
      >
        <Form.Item label="变更" name="kind">
          <Radio.Group options={Object.entries(CHANGES).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <div className="fields">
          <Form.Item label={kind === 'makeUp' ? '补哪天的课' : '原日期'} name="date" rules={required('请填写日期')}>
            <DayInput />
          </Form.Item>
          <Form.Item label="第几课时" name="no" rules={required('请填写节次')}>
            <InputNumber min={1} max={99} precision={0} className="wide" />
          </Form.Item>
          {kind !== undefined && kind !== 'cancelled' && (
            <>
              <Form.Item label="改到日期" name={['to', 'date']} rules={required('请填写日期')}>
                <DayInput />
              </Form.Item>
              <Form.Item label="改到第几课时" name={['to', 'no']} rules={required('请填写节次')}>
                <InputNumber min={1} max={99} precision={0} className="wide" />
              </Form.Item>
              <Form.Item label="开始时间" name={['to', 'start']} rules={required('请填写时间')}>
                <TimeInput />
              </Form.Item>
              <Form.Item label="结束时间" name={['to', 'end']} rules={required('请填写时间')}>
                <TimeInput />
              </Form.Item>
            </>
          )}
        </div>
        <Form.Item label="原因" name="why" rules={[{ required: true, whitespace: true, message: '请写明原因' }]}>
          <Input maxLength={200} />
        </Form.Item>
        {isPast && (
          <Form.Item
            name="sure"
            valuePropName="checked"
            rules={[
              {
                validator: (_rule, sure: boolean | undefined) =>
                  sure === true ? Promise.resolve() : Promise.reject(new Error('请确认日期没有写错')),
              },
            ]}
          >
            <Checkbox>改到的日期已经过去：登记后立即按当时的记录结课，不能撤销。日期没有写错。</Checkbox>
          </Form.Item>
        )}
        {save.isError && <Alert type="error" showIcon title={messageOf(save.error)} />}
      </Form>
    </Modal>
  );
}
