import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import type { TeacherForm } from '../../../core/contract/office/classes.ts';

/** What 附件3 asks of a teacher beside the name, in the order of its columns. */
const ASKED = {
  teaches: { label: '任课内容', most: 60 },
  rank: { label: '职称', most: 30 },
  qualification: { label: '职业资格', most: 60 },
  employer: { label: '工作单位', most: 60 },
  phone: { label: '联系电话', most: 30 },
  remarks: { label: '备注', most: 60 },
} as const;
const COLUMNS = Object.keys(ASKED) as (keyof typeof ASKED)[];

/** A line of the form. */
export type EnteredTeacher = { readonly [Column in 'name' | keyof typeof ASKED]?: string };

/** A teacher as the form shows it. */
export function enteredTeacher(teacher: TeacherForm): EnteredTeacher {
  const told = COLUMNS.map((column) => [column, teacher[column] ?? ''] as const);
  return { name: teacher.name, ...Object.fromEntries(told) };
}

/** What the form sends of a line: empty fields are not told. */
export function teacherOf(entered: EnteredTeacher): TeacherForm {
  const told = (column: keyof typeof ASKED): string | null => entered[column]?.trim() || null;
  return {
    name: entered.name?.trim() ?? '',
    ...{ teaches: told('teaches'), rank: told('rank'), qualification: told('qualification') },
    ...{ employer: told('employer'), phone: told('phone'), remarks: told('remarks') },
  };
}

/** 任课教师情况 of 附件3: a line a teacher; only the name must be told. */
export function TeacherFields() {
  return (
    <fieldset className="across bell">
      <legend>任课教师情况（附件3；任课内容留空时按课程表填）</legend>
      <Form.List name="teachers">
        {(rows, { add, remove }) => (
          <>
            {rows.map(({ key, name }, index) => (
              <div key={key} className="teacher-line">
                <Form.Item
                  name={[name, 'name']}
                  label="姓名"
                  rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}
                >
                  <Input maxLength={40} aria-label={`第 ${index + 1} 位教师的姓名`} />
                </Form.Item>
                {COLUMNS.map((column) => (
                  <Form.Item key={column} name={[name, column]} label={ASKED[column].label}>
                    <Input
                      maxLength={ASKED[column].most}
                      inputMode={column === 'phone' ? 'tel' : 'text'}
                      aria-label={`第 ${index + 1} 位教师的${ASKED[column].label}`}
                    />
                  </Form.Item>
                ))}
                <Button
                  type="text"
                  icon={<MinusCircleOutlined />}
                  aria-label={`删去第 ${index + 1} 位教师`}
                  onClick={() => remove(name)}
                />
              </div>
            ))}
            <Button icon={<PlusOutlined />} onClick={() => add({})} disabled={rows.length >= 30}>
              加一位教师
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}
