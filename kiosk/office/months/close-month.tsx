import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Descriptions, Form, Input, Modal } from 'antd';
import { type MonthView, reportSchema } from '../../../core/contract/office/months.ts';
import type { Countersign } from '../../../core/contract/web/person.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { CountersignFields } from '../../../core/ui/shell/countersign.tsx';

/** Closing a month or opening it again; both need a second person. */
export function CloseMonth({
  view,
  doing,
  onClose,
}: {
  readonly view: MonthView;
  readonly doing: 'close' | 'reopen';
  readonly onClose: () => void;
}) {
  const [form] = Form.useForm<{ why?: string; countersign: Countersign }>();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const closing = doing === 'close';
  const path = `/classes/${encodeURIComponent(view.class.code)}/months/${view.month}/${doing}`;
  const act = useMutation({
    mutationFn: ({ why, countersign }: { why?: string; countersign: Countersign }) =>
      send('POST', path, closing ? { seen: view.reportId, countersign } : { why, countersign }, reportSchema),
    onSuccess: async () => {
      void message.success(closing ? '已关账' : '已重新打开');
      await queries.invalidateQueries({ queryKey: ['month', view.class.code] });
      onClose();
    },
    onError: () => queries.invalidateQueries({ queryKey: ['month', view.class.code, view.month] }),
  });
  return (
    <Modal
      open
      title={closing ? `${view.month} 关账` : `重新打开 ${view.month}`}
      okText={closing ? '关账' : '重新打开'}
      okButtonProps={{ danger: !closing }}
      confirmLoading={act.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {closing ? (
        <>
          <p>关账后，本月数据、其下记录和所用规则一起固定，以后看到和打印的都是它。要改，须写明原因重新打开。</p>
          <Descriptions
            size="small"
            column={3}
            items={[
              { key: 'due', label: '应到', children: view.total.due },
              { key: 'attended', label: '实到', children: view.total.attended },
              { key: 'rate', label: '出勤率', children: `${view.total.rate}%` },
            ]}
          />
        </>
      ) : (
        <p>重新打开后，本月可以更正，再关账得到新的报告编号，并注明原编号。已签字的汇总表作废，须重新打印签字。</p>
      )}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(entered) => act.mutate(entered)}>
        {!closing && (
          <Form.Item label="原因" name="why" rules={[{ required: true, whitespace: true, message: '请写明原因' }]}>
            <Input.TextArea rows={2} maxLength={500} autoFocus />
          </Form.Item>
        )}
        <CountersignFields />
        {act.isError && <Alert type="error" showIcon title={messageOf(act.error)} />}
      </Form>
    </Modal>
  );
}
