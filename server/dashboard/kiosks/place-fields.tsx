import { Form, Input } from 'antd';

/** Whose room a classroom computer stands in. */
export function PlaceFields() {
  return (
    <>
      <Form.Item label="机构" name="institution" rules={[{ required: true, message: '请填写机构' }]}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item label="教室" name="room" rules={[{ required: true, message: '请填写教室' }]}>
        <Input autoComplete="off" />
      </Form.Item>
    </>
  );
}
