import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Card, Form, type FormInstance } from 'antd';
import { useEffect, useState } from 'react';
import { hasRights } from '../../../core/contract/office/actor.ts';
import type { ClassFactsForm, ClassView } from '../../../core/contract/office/classes.ts';
import { ApiError, messageOf, send } from '../../../core/ui/shell/api.ts';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { useActor } from '../shell/actor.ts';
import { ClassPage } from './class-page.tsx';
import { type EnteredFacts, enteredOf, FactsFields, factsOf } from './facts-form.tsx';
import { FactsShown } from './facts-shown.tsx';
import { FilingCard } from './filing-card.tsx';
import { mergeFacts } from './merged-facts.ts';
import { Warnings } from './warnings.tsx';
import { FACTS } from './words.ts';

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
            {mayEdit ? <Facts key={view.code} view={view} /> : <FactsShown facts={view.facts} />}
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
  const others = useOthers(form, view);
  const save = useMutation({
    mutationFn: (facts: ClassFactsForm) =>
      send('PUT', `/classes/${encodeURIComponent(view.code)}`, { version: others.version, facts }),
    onSuccess: (_, facts) => {
      others.saved(facts);
      void message.success('已保存');
    },
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['class', view.code] });
      await queries.invalidateQueries({ queryKey: ['classes'] });
    },
  });
  const stale = save.error instanceof ApiError && save.error.code === 'stale-class';
  return (
    <Form<EnteredFacts>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={enteredOf(view.facts)}
      onFinish={(entered) => save.mutate(factsOf(entered))}
    >
      <FactsFields />
      {save.isError && !stale && <Alert type="error" showIcon title={messageOf(save.error)} />}
      {(stale || others.contested.length > 0) && <Others contested={others.contested} stale={stale} />}
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

/** Follows what others save: their changes come into the form, what is entered here stays. */
function useOthers(form: FormInstance<EnteredFacts>, { version, facts }: ClassView) {
  const [read, setRead] = useState({ version, facts });
  const [contested, setContested] = useState<readonly (keyof ClassFactsForm)[]>([]);
  useEffect(() => {
    if (version === read.version) return;
    const now = enteredOf(facts);
    // All by way of the form: it trims, and has its own order.
    const merged = mergeFacts(factsOf(enteredOf(read.facts)), factsOf(form.getFieldsValue()), factsOf(now));
    form.setFieldsValue(Object.fromEntries(merged.taken.map((fact) => [fact, now[fact]])));
    setContested(merged.contested);
    setRead({ version, facts });
  }, [form, version, facts, read]);
  return {
    version: read.version,
    contested,
    /** What was saved from here is no change of somebody else. */
    saved: (sent: ClassFactsForm) => setRead((before) => ({ ...before, facts: sent })),
  };
}

function Others({
  contested,
  stale,
}: {
  readonly contested: readonly (keyof ClassFactsForm)[];
  readonly stale: boolean;
}) {
  const which = contested.map((fact) => FACTS[fact]).join('、');
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={`这个班级刚被别人改过，别人的改动已读入${stale ? '。您填的还没有保存' : ''}`}
      description={
        contested.length === 0
          ? '您填的都还在，请看过后再保存。'
          : `您和别人都改了：${which}。这里留着您填的，保存后以您的为准。`
      }
    />
  );
}
