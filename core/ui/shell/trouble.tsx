import { Button, Result, Spin } from 'antd';
import type { ReactNode } from 'react';
import { messageOf } from './api.ts';

interface Read<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

/** What a page shows of its data: waiting, the trouble with a way to try again, or the data itself. */
export function Loaded<T>({ of, children }: { readonly of: Read<T>; readonly children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return children(of.data);
  if (of.error === null) return <Spin className="waiting" description="正在读取…" />;
  return (
    <Result
      status="warning"
      title={messageOf(of.error)}
      extra={<Button onClick={() => void of.refetch()}>重试</Button>}
    />
  );
}
