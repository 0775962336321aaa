import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Dropdown, Empty, Input, Space, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { hasRights } from '../../../core/contract/office/actor.ts';
import { type RosterTrainee, type RosterView, rosterViewSchema } from '../../../core/contract/office/roster.ts';
import { get, messageOf, send } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { ClassTabs } from '../classes/class-tabs.tsx';
import { useActor } from '../shell/actor.ts';
import './roster.css';
import { IdNumber } from './id-number.tsx';
import { PersonEditor } from './person-editor.tsx';
import { Withdrawal } from './withdrawal.tsx';

/** The people of a class: who is in it, added, changed, withdrawn; the way to the import. */
export function RosterPage() {
  const { code = '' } = useParams();
  const roster = useQuery({
    queryKey: ['roster', code],
    queryFn: ({ signal }) => get(`/classes/${encodeURIComponent(code)}/roster`, rosterViewSchema, signal),
  });
  const may = hasRights(useActor().role, 'teacher');
  const [editing, setEditing] = useState<RosterTrainee | 'new' | null>(null);
  return (
    <>
      <ClassTabs code={code} tab="roster" />
      <Heading
        title={`花名册 ${code}`}
        about={roster.data === undefined ? undefined : summaryOf(roster.data)}
        actions={
          <>
            <Button href="/api/roster-template">下载附件4模板</Button>
            {may && <Button onClick={() => setEditing('new')}>加一名学员</Button>}
            {may && (
              <Link to={`/classes/${encodeURIComponent(code)}/roster/import`}>
                <Button type="primary" tabIndex={-1}>
                  导入名单与照片
                </Button>
              </Link>
            )}
          </>
        }
      />
      <Loaded of={roster}>
        {(view) => (
          <>
            <People view={view} may={may} onEdit={setEditing} />
            {editing !== null && <PersonEditor view={view} trainee={editing} onClose={() => setEditing(null)} />}
          </>
        )}
      </Loaded>
    </>
  );
}

function summaryOf({ trainees, specialty, opens, ends }: RosterView): string {
  const gone = trainees.filter(({ withdrawnOn }) => withdrawnOn !== null).length;
  const days = opens === null || ends === null ? '' : `，${opens} 至 ${ends}`;
  return `${specialty ?? '未填专业'}${days}；共 ${trainees.length} 人${gone === 0 ? '' : `，其中 ${gone} 人已退出`}`;
}

interface PeopleProps {
  readonly view: RosterView;
  readonly may: boolean;
  readonly onEdit: (trainee: RosterTrainee) => void;
}

function People({ view, may, onEdit }: PeopleProps) {
  const [sought, setSought] = useState('');
  const [leaving, setLeaving] = useState<RosterTrainee | null>(null);
  const shown = view.trainees.filter(
    ({ form, maskedId }) => form.name.includes(sought) || maskedId.endsWith(sought) || form.phone.endsWith(sought),
  );
  const flagged = view.trainees.filter(({ idFault, alsoIn }) => idFault !== null || alsoIn !== null).length;
  if (view.trainees.length === 0)
    return (
      <Empty description="还没有学员。可导入附件4样式的 Excel 名单（可连同照片），也可逐个加入。">
        {may && (
          <Link to={`/classes/${encodeURIComponent(view.code)}/roster/import`}>
            <Button type="primary" tabIndex={-1}>
              导入名单
            </Button>
          </Link>
        )}
      </Empty>
    );
  return (
    <>
      {view.trainees.length > view.classSizeAtMost && (
        <Alert
          type="warning"
          showIcon
          className="roster-alert"
          title={`班级有 ${view.trainees.length} 人，原则上每班最多 ${view.classSizeAtMost} 人；确需超过的，请在班级资料中写明理由`}
        />
      )}
      {flagged > 0 && (
        <Alert
          type="warning"
          showIcon
          className="roster-alert"
          title={`有 ${flagged} 人的身份证号需要核对，见名单中的标记`}
        />
      )}
      <Input.Search
        allowClear
        className="roster-search"
        placeholder="按姓名、号码末几位查找"
        aria-label="查找学员"
        onChange={({ target }) => setSought(target.value.trim())}
      />
      <Table<RosterTrainee>
        rowKey="id"
        size="middle"
        dataSource={shown}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description="没有符合的学员" /> }}
        columns={[
          { title: '序号', render: (_, trainee) => view.trainees.indexOf(trainee) + 1 },
          { title: '姓名', render: (_, { form }) => <Typography.Text strong>{form.name}</Typography.Text> },
          { title: '性别', render: (_, { form }) => form.sex },
          { title: '身份证号', render: (_, trainee) => <IdNumber code={view.code} trainee={trainee} /> },
          { title: '毕业院校', render: (_, { form }) => form.school },
          { title: '学历', render: (_, { form }) => form.education },
          { title: '移动电话', render: (_, { form }) => form.phone },
          { title: '状态', render: (_, trainee) => <Standing {...trainee} /> },
          ...(may
            ? [
                {
                  title: '操作',
                  render: (_: unknown, trainee: RosterTrainee) => (
                    <Actions view={view} trainee={trainee} onEdit={onEdit} onLeave={setLeaving} />
                  ),
                },
              ]
            : []),
        ]}
      />
      {leaving !== null && <Withdrawal view={view} trainee={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}

function Standing({ withdrawnOn, withdrawReason, form }: RosterTrainee) {
  if (withdrawnOn !== null)
    return (
      <Tag color="default" className="roster-reason">
        {withdrawnOn} 起退出{withdrawReason === null || withdrawReason === '' ? '' : `：${withdrawReason}`}
      </Tag>
    );
  return <Tag>{form.joinedOn === '' ? '在班' : `${form.joinedOn} 入班`}</Tag>;
}

interface ActionsProps {
  readonly view: RosterView;
  readonly trainee: RosterTrainee;
  readonly onEdit: (trainee: RosterTrainee) => void;
  readonly onLeave: (trainee: RosterTrainee) => void;
}

function Actions({ view: { code, version }, trainee, onEdit, onLeave }: ActionsProps) {
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const path = `/classes/${encodeURIComponent(code)}/roster/${trainee.id}`;
  const change = useMutation({
    mutationFn: (what: 'undo' | 'remove') => send('DELETE', what === 'undo' ? `${path}/withdrawal` : path, { version }),
    onSuccess: (_, what) => void message.success(what === 'undo' ? '已撤销退出' : '已删除'),
    onError: (error) => void message.error(messageOf(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: ['roster', code] }),
  });
  const { name } = trainee.form;
  const gone = trainee.withdrawnOn !== null;
  const remove = (): void =>
    void modal.confirm({
      title: `删除 ${name}？`,
      content: '只用于误加的人。已有考勤记录的学员不能删除，请登记“中途退出”。',
      okText: '删除',
      okButtonProps: { danger: true },
      onOk: () => change.mutate('remove'),
    });
  return (
    <Space>
      <Button size="small" aria-label={`修改 ${name}`} onClick={() => onEdit(trainee)}>
        修改
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            gone
              ? { key: 'undo', label: '撤销退出', onClick: () => change.mutate('undo') }
              : { key: 'leave', label: '中途退出…', onClick: () => onLeave(trainee) },
            { key: 'remove', danger: true, label: '删除…', onClick: remove },
          ],
        }}
      >
        <Button size="small" aria-label={`${name} 的更多操作`}>
          更多
        </Button>
      </Dropdown>
    </Space>
  );
}
