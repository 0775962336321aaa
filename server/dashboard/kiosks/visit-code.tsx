import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Modal, Spin, Typography } from 'antd';
import { useEffect, useState } from 'react';
import type { KioskView } from '../../../core/contract/center/kiosks.ts';
import { type VisitCode, visitCodeSchema } from '../../../core/contract/center/visits.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import './visit-code.css';

/** A button that gives the signed-in inspector a code for this kiosk, by which they prove there who they are. */
export function VisitCodeButton({ kiosk: { id, institution, room } }: { readonly kiosk: KioskView }) {
  const take = useMutation({ mutationFn: () => send('POST', `/kiosks/${id}/visit`, {}, visitCodeSchema) });
  return (
    <>
      <Button size="small" onClick={() => take.mutate()}>
        现场审核码
      </Button>
      <Modal
        open={!take.isIdle}
        title={`现场审核码 · ${institution} ${room}`}
        okText="再取一个"
        cancelText="关闭"
        onOk={() => take.mutate()}
        onCancel={() => take.reset()}
      >
        {take.isPending && <Spin description="正在取码…" />}
        {take.isError && <Alert type="error" showIcon role="alert" title={messageOf(take.error)} />}
        {take.isSuccess && <Code key={take.data.code} of={take.data} />}
      </Modal>
    </>
  );
}

function Code({ of: { code, expiresAt, now } }: { readonly of: VisitCode }) {
  const [left, setLeft] = useState(Math.ceil((expiresAt - now) / 1000));
  useEffect(() => {
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <p className="visit-code" aria-label="现场审核码">
        {left === 0 ? '已过期' : code}
      </p>
      <Typography.Paragraph>
        在这间教室的教室电脑上打开“班级 → 人脸登记 → 现场审核”，由您本人输入。
        {left > 0 && ` 还剩 ${String(Math.floor(left / 60))} 分 ${String(left % 60).padStart(2, '0')} 秒，只能用一次。`}
      </Typography.Paragraph>
      <Typography.Paragraph type="secondary">
        谁输入这个码，教室电脑就当作是您：不要告诉别人。取码和使用都记入操作记录。
      </Typography.Paragraph>
    </>
  );
}
