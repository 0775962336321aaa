import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Form, Input, Modal } from 'antd';
import type { ReactNode } from 'react';
import type { KioskView, Pair } from '../../../core/contract/center/kiosks.ts';
import { messageOf } from '../../../core/ui/shell/api.ts';

interface PlaceDialogProps {
  readonly title: string;
  readonly okText: string;
  readonly initial?: Pick<Pair, 'institution' | 'room'>;
  /** What is asked before the place. */
  readonly children?: ReactNode;
  /** What has to be known of the institution that is entered; null: nothing. */
  readonly warningOf?: (institution: string) => string | null;
  readonly save: (entered: Pair) => Promise<KioskView>;
  /** What is said of the kiosk when it is saved. */
  readonly said: (kiosk: KioskView) => string;
  readonly onClose: () => void;
}

/** Whose room a classroom computer stands in. */
export function PlaceDialog({ title, okText, initial, children, warningOf, save, said, onClose }: PlaceDialogProps) {
  const [form] = Form.useForm<Pair>();
  const entered = Form.useWatch('institution', form) as string | undefined; // nothing before the first picture
  const warning = entered === undefined ? null : (warningOf?.(entered) ?? null);
  const queries = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: save,
    onSuccess: async (kiosk) => {
      void message.success(said(kiosk));
      await queries.invalidateQueries({ queryKey: ['kiosks'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={title}
      okText={okText}
      confirmLoading={saving.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Pair>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial ?? {}}
        onFinish={(pair) => saving.mutate(pair)}
      >
        {children}
        <Form.Item label="机构" name="institution" rules={[{ required: true, message: '请填写机构' }]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item label="教室" name="room" rules={[{ required: true, message: '请填写教室' }]}>
          <Input autoComplete="off" />
        </Form.Item>
        {warning !== null && <Alert type="warning" showIcon title={warning} />}
        {saving.isError && <Alert type="error" showIcon role="alert" title={messageOf(saving.error)} />}
      </Form>
    </Modal>
  );
}
