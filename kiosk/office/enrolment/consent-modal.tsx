import { Alert, Button, Checkbox, Form, Modal, Radio } from 'antd';
import { currentConsentText } from '../../../core/contract/office/consent-text.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { DayInput } from '../../../core/ui/shell/day-input.tsx';
import { todayText } from '../../../core/ui/shell/time.ts';
import { useChange } from './use-enrolment.ts';

interface Entered {
  readonly people: readonly string[];
  readonly date: string;
  readonly how: 'paper' | 'screen';
}

/** Enters the consent of people who signed the text. */
export function ConsentModal({
  people,
  onClose,
}: {
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly onClose: () => void;
}) {
  const [form] = Form.useForm<Entered>();
  const { version } = currentConsentText;
  const save = useChange(
    (entered: Entered) => send('POST', '/enrolment/consents', { ...entered, textVersion: version }),
    { done: '已登记同意', onDone: onClose },
  );
  return (
    <Modal
      open
      title="登记人脸信息处理同意"
      okText="登记同意"
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          people: people.length === 1 ? people.map(({ id }) => id) : [],
          how: 'paper',
          date: todayText(),
        }}
        onFinish={(entered) => save.mutate(entered)}
      >
        <Form.Item
          label={`已签署同意书（文本 ${version}）的人`}
          name="people"
          rules={[
            {
              // Not `required`: a group of boxes may not be marked so (aria-required).
              validator: (_rule, chosen: readonly string[]) =>
                chosen.length > 0 ? Promise.resolve() : Promise.reject(new Error('请勾选已签署的人')),
            },
          ]}
          extra={
            people.length > 1 && (
              <Button
                size="small"
                onClick={() =>
                  form.setFieldValue(
                    'people',
                    people.map(({ id }) => id),
                  )
                }
              >
                全选 {people.length} 人
              </Button>
            )
          }
        >
          <Checkbox.Group
            className="consent-people"
            options={people.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item label="签署日期" name="date" rules={[{ required: true, message: '请选择签署日期' }]}>
          <DayInput max={todayText()} />
        </Form.Item>
        <Form.Item label="签署方式" name="how">
          <Radio.Group
            options={[
              { value: 'paper', label: '纸质签名（原件由机构保存）' },
              { value: 'screen', label: '在屏幕上阅读并确认' },
            ]}
          />
        </Form.Item>
      </Form>
      {save.isError && <Alert type="error" showIcon title={messageOf(save.error)} />}
    </Modal>
  );
}
