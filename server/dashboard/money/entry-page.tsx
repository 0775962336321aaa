import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Card, Checkbox, Form, Input, InputNumber, Select, Space, Table } from 'antd';
import { Link, useParams } from 'react-router';
import {
  type SubsidyEntry,
  type SubsidyEntryView,
  subsidyEntryViewSchema,
} from '../../../core/contract/center/subsidy.ts';
import { get, messageOf, send } from '../../../core/ui/shell/api.ts';
import { DayInput } from '../../../core/ui/shell/day-input.tsx';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { Changed } from '../filings/changed.tsx';
import { useMay } from '../shell/actor.ts';
import './money.css';

/** What the center enters of a class for the subsidy. */
export function EntryPage() {
  const { kiosk = '', code = '' } = useParams();
  const path = `/classes/${kiosk}/${encodeURIComponent(code)}/subsidy`;
  const entry = useQuery({
    queryKey: ['subsidy', kiosk, code],
    queryFn: ({ signal }) => get(path, subsidyEntryViewSchema, signal),
    staleTime: Number.POSITIVE_INFINITY, // what is being typed is not overwritten
  });
  return <Loaded of={entry}>{(view) => <Entry key={view.revision} view={view} path={path} />}</Loaded>;
}

interface Entered {
  readonly people: Readonly<
    Record<
      string,
      { readonly exam?: SubsidyEntry['exam'][string]; readonly insured?: boolean; readonly rejected?: boolean }
    >
  >;
  readonly violations: SubsidyEntry['violations'];
  readonly publishedOn: string | null;
}

function Entry({ view, path }: { readonly view: SubsidyEntryView; readonly path: string }) {
  const may = useMay('accountant');
  const [form] = Form.useForm<Entered>();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const save = useMutation({
    mutationFn: (entered: Entered) => send('PUT', path, { revision: view.revision, entry: entryOf(entered) }),
    onSuccess: async () => {
      void message.success('已保存');
      await queries.invalidateQueries();
    },
  });
  const saved =
    view.enteredAt === null
      ? '还没有录入，先显示机构备案里的内容'
      : `${dateTimeText(view.enteredAt)} ${view.enteredBy ?? ''} 录入`;
  return (
    <Form form={form} disabled={!may} initialValues={valuesOf(view)} onFinish={(entered) => save.mutate(entered)}>
      <Heading
        title={`补贴核算 ${view.institution} ${view.code}`}
        about={`${view.specialty}，${String(view.people)} 人。${saved}。${view.lacking === '' ? '' : `${view.lacking}。`}${may ? '' : '由财务录入。'}`}
        actions={
          <>
            <Link to="/subsidy">全部班级</Link>
            {may && (
              <Button onClick={() => form.setFieldValue('people', passed(form.getFieldsValue().people))}>
                未录入的都通过
              </Button>
            )}
            {may && (
              <Button type="primary" htmlType="submit" loading={save.isPending}>
                保存
              </Button>
            )}
          </>
        }
      />
      {view.changed !== null && (
        <Changed approval={view.changed}>
          金额按机构现在的备案计算。请检查员先在
          <Link to={`/filings/${view.kiosk}/${encodeURIComponent(view.code)}`}>备案</Link>
          里批准改动，或让机构改回。
        </Changed>
      )}
      {save.isError && <Alert type="error" showIcon role="alert" title={messageOf(save.error)} />}
      <Table<SubsidyEntryView['trainees'][number]>
        rowKey="trainee"
        size="small"
        dataSource={[...view.trainees]}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: '姓名', dataIndex: 'name' },
          { title: '身份证号', dataIndex: 'idNumber' },
          { title: '出勤率 %', dataIndex: 'rate', align: 'right' },
          { title: '退出', dataIndex: 'withdrawnOn' },
          {
            title: '考试',
            render: (_, { trainee, name }) => (
              <Form.Item name={['people', trainee, 'exam']} noStyle>
                <Select
                  aria-label={`${name} 的考试结果`}
                  allowClear
                  placeholder="未录入"
                  options={EXAMS}
                  className="exam"
                />
              </Form.Item>
            ),
          },
          {
            title: '已参保',
            render: (_, { trainee, name }) => <Tick at={[trainee, 'insured']} label={`${name} 已参保`} />,
          },
          {
            title: '材料不合格',
            render: (_, { trainee, name }) => <Tick at={[trainee, 'rejected']} label={`${name} 材料不合格`} />,
          },
        ]}
      />
      <Card size="small" className="stacked below" title="违纪违规扣减（占拟补贴金额的百分比）">
        <Form.List name="violations">
          {(fields, { add, remove }) => (
            <>
              {fields.map(({ key, name }) => (
                <Space key={key} align="baseline" className="stack">
                  <Form.Item name={[name, 'percent']} rules={[{ required: true, message: '请填百分比' }]}>
                    <InputNumber
                      className="entry-percent"
                      min={0}
                      max={100}
                      step={0.01}
                      aria-label="扣减百分比"
                      suffix="%"
                    />
                  </Form.Item>
                  <Form.Item name={[name, 'why']} rules={[{ required: true, message: '请写明违规事由' }]}>
                    <Input placeholder="事由" aria-label="违规事由" />
                  </Form.Item>
                  <Button onClick={() => remove(name)}>删除</Button>
                </Space>
              ))}
              {!may && fields.length === 0 && '没有'}
              {may && <Button onClick={() => add({ percent: null, why: '' })}>加一项</Button>}
            </>
          )}
        </Form.List>
      </Card>
      <Form.Item label="公示开始日" className="entry-day" name="publishedOn" extra={publicityText(view)}>
        <DayInput />
      </Form.Item>
    </Form>
  );
}

