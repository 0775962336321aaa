import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input, Modal } from 'antd';
import { useNavigate } from 'react-router';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { type EnteredFacts, FactsFields, factsOf, USUAL_BELL } from './facts-form.tsx';

interface Entered extends EnteredFacts {
  readonly code: string;
}

/** A new class: a draft with the facts of 附件3. */
export function NewClass({ onClose }: { readonly onClose: () => void }) {
  const [form] = Form.useForm<Entered>();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const save = useMutation({
    mutationFn: ({ code, ...entered }: Entered) =>
      send('POST', '/classes', { code: code.trim(), facts: factsOf(entered) }, undefined),
    onSuccess: async (_, { code }) => {
      await queries.invalidateQueries({ queryKey: ['classes'] });
      void navigate(`/classes/${encodeURIComponent(code.trim())}`);
    },
  });
  return (
    <Modal
      open
      title="新建班级"
      width={760}
      okText="建立草稿"
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Entered>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ bell: USUAL_BELL.map(([start, end]) => ({ start, end })), months: 3 }}
        onFinish={(entered) => save.mutate(entered)}
      >
        <Form.Item
          label="班级编号"
          name="code"
          extra="建立后不能再改，例如 DSJ-2026-01"
          rules={[
            { required: true, message: '请填写班级编号' },
            {
              pattern: /^\s*[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}\s*$/u,
              message: '班级编号为 1–40 位文字、字母、数字、点或横线',
            },
          ]}
        >
          <Input autoFocus autoComplete="off" />
        </Form.Item>
        <FactsFields />
        {save.isError && <Alert type="error" showIcon title={messageOf(save.error)} />}
      </Form>
    </Modal>
  );
}
