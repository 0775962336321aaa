import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Form, type FormInstance, Modal } from 'antd';
import type { ReactNode } from 'react';
import { ApiError, messageOf } from '../../../core/ui/shell/api.ts';
import { CountersignFields } from '../../../core/ui/shell/countersign.tsx';

/** The queries that an entry of the day changes. */
export const DAY_QUERIES = ['day', 'lesson', 'leave', 'check-ins', 'settle', 'disputes'] as const;

interface Props<Values extends object> {
  readonly title: string;
  readonly okText: string;
  readonly form: FormInstance<Values>;
  readonly initialValues: Partial<Values>;
  readonly submit: (values: Values) => Promise<unknown>;
  readonly done: string;
  readonly onClose: () => void;
  /** `always`: the second person signs at once; `onDemand`: when the server asks for it. */
  readonly countersign: 'always' | 'onDemand' | 'never';
  readonly children: ReactNode;
}

/** A dialog that enters something of the day; when closed lessons are concerned it asks for the second signature. */
export function EntryModal<Values extends object>(props: Props<Values>) {
  const { title, okText, form, initialValues, submit, done, onClose, countersign, children } = props;
  const queries = useQueryClient();
  const { message } = App.useApp();
  const enter = useMutation({
    mutationFn: submit,
    onSuccess: () => {
      void message.success(done);
      onClose(); // saved: nobody waits for the lists behind the dialog
      for (const key of DAY_QUERIES) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  const asked = enter.error instanceof ApiError && enter.error.code === 'countersign-needed';
  const signing = countersign === 'always' || (countersign === 'onDemand' && (asked || wasAsked(enter.variables)));
  return (
    <Modal
      open
      title={title}
      okText={signing && countersign === 'onDemand' ? '复核并保存' : okText}
      confirmLoading={enter.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      // A touch beside the dialog must not lose a signature.
      mask={{ closable: false }}
      destroyOnHidden
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initialValues}
        onFinish={(values) => enter.mutate(values)}
      >
        {children}
        {enter.isError && (
          <Alert type={asked ? 'warning' : 'error'} showIcon role="alert" title={messageOf(enter.error)} />
        )}
        {signing && <CountersignFields />}
      </Form>
    </Modal>
  );
}

/** A second try after a wrong password still shows the fields. */
const wasAsked = (values: object | undefined): boolean => values !== undefined && 'countersign' in values;
