import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Select, Space, Table } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { hasRights } from '../../../core/contract/office/actor.ts';
import { type OfferedForm, offeredFormsSchema } from '../../../core/contract/office/forms.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { todayText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { ClassTabs } from '../classes/class-tabs.tsx';
import { useActor } from '../shell/actor.ts';
import { FormPreview } from './preview.tsx';
import './forms.css';

/** Forms 2–8 of a class, to print or as workbooks. */
export function FormsPage() {
  const { code = '' } = useParams();
  const { role } = useActor();
  const offered = useQuery({
    queryKey: ['forms', code],
    queryFn: ({ signal }) => get(`/classes/${encodeURIComponent(code)}/forms`, offeredFormsSchema, signal),
  });
  return (
    <Loaded of={offered}>
      {({ class: { specialty }, forms }) => (
        <>
          <ClassTabs code={code} tab="forms" />
          <Heading
            title={`${specialty} ${code} 表格`}
            about="先预览，再打印（A4 纸）或下载 Excel。每次打开和下载都记入操作记录。"
          />
          {!hasRights(role, 'administrator') && (
            <Alert
              className="month-notice"
              type="info"
              showIcon
              title="附件 2、4、7 上的完整身份证号只有管理员能看到；您打开的表上是遮挡的。"
            />
          )}
          <Table<OfferedForm>
            rowKey="form"
            dataSource={[...forms]}
            pagination={false}
            columns={[
              { title: '附件', className: 'whole', render: (_, { form }) => `附件${form}` },
              { title: '名称', dataIndex: 'name' },
              { title: '说明', render: (_, { about, lacking }) => lacking ?? about },
              {
                title: '打印、下载',
                className: 'whole',
                render: (_, form) => <Ways key={form.form} code={code} form={form} />,
              },
            ]}
          />
        </>
      )}
    </Loaded>
  );
}

const CHOOSING = { month: '月份', week: '周次', trainee: '学员' } as const;

/** The month or week that runs; before the class the first, and the last where they have no time. */
function currentOf(choices: OfferedForm['choices']): OfferedForm['choices'][number] | undefined {
  const today = todayText();
  return choices.findLast(({ from }) => from === undefined || from <= today) ?? choices[0];
}

/** The choice that a form needs, and its two ways out. */
function Ways({
  code,
  form: { form, name, lacking, choose, choices },
}: {
  readonly code: string;
  readonly form: OfferedForm;
}) {
  const first = choose === 'month' || choose === 'week' ? currentOf(choices)?.value : undefined;
  const [chosen, setChosen] = useState<string | undefined>(first);
  const [previewing, preview] = useState(false);
  if (lacking !== null) return null;
  const query =
    choose === null || chosen === undefined || chosen === ALL ? '' : `?${choose}=${encodeURIComponent(chosen)}`;
  const path = `/api/classes/${encodeURIComponent(code)}/forms/${form}`;
  const about = `附件${form} ${name}`;
  return (
    <Space>
      {choose !== null && (
        <Select
          className="choose"
          value={chosen ?? ALL}
          aria-label={`${about}的${CHOOSING[choose]}`}
          showSearch={choices.length > 8 ? { optionFilterProp: 'label' } : false}
          options={[...(choose === 'trainee' ? [{ value: ALL, label: '全部学员' }] : []), ...choices]}
          onChange={(value) => setChosen(value === ALL ? undefined : value)}
        />
      )}
      <Button type="primary" onClick={() => preview(true)} aria-label={`预览：${about}`}>
        预览
      </Button>
      <Button href={`${path}/html${query}`} target="_blank" rel="noreferrer" aria-label={`打印页：${about}`}>
        打印页
      </Button>
      <Button href={`${path}/xlsx${query}`} aria-label={`Excel：${about}`}>
        Excel
      </Button>
      {previewing && <FormPreview title={about} path={path} query={query} onClose={() => preview(false)} />}
    </Space>
  );
}

const ALL = '';
