import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Space, Switch, Table, Tag } from 'antd';
import { useState } from 'react';
import { type Account, accountsSchema } from '../../../core/contract/office/accounts.ts';
import { get, messageOf, send } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { roleNames, useActor } from '../shell/actor.ts';
import { AccountForm } from './account-form.tsx';

/** Who may sign in: added, changed, switched off; never deleted, since the audit names them. */
export function AccountsPage() {
  const actor = useActor();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [editing, setEditing] = useState<Account | 'new' | null>(null);
  const accounts = useQuery({
    queryKey: ['accounts'],
    queryFn: ({ signal }) => get('/accounts', accountsSchema, signal),
  });
  const turn = useMutation({
    mutationFn: ({ user, active }: Pick<Account, 'user' | 'active'>) => send('PATCH', `/accounts/${user}`, { active }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['accounts'] }),
    onError: (error) => void message.error(messageOf(error)),
  });
  return (
    <>
      <Heading
        title="账号"
        about="管理员能做一切；教师做日常考勤；只读账号只能查看。账号停用后不能再登录，但操作记录一直保留。"
        actions={
          <Button type="primary" onClick={() => setEditing('new')}>
            新建账号
          </Button>
        }
      />
      <Loaded of={accounts}>
        {(all) => (
          <Table<Account>
            rowKey="user"
            dataSource={[...all]}
            pagination={false}
            scroll={{ x: 'max-content' }}
            columns={[
              { title: '姓名', dataIndex: 'name' },
              { title: '账号', dataIndex: 'user' },
              { title: '角色', render: (_, { role }) => <Tag>{roleNames[role]}</Tag> },
              {
                title: '最近使用',
                render: (_, { lastSeenAt }) => (lastSeenAt === null ? '还没有' : dateTimeText(lastSeenAt)),
              },
              {
                title: '启用',
                render: (_, { user, name, active }) => (
                  <Switch
                    checked={active}
                    disabled={user === actor.user}
                    aria-label={`${name} 的账号是否启用`}
                    onChange={(next) => turn.mutate({ user, active: next })}
                  />
                ),
              },
              {
                title: '操作',
                render: (_, account) => (
                  <Space>
                    <Button size="small" onClick={() => setEditing(account)}>
                      修改
                    </Button>
                  </Space>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      {editing !== null && <AccountForm account={editing} onClose={() => setEditing(null)} />}
    </>
  );
}
