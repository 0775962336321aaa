import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, Checkbox, Flex, Form, Input, InputNumber, Select } from 'antd';
import { type ClassFactsForm, specialtiesSchema } from '../../../core/contract/office/classes.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { DayInput, TimeInput } from '../../../core/ui/shell/day-input.tsx';
import { type EnteredTeacher, enteredTeacher, TeacherFields, teacherOf } from './teacher-fields.tsx';
import { CERTIFICATES, LEVELS } from './words.ts';

/** The form's values: dates and times as the browser's own fields give them. */
export interface EnteredFacts {
  readonly institution?: string;
  readonly specialty?: string;
  readonly level?: ClassFactsForm['level'];
  readonly certificate?: ClassFactsForm['certificate'];
  readonly ownFinalYear?: boolean;
  readonly opens?: string;
  readonly ends?: string;
  readonly months?: number | null;
  readonly room?: string;
  readonly place?: string;
  readonly teachers?: readonly EnteredTeacher[];
  readonly counsellorPhone?: string;
  readonly bell?: readonly { readonly start?: string; readonly end?: string }[];
}

/** Six lessons of 45 minutes, as a class usually has them. */
export const USUAL_BELL = [
  ['08:30', '09:15'],
  ['09:25', '10:10'],
  ['10:20', '11:05'],
  ['13:00', '13:45'],
  ['13:55', '14:40'],
  ['14:50', '15:35'],
] as const;

/** Facts as the form shows them. */
export function enteredOf(facts: ClassFactsForm): EnteredFacts {
  const {
    institution,
    specialty,
    level,
    certificate,
    opens,
    ends,
    room,
    place,
    teachers,
    counsellorPhone,
    bell,
    ...rest
  } = facts;
  return {
    ...rest,
    level,
    certificate,
    institution: institution ?? '',
    specialty: specialty ?? '',
    opens: opens ?? '',
    ends: ends ?? '',
    room: room ?? '',
    place: place ?? '',
    teachers: teachers.map(enteredTeacher),
    counsellorPhone: counsellorPhone ?? '',
    bell: bell.map(([start, end]) => ({ start, end })),
  };
}

/** What the form sends: empty fields are not told. */
export function factsOf(entered: EnteredFacts): ClassFactsForm {
  const told = (value: string | undefined): string | null =>
    value === undefined || value.trim() === '' ? null : value.trim();
  return {
    institution: told(entered.institution),
    specialty: told(entered.specialty),
    level: entered.level ?? null,
    certificate: entered.certificate ?? null,
    ownFinalYear: entered.ownFinalYear ?? false,
    opens: told(entered.opens) as ClassFactsForm['opens'],
    ends: told(entered.ends) as ClassFactsForm['ends'],
    months: entered.months ?? null,
    room: told(entered.room),
    place: told(entered.place),
    teachers: (entered.teachers ?? []).map(teacherOf),
    counsellorPhone: told(entered.counsellorPhone),
    bell: (entered.bell ?? []).map(({ start = '', end = '' }) => [start, end] as const),
  };
}

const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** The fields of 附件3; the form around them keeps {@link EnteredFacts}. */
export function FactsFields() {
  const specialties = useQuery({
    queryKey: ['specialties'],
    queryFn: ({ signal }) => get('/specialties', specialtiesSchema, signal),
  });
  const specialty = Form.useWatch<string | undefined>('specialty');
  const levels = (specialties.data ?? []).filter((each) => each.specialty === specialty);
  const hours = levels.map(({ level, lessons }) => `${level === null ? '' : LEVELS[level]}${lessons} 课时`).join('、');
  const names = [...new Set((specialties.data ?? []).map((each) => each.specialty))];
  return (
    <div className="fields">
      <Form.Item label="培训机构" name="institution" extra="新建时留空即为本机构">
        <Input />
      </Form.Item>
      <Form.Item
        label="专业"
        name="specialty"
        rules={[{ required: true, message: '请选择或填写专业' }]}
        extra={hours === '' ? '附件1 的专业可直接选择' : `附件1 规定：${hours}`}
      >
        <AutoComplete options={names.map((value) => ({ value }))} showSearch={{ filterOption: true }} />
      </Form.Item>
      <Form.Item label="级别" name="level">
        <Select allowClear options={options(LEVELS)} placeholder="按级别定课时的专业须选" />
      </Form.Item>
      <Form.Item label="拟取证书" name="certificate">
        <Select allowClear options={options(CERTIFICATES)} placeholder="决定补贴标准" />
      </Form.Item>
      <Form.Item label="开班日期" name="opens">
        <DayInput />
      </Form.Item>
      <Form.Item
        label="结课日期"
        name="ends"
        dependencies={['opens']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_rule, ends: string | undefined) => {
              const opens: unknown = getFieldValue('opens');
              const early =
                typeof opens === 'string' && opens !== '' && ends !== undefined && ends !== '' && ends < opens;
              return early ? Promise.reject(new Error('结课不能早于开班')) : Promise.resolve();
            },
          }),
        ]}
      >
        <DayInput />
      </Form.Item>
      <Form.Item label="培训时限（月）" name="months" extra="文件规定 3–6 个月">
        <InputNumber min={1} max={24} precision={0} className="wide" />
      </Form.Item>
      <Form.Item label="教室" name="room" extra="与教室电脑的设置一致，考勤才在那里进行">
        <Input />
      </Form.Item>
      <Form.Item label="培训地点" name="place" extra="经核验的自有场地，写明地址；留空则附件3 上写教室">
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item label="辅导员联系电话" name="counsellorPhone">
        <Input inputMode="tel" />
      </Form.Item>
      <Form.Item name="ownFinalYear" valuePropName="checked" className="across">
        <Checkbox>面向本校毕业学年学生</Checkbox>
      </Form.Item>
      <TeacherFields />
      <BellFields />
    </div>
  );
}

/** The bell: when each lesson of a working day begins and ends. */
function BellFields() {
  const required = [{ required: true, message: '请填写时间' }];
  return (
    <fieldset className="across bell">
      <legend>作息时间（每个工作日的课时；另排课程表的班级可以留空）</legend>
      <Form.List name="bell">
        {(rows, { add, remove }) => (
          <>
            {rows.map(({ key, name }, index) => (
              <Flex key={key} gap={8} align="start">
                <span className="bell-no">第 {index + 1} 课时</span>
                <Form.Item name={[name, 'start']} rules={required}>
                  <TimeInput aria-label={`第 ${index + 1} 课时开始`} />
                </Form.Item>
                <Form.Item name={[name, 'end']} rules={required}>
                  <TimeInput aria-label={`第 ${index + 1} 课时结束`} />
                </Form.Item>
                <Button
                  type="text"
                  icon={<MinusCircleOutlined />}
                  aria-label={`删去第 ${index + 1} 课时`}
                  onClick={() => remove(name)}
                />
              </Flex>
            ))}
            <Button icon={<PlusOutlined />} onClick={() => add({})} disabled={rows.length >= 14}>
              加一课时
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}
