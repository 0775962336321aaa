import { Button, Form, Input, InputNumber, Radio, Space } from 'antd';
import { useState } from 'react';
import type { DayLesson } from '../../../core/contract/office/day.ts';
import type { Countersign } from '../../../core/contract/web/person.ts';
import { send } from '../../../core/ui/shell/api.ts';
import { type Days, DaysInput } from '../../../core/ui/shell/day-input.tsx';
import { SignaturePad } from '../../../core/ui/signature-pad.tsx';
import { EntryModal } from './entry-modal.tsx';
import { settledOptions } from './words.ts';

/** Of whom and of which lesson something is entered. */
export interface Subject {
  readonly class: string;
  readonly trainee: string;
  readonly name: string;
  readonly date: string;
  readonly no: number;
}

interface Closable {
  readonly onClose: () => void;
}

interface LeaveValues {
  readonly kind: 'personal' | 'sick';
  readonly days: Days;
  readonly first?: number | null;
  readonly last?: number | null;
  readonly why: string;
  readonly countersign?: Countersign;
}

/** 事假 or 病假, of whole days or of some lessons. */
export function LeaveForm({ subject, onClose }: Closable & { readonly subject: Subject }) {
  const [form] = Form.useForm<LeaveValues>();
  const submit = ({ kind, days: [from, to], first, last, why, countersign }: LeaveValues): Promise<unknown> =>
    send('POST', '/leave', {
      ...{ class: subject.class, trainee: subject.trainee, kind, why, from, to },
      lessons: first === undefined || first === null ? null : { first, last: last ?? first },
      countersign,
    });
  return (
    <EntryModal
      title={`登记请假 · ${subject.name}`}
      okText="登记"
      done="已登记请假"
      countersign="onDemand"
      {...{ form, submit, onClose }}
      initialValues={{ kind: 'personal', days: [subject.date, subject.date] }}
    >
      <Form.Item label="类别" name="kind">
        <Radio.Group
          options={[
            { value: 'personal', label: '事假' },
            { value: 'sick', label: '病假' },
          ]}
        />
      </Form.Item>
      <Form.Item label="从哪天到哪天" name="days" rules={[{ required: true, message: '请选日期' }]}>
        <DaysInput />
      </Form.Item>
      <Space>
        <Form.Item label="只请第几课时起（整天留空）" name="first">
          <InputNumber min={1} max={20} />
        </Form.Item>
        <Form.Item label="到第几课时" name="last">
          <InputNumber min={1} max={20} />
        </Form.Item>
      </Space>
      <Form.Item label="事由" name="why" rules={[{ required: true, min: 2, message: '请写明事由' }]}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </EntryModal>
  );
}

interface ManualValues {
  readonly first: number;
  readonly last: number;
  readonly countersign?: Countersign;
}

/** A check-in without a face: the teacher who is signed in vouches, the trainee signs. */
export function ManualForm({ subject, onClose }: Closable & { readonly subject: Subject }) {
  const [form] = Form.useForm<ManualValues>();
  const [signature, sign] = useState<readonly (readonly number[])[]>([]);
  const submit = ({ first, last, countersign }: ManualValues): Promise<unknown> =>
    send('POST', '/check-ins', {
      ...{ class: subject.class, trainee: subject.trainee, date: subject.date },
      ...{ lessons: { first, last }, signature, countersign },
    });
  return (
    <EntryModal
      title={`凭身份证登记 · ${subject.name}`}
      okText="登记"
      done="已登记，和刷脸效力相同"
      countersign="onDemand"
      {...{ form, submit, onClose }}
      initialValues={{ first: subject.no, last: subject.no }}
    >
      <p>请核对本人身份证。登记后由您证明这些课时本人在课。</p>
      <Space>
        <Form.Item label="从第几课时" name="first" rules={[{ required: true, message: '请填课时' }]}>
          <InputNumber min={1} max={20} />
        </Form.Item>
        <Form.Item label="到第几课时" name="last" rules={[{ required: true, message: '请填课时' }]}>
          <InputNumber min={1} max={20} />
        </Form.Item>
      </Space>
      <SignaturePad value={signature} onChange={sign} label="学员签名处" />
      <Button size="small" onClick={() => sign([])} disabled={signature.length === 0}>
        清除签名
      </Button>
    </EntryModal>
  );
}

