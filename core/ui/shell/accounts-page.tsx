import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Space, Switch, Table, Tag } from 'antd';
import { useState } from 'react';
import { type ListedAccount, listedAccountsSchema } from '../../contract/web/account.ts';
import { AccountForm } from './account-form.tsx';
import { get, messageOf, send } from './api.ts';
import { Heading } from './heading.tsx';
import { usePerson, useProgram } from './program.ts';
import { dateTimeText } from './time.ts';
import { Loaded } from './trouble.tsx';

/** Who may sign in: added, changed, switched off; never deleted, since the audit names them. */
export function AccountsPage() {
  const actor = usePerson();
  const { roleNames, accounts: words } = useProgram();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [editing, setEditing] = useState<ListedAccount | 'new' | null>(null);
  const accounts = useQuery({
    queryKey: ['accounts'],
    queryFn: ({ signal }) => get('/accounts', listedAccountsSchema, signal),
  });
  const turn = useMutation({
    mutationFn: ({ user, active }: Pick<ListedAccount, 'user' | 'active'>) =>
      send('PATCH', `/accounts/${user}`, { active }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['accounts'] }),
    onError: (error) => void message.error(messageOf(error)),
  });
  return (
    <>
      <Heading
        title="账号"
        about={`${words.about}账号停用后不能再登录，但操作记录一直保留。`}
        actions={
          <Button type="primary" onClick={() => setEditing('new')}>
            新建账号
          </Button>
        }
      />
      <Loaded of={accounts}>
        {(all) => (
          <Table<ListedAccount>
            rowKey="user"
            dataSource={[...all]}
            pagination={false}
            scroll={{ x: 'max-content' }}
            columns={[
              { title: '姓名', dataIndex: 'name' },
              { title: '账号', dataIndex: 'user' },
              { title: '角色', render: (_, { role }) => <Tag>{roleNames[role] ?? role}</Tag> },
              ...(words.home === undefined
                ? []
                : [
                    {
                      title: '所属',
                      render: (_: unknown, { institution }: ListedAccount) => institution ?? words.home,
                    },
                  ]),
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
