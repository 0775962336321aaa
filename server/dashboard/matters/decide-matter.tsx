import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Form, Input, Modal, Radio, Select, Typography } from 'antd';
import type { Matters } from '../../../core/contract/center/matters.ts';
import type { Countersign } from '../../../core/contract/web/person.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { CountersignFields } from '../../../core/ui/shell/countersign.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';

/** What is being decided. */
export type Deciding =
  | { readonly kind: 'dispute'; readonly matter: Matters['disputes'][number] }
  | { readonly kind: 'enrolment'; readonly matter: Matters['enrolments'][number] }
  | { readonly kind: 'review'; readonly matter: Matters['reviews'][number] }
  | { readonly kind: 'pending'; readonly matter: Matters['pending'][number] };

interface Entered {
  readonly yes: boolean;
  readonly why: string;
  readonly to?: string;
  readonly paper: string;
  readonly countersign: Countersign;
}

const WORDS = {
  dispute: { title: '由中心答复异议', yes: '异议成立', no: '异议不成立' },
  enrolment: { title: '人脸重新登记', yes: '同意：新登记可以使用', no: '不同意：恢复原来的登记' },
  review: { title: '未经核实的现场审核', yes: '确认：是中心人员所做', no: '不认可：不是中心人员所做' },
  pending: { title: '待核超过 5%', yes: '可由机构逐条处理', no: '由中心处理' },
} as const;

const MARKS = [
  { value: 'present', label: '出勤' },
  { value: 'late', label: '迟到' },
  { value: 'leftEarly', label: '早退' },
  { value: 'personalLeave', label: '事假' },
  { value: 'sickLeave', label: '病假' },
  { value: 'absent', label: '旷课' },
];

/** Decides a matter: yes or no, why; where a mark or a month hangs on it, with a second signature. */
export function DecideMatter({
  matter: deciding,
  onClose,
}: {
  readonly matter: Deciding;
  readonly onClose: () => void;
}) {
  const [form] = Form.useForm<Entered>();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const { kind, matter } = deciding;
  const { title, yes, no } = WORDS[kind];
  const upheld = Form.useWatch('yes', form);
  const save = useMutation({
    mutationFn: (entered: Entered) => sent(deciding, entered),
    onSuccess: async () => {
      void message.success('已决定，正在通知教室电脑');
      for (const key of ['matters', 'waiting']) await queries.invalidateQueries({ queryKey: [key] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={`${title} · ${matter.institution} ${matter.code}`}
      okText="签字决定"
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Typography.Paragraph>{aboutOf(deciding)}</Typography.Paragraph>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(entered) => save.mutate(entered)}>
        <Form.Item label="决定" name="yes" rules={[{ required: true, message: '请选择' }]}>
          <Radio.Group
            options={[
              { value: true, label: yes },
              { value: false, label: no },
            ]}
          />
        </Form.Item>
        {kind === 'dispute' && upheld && (
          <Form.Item label="改为" name="to" rules={[{ required: true, message: '请选择改为什么' }]}>
            <Select options={MARKS} placeholder="请选择" />
          </Form.Item>
        )}
        {kind === 'pending' && (
          <Form.Item label="文号" name="paper" rules={[{ required: true, message: '请填写文号' }]}>
            <Input autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item label="理由" name="why" rules={[{ required: true, message: '请写明理由' }]}>
          <Input.TextArea rows={3} maxLength={1000} showCount />
        </Form.Item>
        {(kind === 'dispute' || kind === 'pending') && <CountersignFields />}
        {save.isError && <Alert type="error" showIcon role="alert" title={messageOf(save.error)} />}
      </Form>
    </Modal>
  );
}

/** Of whom and what it is: several of a class may wait. */
function aboutOf(deciding: Deciding): string {
  switch (deciding.kind) {
    case 'dispute': {
      const { name, date, no, text } = deciding.matter;
      return `${name}，${date} 第 ${String(no)} 课时：“${text}”`;
    }
    case 'enrolment': {
      const { name, at, by, alike } = deciding.matter;
      const like = alike === null ? '与原来的人脸无法比较' : `与原来的人脸相似度 ${alike.toFixed(2)}，低于识别的要求`;
      return `${name}，${dateTimeText(at)} 登记${by === '' ? '' : `（${by}）`}，${like}。照片不离开教室电脑：请看实时画面、打电话或到现场核对是不是本人；决定前仍用原来的登记识别。`;
    }
    case 'review': {
      const { inspector, at, people } = deciding.matter;
      return `${dateTimeText(at)}，署名 ${inspector}，核对 ${String(people)} 人`;
    }
    case 'pending': {
      const { month, pending, due } = deciding.matter;
      return `${month}，待核 ${String(pending)} / 应到 ${String(due)} 课时`;
    }
  }
}

function sent({ kind, matter }: Deciding, { yes, why, to, paper, countersign }: Entered): Promise<undefined> {
  switch (kind) {
    case 'dispute':
      return send('POST', `/disputes/${matter.kiosk}/${String(matter.id)}`, {
        ...{ upheld: yes, text: why, to: yes ? (to ?? null) : null, countersign },
      });
    case 'enrolment':
      return send('POST', `/enrolments/${matter.kiosk}/${String(matter.id)}`, { approved: yes, why });
    case 'review':
      return send('POST', `/reviews/${matter.kiosk}/${String(matter.id)}`, { confirmed: yes, note: why });
    case 'pending':
      return send(
        'POST',
        `/classes/${matter.kiosk}/${encodeURIComponent(matter.code)}/months/${matter.month}/pending`,
        {
          ...{ allowed: yes, paper, why, countersign },
        },
      );
  }
}
