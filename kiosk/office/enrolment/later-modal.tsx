import { Alert, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import type { EnrolledPhoto, Enrollee } from '../../../core/contract/office/enrolment.ts';
import { send } from '../../../core/ui/shell/api.ts';
import { CountersignFields } from '../../../core/ui/shell/countersign.tsx';
import { SignaturePad } from '../../../core/ui/signature-pad.tsx';
import { PhotoImage } from './photo-image.tsx';
import { useChange } from './use-enrolment.ts';

interface Entered {
  readonly why: string;
  readonly countersign: { readonly user: string; readonly password: string };
}

/** Photos added after the enrolment: trainee and a second teacher confirm that they are of this person. */
export function LaterModal({
  person,
  photos,
  onClose,
}: {
  readonly person: Enrollee;
  readonly photos: readonly EnrolledPhoto[];
  readonly onClose: () => void;
}) {
  const [form] = Form.useForm<Entered>();
  const [signature, sign] = useState<readonly (readonly number[])[]>([]);
  const matched = photos.every((photo) => photo.matched);
  const save = useChange(
    (entered: Entered) =>
      send('POST', `/enrolment/people/${person.id}/later`, {
        ...entered,
        photos: photos.map(({ id }) => id),
        signature: matched && signature.length === 0 ? null : signature,
      }),
    // Whether they are in use or wait for the center is said beside the photos.
    { done: '已确认', onDone: onClose },
  );
  return (
    <Modal
      open
      title={`确认 ${person.name} 的新照片`}
      okText="确认使用"
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <div className="later-photos">
        {photos.map((photo, n) => (
          <PhotoImage key={photo.id} id={photo.id} alt={`${person.name}的新照片 ${n + 1}`} />
        ))}
      </div>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(entered) => save.mutate(entered)}>
        <Form.Item
          label="为什么补充"
          name="why"
          rules={[{ required: true, whitespace: true, message: '请写明原因，例如：换了眼镜' }]}
        >
          <Input maxLength={200} placeholder="例如：换了眼镜、剪了头发" />
        </Form.Item>
        {matched ? (
          <Alert type="success" showIcon className="enrolment-alert" title="现场采集时已识别为本人，无需签名" />
        ) : (
          <div className="later-signature">
            <p>学员本人签名</p>
            <SignaturePad value={signature} onChange={sign} label="学员签名处" />
            <Button size="small" onClick={() => sign([])} disabled={signature.length === 0}>
              清除签名
            </Button>
          </div>
        )}
        <CountersignFields />
      </Form>
    </Modal>
  );
}
