import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Form, Modal } from 'antd';
import { type KioskView, kioskViewSchema, type Pair } from '../../../core/contract/center/kiosks.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { PlaceFields } from './place-fields.tsx';

type Place = Omit<Pair, 'code'>;

/** A classroom computer in another room, or its institution's name put right. */
export function MoveForm({ kiosk, onClose }: { readonly kiosk: KioskView; readonly onClose: () => void }) {
  const [form] = Form.useForm<Place>();
  const institution = Form.useWatch('institution', form) as string | undefined; // nothing before the first picture
  const queries = useQueryClient();
  const { message } = App.useApp();
  const move = useMutation({
    mutationFn: (place: Place) => send('PUT', `/kiosks/${kiosk.id}/place`, place, kioskViewSchema),
    onSuccess: async ({ institution: now, room }) => {
      void message.success(`已改为 ${now} ${room}`);
      await queries.invalidateQueries({ queryKey: ['kiosks'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title="改机构名称或教室"
      okText="保存"
      confirmLoading={move.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Place>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ institution: kiosk.institution, room: kiosk.room }}
        onFinish={(place) => move.mutate(place)}
      >
        <PlaceFields />
        {institution !== undefined && institution !== kiosk.institution && (
          <Alert
            type="warning"
            showIcon
            title="这台电脑已送来的班级、记录和证据将全部归新名称的机构，原名称的账号不能再看到。只在更正名称时使用；换给别的机构，请先重新安装教室电脑。"
          />
        )}
        {move.isError && <Alert type="error" showIcon role="alert" title={messageOf(move.error)} />}
      </Form>
    </Modal>
  );
}
