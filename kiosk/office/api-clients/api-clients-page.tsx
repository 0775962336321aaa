import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Empty, Form, Input, Modal, Popconfirm, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { type ApiClient, type ApiScope, apiClientsSchema, madeApiClientSchema } from '../../../core/contract/api.ts';
import { get, messageOf, send } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { dateTimeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';

const SCOPES: Readonly<Record<ApiScope, string>> = {
  classes: '读班级列表',
  months: '读月考勤',
  people: '带姓名和遮挡的身份证号',
};

/** Tokens for the institution's other systems. */
export function ApiClientsPage() {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [adding, setAdding] = useState(false);
  const clients = useQuery({
    queryKey: ['api-clients'],
    queryFn: ({ signal }) => get('/api-clients', apiClientsSchema, signal),
  });
  const revoke = useMutation({
    mutationFn: (id: number) => send('DELETE', `/api-clients/${id}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['api-clients'] }),
    onError: (error) => void message.error(messageOf(error)),
  });
  return (
    <>
      <Heading
        title="数据接口"
        about={
          <>
            教务、财务等系统凭令牌读取班级和月考勤，只读。接口说明（OpenAPI）：
            <a href="/api/v1/openapi.json" target="_blank" rel="noreferrer">
              /api/v1/openapi.json
            </a>
          </>
        }
        actions={
          <Button type="primary" onClick={() => setAdding(true)}>
            新建令牌
          </Button>
        }
      />
      <Loaded of={clients}>
        {(all) => (
          <Table<ApiClient>
            rowKey="id"
            dataSource={[...all]}
            pagination={false}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: <Empty description="还没有令牌" /> }}
            columns={[
              { title: '名称', dataIndex: 'name' },
              { title: '令牌', render: (_, { hint }) => <Typography.Text code>{hint}…</Typography.Text> },
              {
                title: '权限',
                render: (_, { scopes }) => scopes.map((scope) => <Tag key={scope}>{SCOPES[scope]}</Tag>),
              },
              { title: '建立', render: (_, { createdAt, createdBy }) => `${dateTimeText(createdAt)} ${createdBy}` },
              {
                title: '最近使用',
                render: (_, { lastUsedAt, lastUsedFrom }) =>
                  lastUsedAt === null ? '还没有' : `${dateTimeText(lastUsedAt)} 从 ${lastUsedFrom ?? ''}`,
              },
              {
                title: '状态',
                render: (_, { id, name, revokedAt }) =>
                  revokedAt !== null ? (
                    `已停用 ${dateTimeText(revokedAt)}`
                  ) : (
                    <Popconfirm
                      title={`停用“${name}”的令牌？`}
                      description="立即失效，不能恢复。"
                      okText="停用"
                      onConfirm={() => revoke.mutate(id)}
                    >
                      <Button size="small" danger aria-label={`停用 ${name}`}>
                        停用
                      </Button>
                    </Popconfirm>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      {adding && <NewClient onClose={() => setAdding(false)} />}
    </>
  );
}

/** A new token, shown once. */
function NewClient({ onClose }: { readonly onClose: () => void }) {
  const [form] = Form.useForm<{ name: string; scopes: ApiScope[] }>();
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: (entered: { name: string; scopes: ApiScope[] }) =>
      send('POST', '/api-clients', entered, madeApiClientSchema),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['api-clients'] }),
  });
  const made = make.data;
  return (
    <Modal
      open
      title="新建令牌"
      okText={made ? '已抄下' : '建立'}
      confirmLoading={make.isPending}
      onOk={() => (made ? onClose() : form.submit())}
      onCancel={onClose}
      cancelButtonProps={{ hidden: made !== undefined }}
    >
      {made ? (
        <>
          <Alert type="warning" showIcon title="令牌只显示这一次，请现在复制到对方系统；丢失了就停用它，另建一个。" />
          <Typography.Paragraph copyable={{ text: made.token, tooltips: ['复制', '已复制'] }} code className="token">
            {made.token}
          </Typography.Paragraph>
        </>
      ) : (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ scopes: ['classes', 'months'] }}
          onFinish={(entered) => make.mutate(entered)}
        >
          <Form.Item
            label="给哪个系统用"
            name="name"
            rules={[{ required: true, whitespace: true, message: '请填写名称' }]}
          >
            <Input maxLength={60} autoFocus placeholder="例如：教务系统" />
          </Form.Item>
          <Form.Item label="权限" name="scopes" rules={[{ required: true, message: '请至少选择一项权限' }]}>
            <Checkbox.Group options={Object.entries(SCOPES).map(([value, label]) => ({ value, label }))} />
          </Form.Item>
          {make.isError && <Alert type="error" showIcon title={messageOf(make.error)} />}
        </Form>
      )}
    </Modal>
  );
}
