import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import type { PaperLineView } from '../../../core/contract/office/classes.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';

/** Says that a paper is not needed, and why; or that it is after all. */
export function WaiveButton({
  code,
  line: { paper, trainee, state },
  label,
  onDone,
}: {
  readonly code: string;
  readonly line: PaperLineView;
  readonly label: string;
  readonly onDone: () => Promise<void>;
}) {
  const [asking, setAsking] = useState(false);
  const [form] = Form.useForm<{ why: string }>();
  const waive = useMutation({
    mutationFn: (why: string | null) =>
      send('PUT', `/classes/${encodeURIComponent(code)}/waivers`, { paper, trainee: trainee?.id ?? null, why }),
    onSuccess: async () => {
      setAsking(false);
      await onDone();
    },
  });
  if (state === 'there') return null;
  if (state === 'waived')
    return (
      <Button size="small" loading={waive.isPending} aria-label={`${label}还是需要`} onClick={() => waive.mutate(null)}>
        还是需要
      </Button>
    );
  return (
    <>
      <Button size="small" aria-label={`${label}不需要`} onClick={() => setAsking(true)}>
        不需要
      </Button>
      {asking && (
        <Modal
          open
          title={`${label}：不需要`}
          okText="标为不需要"
          confirmLoading={waive.isPending}
          onOk={() => form.submit()}
          onCancel={() => setAsking(false)}
        >
          <Form form={form} layout="vertical" requiredMark={false} onFinish={({ why }) => waive.mutate(why)}>
            <Form.Item label="原因" name="why" rules={[{ required: true, whitespace: true, message: '请写明原因' }]}>
              <Input autoFocus maxLength={200} placeholder="例如：在省内就读" />
            </Form.Item>
            {waive.isError && <Alert type="error" showIcon title={messageOf(waive.error)} />}
          </Form>
        </Modal>
      )}
    </>
  );
}
