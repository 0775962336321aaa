import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Space, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { hasRights } from '../../../core/contract/office/actor.ts';
import type { MonthView } from '../../../core/contract/office/months.ts';
import type { Countersign } from '../../../core/contract/web/person.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { CountersignFields } from '../../../core/ui/shell/countersign.tsx';
import { DayInput } from '../../../core/ui/shell/day-input.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { useActor } from '../shell/actor.ts';

type Pending = NonNullable<MonthView['pending']>;

/** More is pending than the institution may settle: why, what to do, and the center's decision once it is entered. */
export function CenterDecision({ view, pending }: { readonly view: MonthView; readonly pending: Pending }) {
  const { role } = useActor();
  const [doing, begin] = useState<'enter' | 'withdraw' | null>(null);
  const { decision, text, left } = pending;
  const mayEnter = hasRights(role, 'administrator') && view.report === null;
  return (
    <>
      {decision === null ? (
        <Alert
          className="month-notice"
          type="error"
          showIcon
          title="待核超过 5%，由市中心核定"
          description={text}
          action={mayEnter && <Button onClick={() => begin('enter')}>录入中心核定</Button>}
        />
      ) : (
        <Alert
          className="month-notice"
          type={decision.confirmed ? 'success' : 'warning'}
          showIcon
          title={
            <Space wrap>
              {`待核课时按市中心核定处理：${decision.paper}（${decision.on}）`}
              {!decision.confirmed && <Tag>未经中心确认</Tag>}
            </Space>
          }
          description={
            <>
              {decision.entered !== null &&
                `${dateTimeText(decision.entered.at)} 由 ${decision.entered.by} 录入，${decision.entered.countersignedBy} 复核。`}
              {left > 0 && (
                <>
                  还有 {left} 课时待核，请到<Link to="/settle">待处理</Link>按核定逐条处理。
                </>
              )}
            </>
          }
          action={mayEnter && !decision.confirmed && <Button onClick={() => begin('withdraw')}>撤回核定</Button>}
        />
      )}
      {doing !== null && <DecisionModal view={view} doing={doing} onClose={() => begin(null)} />}
    </>
  );
}

interface Entered {
  readonly on?: string;
  readonly paper?: string;
  readonly why?: string;
  readonly countersign: Countersign;
}

function DecisionModal({
  view,
  doing,
  onClose,
}: {
  readonly view: MonthView;
  readonly doing: 'enter' | 'withdraw';
  readonly onClose: () => void;
}) {
  const [form] = Form.useForm<Entered>();
  const queries = useQueryClient();
  const entering = doing === 'enter';
  const path = `/classes/${encodeURIComponent(view.class.code)}/months/${view.month}/decision`;
  const act = useMutation({
    mutationFn: (entered: Entered) => send('POST', entering ? path : `${path}/withdrawal`, entered),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['month', view.class.code] });
      await queries.invalidateQueries({ queryKey: ['settle'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={entering ? `录入 ${view.month} 的中心核定` : '撤回核定'}
      okText={entering ? '录入' : '撤回'}
      okButtonProps={{ danger: !entering }}
      confirmLoading={act.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>
        {entering
          ? '按市中心的书面核定填写。录入后可以按核定逐条处理待核课时；中心确认之前标为“未经中心确认”，附件6 上也会写明。'
          : '撤回后，还没有处理的待核课时重新等待中心核定；已经处理的不变。'}
      </p>
      <Form<Entered> form={form} layout="vertical" requiredMark={false} onFinish={(entered) => act.mutate(entered)}>
        {entering ? (
          <>
            <Form.Item label="核定日期" name="on" rules={[{ required: true, message: '请填写核定日期' }]}>
              <DayInput />
            </Form.Item>
            <Form.Item
              label="核定文件编号"
              name="paper"
              rules={[{ required: true, whitespace: true, message: '请填写核定文件的编号' }]}
            >
              <Input maxLength={60} />
            </Form.Item>
          </>
        ) : (
          <Form.Item label="原因" name="why" rules={[{ required: true, whitespace: true, message: '请写明原因' }]}>
            <Input.TextArea rows={2} maxLength={500} />
          </Form.Item>
        )}
        <CountersignFields />
        {act.isError && <Alert type="error" showIcon title={messageOf(act.error)} />}
      </Form>
    </Modal>
  );
}
