import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { messageOf, send } from './api.ts';
import { Door } from './door.tsx';

interface Entered {
  readonly user: string;
  readonly password: string;
}

/** Signing in. */
export function SignIn({ institution }: { readonly institution: string }) {
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: (entered: Entered) => send('POST', '/sign-in', entered),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <Door institution={institution} title="登录">
      <Form<Entered> layout="vertical" requiredMark={false} onFinish={(entered) => signIn.mutate(entered)}>
        <Form.Item label="账号" name="user" rules={[{ required: true, message: '请输入账号' }]}>
          <Input autoComplete="username" autoFocus />
        </Form.Item>
        <Form.Item label="密码" name="password" rules={[{ required: true, message: '请输入密码' }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        {signIn.isError && <Alert type="error" showIcon role="alert" title={messageOf(signIn.error)} />}
        <Button block type="primary" htmlType="submit" size="large" loading={signIn.isPending} className="enter">
          登录
        </Button>
      </Form>
    </Door>
  );
}
