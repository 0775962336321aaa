import { useQuery } from '@tanstack/react-query';
import { Button, Result, Spin } from 'antd';
import { get, messageOf } from './api.ts';
import { FirstRun } from './first-run.tsx';
import { Frame } from './frame.tsx';
import { useProgram } from './program.ts';
import { SignIn } from './sign-in.tsx';

/** Everything: the first administrator, the sign-in, or the pages. */
export function Shell() {
  const { welcome: schema, machine } = useProgram();
  const welcome = useQuery({
    queryKey: ['welcome'],
    queryFn: ({ signal }) => get('/welcome', schema, signal),
    refetchInterval: 60_000, // an ended session shows the sign-in by itself
  });
  if (welcome.isPending) return <Spin fullscreen description={`正在连接${machine}…`} />;
  if (welcome.isError)
    return (
      <Result
        status="warning"
        title={`连不上${machine}`}
        subTitle={messageOf(welcome.error)}
        extra={
          <Button type="primary" onClick={() => void welcome.refetch()}>
            重试
          </Button>
        }
      />
    );
  const { institution, firstRun, actor } = welcome.data;
  if (actor !== null) return <Frame institution={institution} person={actor} />;
  return firstRun ? <FirstRun institution={institution} /> : <SignIn institution={institution} />;
}
