import { queryOptions, useQuery } from '@tanstack/react-query';
import { Button, Result, Spin } from 'antd';
import { useLayoutEffect } from 'react';
import { get, messageOf } from './api.ts';
import { FirstRun } from './first-run.tsx';
import { Frame } from './frame.tsx';
import { type Program, useProgram } from './program.ts';
import { SignIn } from './sign-in.tsx';

/** Who is signed in at this device. */
export const welcomeQuery = ({ welcome: schema }: Program) =>
  queryOptions({ queryKey: ['welcome'], queryFn: ({ signal }) => get('/welcome', schema, signal) });

/** Everything: the first administrator, the sign-in, or the pages. */
export function Shell() {
  const program = useProgram();
  const { machine, drawn } = program;
  useLayoutEffect(() => drawn?.(), [drawn]);
  // An ended session shows the sign-in by itself.
  const welcome = useQuery({ ...welcomeQuery(program), refetchInterval: 60_000 });
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
