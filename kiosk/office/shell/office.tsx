import { useQuery } from '@tanstack/react-query';
import { Button, Result, Spin } from 'antd';
import { welcomeSchema } from '../../../core/contract/office/accounts.ts';
import { get, messageOf } from '../api.ts';
import { FirstRun } from './first-run.tsx';
import { Frame } from './frame.tsx';
import { SignIn } from './sign-in.tsx';

/** Everything: the first administrator, the sign-in, or the pages. */
export function Office() {
  const welcome = useQuery({
    queryKey: ['welcome'],
    queryFn: ({ signal }) => get('/welcome', welcomeSchema, signal),
    refetchInterval: 60_000, // an ended session shows the sign-in by itself
  });
  if (welcome.isPending) return <Spin fullscreen description="正在连接教室电脑…" />;
  if (welcome.isError)
    return (
      <Result
        status="warning"
        title="连不上教室电脑"
        subTitle={messageOf(welcome.error)}
        extra={
          <Button type="primary" onClick={() => void welcome.refetch()}>
            重试
          </Button>
        }
      />
    );
  const { institution, firstRun, actor } = welcome.data;
  if (actor !== null) return <Frame institution={institution} actor={actor} />;
  return firstRun ? <FirstRun institution={institution} /> : <SignIn institution={institution} />;
}