/** When the publicity that was entered ends. */
function publicityText({ entry, publicityEnds }: SubsidyEntryView): string {
  if (publicityEnds !== null) return `公示到 ${publicityEnds}`;
  return entry.publishedOn === null ? '公示 5 个工作日' : '缺公示期所在年份的日历，算不出截止日；请核对公示开始日';
}

/** Whoever has no result yet has passed: most do. Nothing is saved by it. */
function passed(people: Entered['people']): Entered['people'] {
  return Object.fromEntries(Object.entries(people).map(([id, each]) => [id, { ...each, exam: each.exam ?? 'passed' }]));
}

function Tick({ at, label }: { readonly at: readonly string[]; readonly label: string }) {
  return (
    <Form.Item name={['people', ...at]} valuePropName="checked" noStyle>
      <Checkbox aria-label={label} />
    </Form.Item>
  );
}

const EXAMS = [
  { value: 'passed', label: '通过' },
  { value: 'failed', label: '未通过' },
  { value: 'absent', label: '缺考' },
  { value: 'notRegistered', label: '未报名' },
];

function valuesOf({ entry, trainees }: SubsidyEntryView): Entered {
  const people = trainees.map(({ trainee }) => {
    const exam = entry.exam[trainee];
    const ticks = { insured: entry.insured.includes(trainee), rejected: entry.materialsRejected.includes(trainee) };
    return [trainee, exam === undefined ? ticks : { exam, ...ticks }] as const;
  });
  return { people: Object.fromEntries(people), violations: entry.violations, publishedOn: entry.publishedOn };
}

function entryOf({ people, violations, publishedOn }: Entered): SubsidyEntry {
  const all = Object.entries(people);
  return {
    exam: Object.fromEntries(all.flatMap(([id, { exam }]) => (exam ? [[id, exam]] : []))),
    insured: all.flatMap(([id, { insured }]) => (insured === true ? [id] : [])),
    materialsRejected: all.flatMap(([id, { rejected }]) => (rejected === true ? [id] : [])),
    violations,
    publishedOn: publishedOn ? publishedOn : null,
  };
}
