import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, AutoComplete, Button, Form, Modal, Radio, Select, Space } from 'antd';
import { hasRights } from '../../../core/contract/office/actor.ts';
import {
  editedSchema,
  type LessonForm,
  type ShownLesson,
  type WeekView,
} from '../../../core/contract/office/timetable.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { TimeInput } from '../../../core/ui/shell/day-input.tsx';
import { useActor } from '../shell/actor.ts';
import type { Place } from './week-grid.tsx';
import { kindNames, lockWords } from './words.ts';

interface Entered {
  readonly start: string;
  readonly end: string;
  readonly course: string;
  readonly teacher: string;
  readonly kind: LessonForm['kind'];
  readonly room: string;
  /** `date#no` of the lesson to change places with. */
  readonly other?: string;
}

interface Props {
  readonly view: WeekView;
  readonly lesson: ShownLesson | Place;
  readonly onClose: () => void;
}

const blank = (text: string | undefined): string | null =>
  text === undefined || text.trim() === '' ? null : text.trim();
const options = (list: readonly string[]) => list.map((value) => ({ value }));

/** A lesson's course, teacher, kind, room and times; taking it out; changing places with another. */
export function LessonEditor({ view, lesson, onClose }: Props) {
  const [form] = Form.useForm<Entered>();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const may = hasRights(useActor().role, 'teacher');
  const known = 'kind' in lesson ? lesson : null;
  const { date, no } = lesson;
  const locked = known?.locked ?? null;
  const path = `/classes/${encodeURIComponent(view.code)}/timetable`;
  const usual = view.bell[no - 1];
  const save = useMutation({
    mutationFn: (what: Entered | 'remove') => {
      const { version } = view;
      if (what === 'remove')
        return send('PUT', `${path}/lessons`, { version, lessons: [], removed: [{ date, no }] }, editedSchema);
      const [otherDate = '', otherNo = ''] = (what.other ?? '').split('#');
      if (otherDate !== '')
        return send(
          'POST',
          `${path}/swap`,
          { version, one: { date, no }, other: { date: otherDate, no: Number(otherNo) } },
          editedSchema,
        );
      const { start, end, kind } = what;
      const words = { course: blank(what.course), teacher: blank(what.teacher), room: blank(what.room) };
      const lessons = [{ date, no, start, end, kind, ...words }];
      return send('PUT', `${path}/lessons`, { version, lessons, removed: [] }, editedSchema);
    },
    onSuccess: async ({ changed }) => {
      void message.success(changed === 0 ? '没有变化' : '已保存');
      await queries.invalidateQueries({ queryKey: ['timetable', view.code] });
      onClose();
    },
  });
  const others = view.days
    .flatMap(({ lessons }) => lessons)
    .filter((each) => each.locked === null && (each.date !== date || each.no !== no))
    .map((each) => ({
      value: `${each.date}#${each.no}`,
      label: `${each.date} 第 ${each.no} 节 ${each.course ?? '未定课程'}`,
    }));
  const readOnly = locked !== null || !may;
  return (
    <Modal
      open
      title={`${date} 第 ${no} 节`}
      okText="保存"
      cancelText={readOnly ? '关闭' : '取消'}
      okButtonProps={readOnly ? { style: { display: 'none' } } : {}}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {locked !== null && <Alert type="info" showIcon title={lockWords[locked]} className="roster-alert" />}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={readOnly}
        initialValues={{
          ...{
            start: known?.start ?? usual?.start ?? '',
            end: known?.end ?? usual?.end ?? '',
            kind: known?.kind ?? 'theory',
          },
          ...{ course: known?.course ?? '', teacher: known?.teacher ?? '', room: known?.room ?? '', other: '' },
        }}
        onFinish={(entered) => save.mutate(entered)}
      >
        <Form.Item label="课程" name="course">
          <AutoComplete
            options={options(view.used.courses)}
            showSearch={{ filterOption: contains }}
            autoFocus={!readOnly}
          />
        </Form.Item>
        <Form.Item label="教师" name="teacher">
          <AutoComplete options={options(view.used.teachers)} showSearch={{ filterOption: contains }} />
        </Form.Item>
        <Form.Item label="类型" name="kind">
          <Radio.Group options={Object.entries(kindNames).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item label="教室" name="room" extra="留空：原来的教室，或班级的教室">
          <AutoComplete options={options(view.used.rooms)} showSearch={{ filterOption: contains }} />
        </Form.Item>
        <Space>
          <Form.Item label="开始" name="start" rules={[{ required: true, message: '请填开始时间' }]}>
            <TimeInput />
          </Form.Item>
          <Form.Item label="结束" name="end" rules={[{ required: true, message: '请填结束时间' }]}>
            <TimeInput />
          </Form.Item>
        </Space>
        {known !== null && !readOnly && (
          <Form.Item
            label="与另一节对调课程（不改时间）"
            name="other"
            extra="选了就只做对调；也可在课程表上把一节拖到另一节上"
          >
            <Select allowClear options={[{ value: '', label: '不对调' }, ...others]} />
          </Form.Item>
        )}
      </Form>
      {known !== null && !readOnly && (
        <Button danger loading={save.isPending} onClick={() => save.mutate('remove')}>
          删去这一节
        </Button>
      )}
      {save.isError && <Alert type="error" showIcon title={messageOf(save.error)} className="roster-alert" />}
    </Modal>
  );
}

const contains = (input: string, option?: { readonly value?: string | number | null }): boolean =>
  String(option?.value ?? '').includes(input);
