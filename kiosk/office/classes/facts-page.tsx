import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Card, Form } from 'antd';
import { hasRights } from '../../../core/contract/office/actor.ts';
import type { ClassView } from '../../../core/contract/office/classes.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { useActor } from '../shell/actor.ts';
import { ClassPage } from './class-page.tsx';
import { type EnteredFacts, enteredOf, FactsFields, factsOf } from './facts-form.tsx';
import { FactsShown } from './facts-shown.tsx';
import { FilingCard } from './filing-card.tsx';
import { Warnings } from './warnings.tsx';

/** A class's facts (附件3), where its filing stands, and what it does not keep. */
export function FactsPage() {
  const mayEdit = hasRights(useActor().role, 'teacher');
  return (
    <ClassPage tab="">
      {(view) => (
        <div className="stack">
          <FilingCard view={view} />
          <Warnings view={view} />
          <Card title={<h2>班级资料（附件3）</h2>}>
            {mayEdit ? <Facts key={view.version} view={view} /> : <FactsShown facts={view.facts} />}
          </Card>
        </div>
      )}
    </ClassPage>
  );
}

function Facts({ view }: { readonly view: ClassView }) {
  const [form] = Form.useForm<EnteredFacts>();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const save = useMutation({
    mutationFn: (entered: EnteredFacts) =>
      send('PUT', `/classes/${encodeURIComponent(view.code)}`, { version: view.version, facts: factsOf(entered) }),
    onSuccess: async () => {
      void message.success('已保存');
      await queries.invalidateQueries({ queryKey: ['class', view.code] });
      await queries.invalidateQueries({ queryKey: ['classes'] });
    },
  });
  return (
    <Form<EnteredFacts>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={enteredOf(view.facts)}
      onFinish={(entered) => save.mutate(entered)}
    >
      <FactsFields />
      {save.isError && <Alert type="error" showIcon title={messageOf(save.error)} />}
      <div className="form-end">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          保存资料
        </Button>
        <span className="quiet">
          最近修改：{view.updatedBy === 'class-file' ? '配置文件' : view.updatedBy}，{dateTimeText(view.updatedAt)}
        </span>
      </div>
    </Form>
  );
}
