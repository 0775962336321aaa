import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { messageOf, send } from './api.ts';
import { Door } from './door.tsx';
import { useProgram } from './program.ts';

interface Entered {
  readonly code: string;
  readonly name: string;
  readonly user: string;
  readonly password: string;
}

/** The first administrator, by the code on the kiosk's own screen. */
export function FirstRun({ institution }: { readonly institution: string }) {
  const queries = useQueryClient();
  const { codeIsAt } = useProgram();
  const claim = useMutation({
    mutationFn: (entered: Entered) => send('POST', '/claim', entered),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <Door institution={institution} title="第一次使用：建立管理员账号">
      <Form<Entered> layout="vertical" requiredMark={false} onFinish={(entered) => claim.mutate(entered)}>
        <Form.Item
          label="初始化码"
          name="code"
          extra={codeIsAt}
          rules={[{ required: true, message: '请输入初始化码' }]}
        >
          <Input autoFocus autoComplete="off" />
        </Form.Item>
        <Form.Item label="您的姓名" name="name" rules={[{ required: true, message: '请输入姓名' }]}>
          <Input autoComplete="name" />
        </Form.Item>
        <Form.Item
          label="账号"
          name="user"
          rules={[
            { required: true, message: '请输入账号' },
            { pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{1,31}$/, message: '账号为 2–32 位字母、数字、点或横线' },
          ]}
        >
          <Input autoComplete="username" />
        </Form.Item>
        <Form.Item
          label="密码"
          name="password"
          extra="至少 10 位"
          rules={[{ required: true, min: 10, message: '密码至少 10 位' }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {claim.isError && <Alert type="error" showIcon role="alert" title={messageOf(claim.error)} />}
        <Button block type="primary" htmlType="submit" size="large" loading={claim.isPending} className="enter">
          建立并登录
        </Button>
      </Form>
    </Door>
  );
}
