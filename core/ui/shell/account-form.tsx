import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Form, Input, Modal, Radio } from 'antd';
import type { ListedAccount } from '../../contract/web/account.ts';
import { messageOf, send } from './api.ts';
import { useProgram } from './program.ts';

interface Entered {
  readonly user: string;
  readonly name: string;
  readonly role: string;
  readonly institution?: string;
  readonly password?: string;
}

/** A new account, or a change of one: name, role, password. */
export function AccountForm({
  account,
  onClose,
}: {
  readonly account: ListedAccount | 'new';
  readonly onClose: () => void;
}) {
  const { roleNames, accounts: words } = useProgram();
  const [form] = Form.useForm<Entered>();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const isNew = account === 'new';
  const save = useMutation({
    mutationFn: ({ user, name, role, institution, password }: Entered) => {
      const whose = words.home === undefined ? {} : { institution: institution?.trim() ? institution : null };
      return isNew
        ? send('POST', '/accounts', { user, name, role, ...whose, password })
        : send('PATCH', `/accounts/${account.user}`, { name, role, ...whose, ...(password ? { password } : {}) });
    },
    onSuccess: async () => {
      void message.success('已保存');
      await queries.invalidateQueries({ queryKey: ['accounts'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={isNew ? '新建账号' : `修改账号 ${account.user}`}
      okText="保存"
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={isNew ? { role: words.usual } : account}
        onFinish={(entered) => save.mutate(entered)}
      >
        <Form.Item label="姓名" name="name" rules={[{ required: true, message: '请输入姓名' }]}>
          <Input autoFocus />
        </Form.Item>
        {isNew && (
          <Form.Item
            label="账号"
            name="user"
            rules={[
              { required: true, message: '请输入账号' },
              { pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{1,31}$/, message: '账号为 2–32 位字母、数字、点或横线' },
            ]}
          >
            <Input autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item label="角色" name="role">
          <Radio.Group options={Object.entries(roleNames).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        {words.home !== undefined && (
          <Form.Item label="所属机构" name="institution" extra={`留空：${words.home}；填了机构就只能看到该机构的`}>
            <Input autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item
          label={isNew ? '密码' : '新密码'}
          name="password"
          extra={isNew ? '至少 10 位，请告诉本人并让其登录后修改' : '不改就留空；改了以后本人要重新登录'}
          rules={[
            { required: isNew, message: '请输入密码' },
            { min: 10, message: '密码至少 10 位' },
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {save.isError && <Alert type="error" showIcon title={messageOf(save.error)} />}
      </Form>
    </Modal>
  );
}
