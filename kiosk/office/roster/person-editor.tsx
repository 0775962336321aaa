import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Form, Input, Modal, Select } from 'antd';
import type { PersonForm, RosterTrainee, RosterView } from '../../../core/contract/office/roster.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { DayInput } from '../../../core/ui/shell/day-input.tsx';

const CERTIFICATES = ['', '专项职业能力', '职业资格/职业技能等级'];
const FIELDS = [
  ...[
    ['sex', '性别'],
    ['ethnicity', '民族'],
    ['school', '毕业院校'],
    ['major', '所学专业'],
    ['education', '学历'],
  ],
  ...[
    ['graduation', '毕业时间'],
    ['household', '户籍所在地'],
    ['phone', '移动电话'],
    ['remarks', '备注'],
  ],
] as const;
const EMPTY: PersonForm = {
  ...{ name: '', sex: '', ethnicity: '', idNumber: '', school: '', major: '', education: '', graduation: '' },
  ...{ household: '', phone: '', remarks: '', certificate: '', ownFinalYear: '', joinedOn: '' },
};

interface Props {
  readonly view: RosterView;
  readonly trainee: RosterTrainee | 'new';
  readonly onClose: () => void;
}

/** A trainee added or changed: the columns of 附件4. The ID number stays as it is unless a new one is typed. */
export function PersonEditor({ view, trainee, onClose }: Props) {
  const [form] = Form.useForm<PersonForm>();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const isNew = trainee === 'new';
  const path = `/classes/${encodeURIComponent(view.code)}/roster`;
  const save = useMutation({
    mutationFn: (entered: PersonForm) => {
      const whole = { ...EMPTY, ...(isNew ? {} : trainee.form), ...entered };
      const { idNumber = '', ...rest } = whole;
      const told = isNew || idNumber.trim() !== '' ? whole : rest;
      const body = { version: view.version, form: told };
      return isNew ? send('POST', path, body) : send('PUT', `${path}/${trainee.id}`, body);
    },
    onSuccess: async () => {
      void message.success('已保存');
      await queries.invalidateQueries({ queryKey: ['roster', view.code] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={isNew ? '加一名学员' : `修改 ${trainee.form.name}`}
      okText="保存"
      width={640}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={isNew ? EMPTY : { ...trainee.form, idNumber: '' }}
        onFinish={(entered) => save.mutate(entered)}
        className="person-form"
      >
        <Form.Item label="姓名" name="name" rules={[{ required: true, message: '请填写姓名' }]}>
          <Input autoFocus autoComplete="off" />
        </Form.Item>
        <Form.Item
          label="身份证号"
          name="idNumber"
          rules={[{ required: isNew, message: '请填写 18 位身份证号' }]}
          extra={isNew || trainee.maskedId === '' ? undefined : `现为 ${trainee.maskedId}，不改就留空`}
        >
          <Input autoComplete="off" inputMode="text" maxLength={18} />
        </Form.Item>
        {FIELDS.map(([name, label]) => (
          <Form.Item key={name} label={label} name={name}>
            <Input autoComplete="off" />
          </Form.Item>
        ))}
        <Form.Item label="拟取证书类型" name="certificate">
          <Select options={CERTIFICATES.map((value) => ({ value, label: value === '' ? '随班级' : value }))} />
        </Form.Item>
        <Form.Item label="是否本校毕业学年" name="ownFinalYear">
          <Select options={['', '是', '否'].map((value) => ({ value, label: value === '' ? '随班级' : value }))} />
        </Form.Item>
        <Form.Item label="入班日期" name="joinedOn" extra="留空：开班时入班；已开班的新学员从今天起">
          <DayInput />
        </Form.Item>
      </Form>
      {save.isError && <Alert type="error" showIcon title={messageOf(save.error)} />}
    </Modal>
  );
}
