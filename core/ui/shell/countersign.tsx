import { Form, Input } from 'antd';
import { usePerson, useProgram } from './program.ts';

/** The fields of a second person's signature, at `countersign` of the form around it. */
export function CountersignFields() {
  const person = usePerson();
  const { seconds } = useProgram();
  return (
    <fieldset className="countersign">
      <legend>复核签字（{seconds}）</legend>
      <Form.Item
        label="复核人账号"
        name={['countersign', 'user']}
        rules={[
          { required: true, message: '请复核人输入账号' },
          {
            validator: (_rule, value: string | undefined) =>
              value?.toLowerCase() === person.user ? Promise.reject(new Error('不能是同一个人')) : Promise.resolve(),
          },
        ]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item
        label="复核人密码"
        name={['countersign', 'password']}
        rules={[{ required: true, message: '请复核人输入密码' }]}
      >
        <Input.Password autoComplete="off" />
      </Form.Item>
    </fieldset>
  );
}
