import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input, Modal } from 'antd';
import type { ClassView } from '../../../core/contract/office/classes.ts';
import type { Countersign } from '../../../core/contract/web/person.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { CountersignFields } from '../../../core/ui/shell/countersign.tsx';
import { DayInput } from '../../../core/ui/shell/day-input.tsx';

/** What can happen to a filing here. */
export type FilingStepKind = 'filed' | 'returned' | 'approval' | 'withdrawal';

interface Entered {
  readonly on?: string;
  readonly paper?: string;
  readonly why?: string;
  readonly countersign?: Countersign;
}

const STEPS = {
  filed: { title: '登记备案', ok: '登记', path: 'filed', about: '填写材料报到中心的日期。' },
  returned: { title: '登记退回', ok: '登记退回', path: 'returned', about: '班级回到草稿，改好后重新备案。' },
  approval: {
    title: '录入批复',
    ok: '录入',
    path: 'approval',
    about: '按中心的书面批复填写。中心确认之前会标为“未经中心确认”。',
  },
  withdrawal: {
    title: '撤回批复',
    ok: '撤回',
    path: 'approval/withdrawal',
    about: '班级回到等待批复；之后上的课不再计入，直到重新录入。',
  },
} as const;

/** One step of a filing, with a second person's signature where it is asked. */
export function FilingStep({
  kind,
  view,
  onClose,
}: {
  readonly kind: FilingStepKind;
  readonly view: ClassView;
  readonly onClose: () => void;
}) {
  const [form] = Form.useForm<Entered>();
  const queries = useQueryClient();
  const { title, ok, path, about } = STEPS[kind];
  const save = useMutation({
    mutationFn: (entered: Entered) =>
      send('POST', `/classes/${encodeURIComponent(view.code)}/${path}`, { version: view.version, ...entered }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['class', view.code] });
      await queries.invalidateQueries({ queryKey: ['classes'] });
      onClose();
    },
  });
  const dated = kind === 'filed' || kind === 'approval';
  return (
    <Modal open title={title} okText={ok} confirmLoading={save.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <p>{about}</p>
      <Form<Entered> form={form} layout="vertical" requiredMark={false} onFinish={(entered) => save.mutate(entered)}>
        {dated && (
          <Form.Item
            label={kind === 'filed' ? '备案日期' : '批准日期'}
            name="on"
            rules={[{ required: true, message: '请填写日期' }]}
          >
            <DayInput autoFocus />
          </Form.Item>
        )}
        {kind === 'approval' && (
          <Form.Item
            label="批复文件编号"
            name="paper"
            rules={[{ required: true, whitespace: true, message: '请填写批复文件的编号' }]}
          >
            <Input maxLength={60} />
          </Form.Item>
        )}
        {!dated && (
          <Form.Item label="原因" name="why" rules={[{ required: true, whitespace: true, message: '请写明原因' }]}>
            <Input.TextArea autoFocus maxLength={200} autoSize={{ minRows: 2 }} />
          </Form.Item>
        )}
        {(kind === 'approval' || kind === 'withdrawal') && <CountersignFields />}
        {save.isError && <Alert type="error" showIcon title={messageOf(save.error)} />}
      </Form>
    </Modal>
  );
}
