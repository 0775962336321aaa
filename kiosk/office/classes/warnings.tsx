import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Space } from 'antd';
import { hasRights } from '../../../core/contract/office/actor.ts';
import type { ClassView, WarningView } from '../../../core/contract/office/classes.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { useActor } from '../shell/actor.ts';

/** The rules that a class does not keep, each with what to do; 「原则上」 is settled by a reason. */
export function Warnings({ view }: { readonly view: ClassView }) {
  if (view.warnings.length === 0) return null;
  return (
    <section aria-label="提醒" className="stack">
      {view.warnings.map((warning) => (
        <Warned key={`${warning.rule} ${warning.title}`} view={view} warning={warning} />
      ))}
    </section>
  );
}

function Warned({ view, warning }: { readonly view: ClassView; readonly warning: WarningView }) {
  const { rule, title, todo, asksReason, reason } = warning;
  const settled = reason !== null;
  return (
    <Alert
      type={settled ? 'info' : 'warning'}
      showIcon
      title={title}
      description={
        <>
          <p className="warning-todo">{settled ? `理由：${reason}` : todo}</p>
          {asksReason && !settled && <Reason view={view} rule={rule} />}
        </>
      }
    />
  );
}

function Reason({ view, rule }: { readonly view: ClassView; readonly rule: string }) {
  const mayEdit = hasRights(useActor().role, 'teacher');
  const queries = useQueryClient();
  const give = useMutation({
    mutationFn: ({ reason }: { reason: string }) =>
      send('PUT', `/classes/${encodeURIComponent(view.code)}/reasons/${rule}`, { version: view.version, reason }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['class', view.code] }),
  });
  if (!mayEdit) return null;
  return (
    <Form<{ reason: string }> layout="inline" onFinish={(entered) => give.mutate(entered)}>
      <Space wrap align="start">
        <Form.Item name="reason" label="理由" rules={[{ required: true, whitespace: true, message: '请写明理由' }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Button htmlType="submit" loading={give.isPending}>
          记下理由
        </Button>
      </Space>
      {give.isError && <Alert type="error" showIcon title={messageOf(give.error)} />}
    </Form>
  );
}