interface CorrectionValues {
  readonly to: string;
  readonly why: string;
  readonly later: boolean;
  readonly countersign?: Countersign;
}

/** A correction of a closed record: signed by a second person at once, or later by somebody else. */
export function CorrectionForm({ subject, onClose }: Closable & { readonly subject: Subject }) {
  const [form] = Form.useForm<CorrectionValues>();
  const atOnce = !Form.useWatch('later', form); // undefined before the first drawing
  const submit = ({ to, why, later, countersign }: CorrectionValues): Promise<unknown> =>
    send('POST', '/corrections', {
      ...{ class: subject.class, trainee: subject.trainee, date: subject.date, no: subject.no, to, why },
      ...(later ? {} : { countersign }),
    });
  return (
    <EntryModal
      title={`更正 · ${subject.name} · ${subject.date} 第${subject.no}课时`}
      okText={atOnce ? '更正' : '提交，等人复核'}
      done={atOnce ? '已更正' : '已提交，等另一位老师复核'}
      countersign={atOnce ? 'always' : 'never'}
      {...{ form, submit, onClose }}
      initialValues={{ later: false }}
    >
      <Form.Item label="更正为" name="to" rules={[{ required: true, message: '请选更正后的结果' }]}>
        <Radio.Group options={settledOptions} />
      </Form.Item>
      <Form.Item
        label="依据（看了哪段录像、有什么证明）"
        name="why"
        rules={[{ required: true, min: 2, message: '请写明依据' }]}
      >
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Form.Item label="复核" name="later">
        <Radio.Group
          options={[
            { value: false, label: '现在由另一位老师签字' },
            { value: true, label: '稍后由另一位老师登录复核' },
          ]}
        />
      </Form.Item>
    </EntryModal>
  );
}

interface AnswerValues {
  readonly upheld: boolean;
  readonly to?: string;
  readonly text: string;
  readonly countersign?: Countersign;
}

/** An answer to a dispute; in the trainee's favour it carries the correction. */
export function AnswerForm({
  dispute,
  onClose,
}: Closable & { readonly dispute: { readonly id: number; readonly name: string; readonly text: string } }) {
  const [form] = Form.useForm<AnswerValues>();
  const upheld = Form.useWatch('upheld', form); // undefined before the first drawing
  const submit = ({ text, to, countersign }: AnswerValues): Promise<unknown> =>
    send('POST', `/disputes/${dispute.id}/answer`, { text, correction: upheld ? { to, countersign } : null });
  return (
    <EntryModal
      title={`答复异议 · ${dispute.name}`}
      okText="答复"
      done="已答复，学员在签到屏上可以看到"
      countersign={upheld ? 'always' : 'never'}
      {...{ form, submit, onClose }}
      initialValues={{ upheld: false, to: 'present' }}
    >
      <p>学员说：“{dispute.text}”</p>
      <Form.Item label="结论" name="upheld">
        <Radio.Group
          options={[
            { value: false, label: '维持原记录' },
            { value: true, label: '异议成立，更正记录' },
          ]}
        />
      </Form.Item>
      {upheld && (
        <Form.Item label="更正为" name="to">
          <Radio.Group options={settledOptions} />
        </Form.Item>
      )}
      <Form.Item label="给学员的答复" name="text" rules={[{ required: true, min: 2, message: '请写明依据' }]}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </EntryModal>
  );
}

/** Which entry is open. */
export type Entry = { readonly kind: 'leave' | 'manual' | 'correction'; readonly subject: Subject };

/** The dialog of an entry. */
export function EntryForm({ entry, onClose }: Closable & { readonly entry: Entry | null }) {
  if (entry === null) return null;
  const props = { subject: entry.subject, onClose };
  if (entry.kind === 'leave') return <LeaveForm {...props} />;
  return entry.kind === 'manual' ? <ManualForm {...props} /> : <CorrectionForm {...props} />;
}

/** Who is entered for in a lesson. */
export function subjectOf(
  lesson: Pick<DayLesson, 'class' | 'date' | 'no'>,
  line: Pick<Subject, 'trainee' | 'name'>,
): Subject {
  const { class: code, date, no } = lesson;
  return { class: code, date, no, trainee: line.trainee, name: line.name };
}
