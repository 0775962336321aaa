import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Flex, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import {
  type ShownYear,
  type YearEffect,
  type YearForm,
  yearEffectSchema,
} from '../../../core/contract/office/calendars.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { DayInput } from '../../../core/ui/shell/day-input.tsx';
import { FromFile } from './from-file.tsx';
import './calendars.css';

interface Entered {
  readonly source: string;
  readonly off: readonly { readonly from?: string; readonly to?: string; readonly name?: string }[];
  readonly work: readonly { readonly date?: string }[];
}

const required = (message: string) => [{ required: true, message }];

/** A year's holidays and make-up days, typed or from a file; what it changes is shown before it is saved. */
export function YearEditor({
  of: { year, source, off, work },
  onClose,
}: {
  readonly of: Pick<ShownYear, 'year' | 'source' | 'off' | 'work'>;
  readonly onClose: () => void;
}) {
  const [form] = Form.useForm<Entered>();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [effect, setEffect] = useState<YearEffect | null>(null);
  const check = useMutation({
    mutationFn: (entered: Entered) => send('POST', `/calendars/${year}/preview`, yearForm(entered), yearEffectSchema),
    onSuccess: setEffect,
  });
  const save = useMutation({
    mutationFn: (entered: Entered) => send('PUT', `/calendars/${year}`, yearForm(entered), yearEffectSchema),
    onSuccess: async () => {
      void message.success(`${year} 年的日历已保存`);
      await queries.invalidateQueries();
      onClose();
    },
  });
  const ready = effect !== null && effect.faults.length === 0;
  const failed = check.error ?? save.error;
  return (
    <Modal
      open
      title={`${year} 年放假安排`}
      width={720}
      okText={ready ? '保存' : '核对'}
      confirmLoading={check.isPending || save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <FromFile
        onRead={(read) => {
          form.setFieldsValue({ off: read.off, work: read.work.map((date) => ({ date })) });
          setEffect(null);
        }}
      />
      <Form<Entered>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ source, off: off.length === 0 ? [{}] : off, work: work.map((date) => ({ date })) }}
        onValuesChange={() => setEffect(null)}
        onFinish={(entered) => (ready ? save.mutate(entered) : check.mutate(entered))}
      >
        <Form.Item
          label="通知的文号"
          name="source"
          rules={[{ required: true, whitespace: true, message: '请填写文号' }]}
        >
          <Input maxLength={100} placeholder="例如：国办发明电〔2026〕7号" />
        </Form.Item>
        <OffFields />
        <WorkFields />
        {effect !== null && <Effect effect={effect} year={year} />}
        {failed !== null && <Alert type="error" showIcon title={messageOf(failed)} />}
      </Form>
    </Modal>
  );
}

/** Days are checked by the kiosk. */
function yearForm({ source, off, work }: Entered): { readonly [Member in keyof YearForm]: unknown } {
  return {
    source,
    off: off.map(({ from = '', to = '', name = '' }) => ({ from, to: to === '' ? from : to, name })),
    work: work.map(({ date = '' }) => date),
  };
}

function OffFields() {
  return (
    <fieldset className="year-days">
      <legend>放假（连休写一行，周末也算在内）</legend>
      <Form.List name="off">
        {(rows, { add, remove }) => (
          <>
            {rows.map(({ key, name }, index) => (
              <Flex key={key} gap={8} align="start">
                <Form.Item name={[name, 'name']} rules={[{ required: true, whitespace: true, message: '请填节日' }]}>
                  <Input aria-label={`第 ${index + 1} 个假期的名称`} placeholder="元旦" maxLength={20} />
                </Form.Item>
                <Form.Item name={[name, 'from']} rules={required('请填日期')}>
                  <DayInput aria-label={`第 ${index + 1} 个假期的第一天`} />
                </Form.Item>
                <span className="year-to">至</span>
                <Form.Item name={[name, 'to']}>
                  <DayInput aria-label={`第 ${index + 1} 个假期的最后一天`} />
                </Form.Item>
                <Button
                  type="text"
                  icon={<MinusCircleOutlined />}
                  aria-label={`删去第 ${index + 1} 个假期`}
                  onClick={() => remove(name)}
                />
              </Flex>
            ))}
            <Button icon={<PlusOutlined />} onClick={() => add({})} disabled={rows.length >= 40}>
              加一个假期
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

function WorkFields() {
  return (
    <fieldset className="year-days">
      <legend>调休上班的周末</legend>
      <Form.List name="work">
        {(rows, { add, remove }) => (
          <Flex gap={8} wrap align="start">
            {rows.map(({ key, name }, index) => (
              <Flex key={key} align="start">
                <Form.Item name={[name, 'date']} rules={required('请填日期')}>
                  <DayInput aria-label={`第 ${index + 1} 个上班日`} />
                </Form.Item>
                <Button
                  type="text"
                  icon={<MinusCircleOutlined />}
                  aria-label={`删去第 ${index + 1} 个上班日`}
                  onClick={() => remove(name)}
                />
              </Flex>
            ))}
            <Button icon={<PlusOutlined />} onClick={() => add({})} disabled={rows.length >= 40}>
              加一天
            </Button>
          </Flex>
        )}
      </Form.List>
    </fieldset>
  );
}

/** What is wrong with it, or what it changes. */
function Effect({ effect: { faults, classes }, year }: { readonly effect: YearEffect; readonly year: number }) {
  if (faults.length > 0)
    return (
      <Alert
        type="error"
        showIcon
        title="请先改正"
        description={
          <ul className="obstacles">
            {faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        }
      />
    );
  return (
    <Alert
      type={classes.some(({ past }) => past > 0) ? 'warning' : 'success'}
      showIcon
      title={
        classes.length === 0
          ? '没有写错的地方，不改变任何班级的课程表'
          : `没有写错的地方。保存后，${year} 年的课程表会变：`
      }
      description={
        classes.length === 0 ? null : (
          <ul className="obstacles">
            {classes.map(({ code, added, removed, past }) => (
              <li key={code}>
                {code}：增 {added} 课时，减 {removed} 课时
                {past > 0 && `；其中 ${past} 课时的时间已经过去，将按当时的记录结课`}
              </li>
            ))}
          </ul>
        )
      }
    />
  );
}
