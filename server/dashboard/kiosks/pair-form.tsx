import { Form, Input } from 'antd';
import { kioskViewSchema } from '../../../core/contract/center/kiosks.ts';
import { send } from '../../../core/ui/shell/api.ts';
import { PlaceDialog } from './place-dialog.tsx';

/** The code on a classroom computer, and whose room it stands in. */
export function PairForm({ onClose }: { readonly onClose: () => void }) {
  return (
    <PlaceDialog
      title="配对教室电脑"
      okText="配对"
      save={(entered) => send('POST', '/kiosks', entered, kioskViewSchema)}
      said={({ institution, room, fingerprint }) => `已配对 ${institution} ${room}，密钥 ${fingerprint}`}
      onClose={onClose}
    >
      <Form.Item
        label="配对码"
        name="code"
        extra="教室电脑的“监管中心”页面上的 8 位码，十分钟换一次"
        rules={[{ required: true, message: '请输入配对码' }]}
      >
        <Input autoFocus autoComplete="off" />
      </Form.Item>
    </PlaceDialog>
  );
}
