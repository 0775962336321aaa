import { useMutation } from '@tanstack/react-query';
import { Alert, Button, List, Tag } from 'antd';
import { useState } from 'react';
import { type FoundOnNetwork, foundCamerasSchema } from '../../../core/contract/office/cameras.ts';
import { type JobView, startedJobSchema } from '../../../core/contract/web/job.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { JobProgress } from '../../../core/ui/shell/job.tsx';

/** Searching the network for cameras, and choosing one of them. */
export function Search({ onPick }: { readonly onPick: (found: FoundOnNetwork) => void }) {
  const [job, setJob] = useState<string | null>(null);
  const [found, setFound] = useState<readonly FoundOnNetwork[] | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const start = useMutation({
    mutationFn: () => send('POST', '/cameras/search', undefined, startedJobSchema),
    onSuccess: (started) => {
      setFound(null);
      setFailed(null);
      setJob(started.job);
    },
  });
  const ended = (view: JobView): void => {
    setJob(null);
    const read = foundCamerasSchema.safeParse(view.result);
    if (view.state === 'done' && read.success) setFound(read.data);
    else if (view.state === 'failed') setFailed(view.error);
  };
  return (
    <section aria-label="搜索网络" className="camera-search">
      <Button onClick={() => start.mutate()} loading={start.isPending} disabled={job !== null}>
        搜索网络中的摄像头
      </Button>
      {start.isError && <Alert type="error" showIcon title={messageOf(start.error)} />}
      {failed !== null && <Alert type="error" showIcon title={failed} />}
      {job !== null && <JobProgress id={job} onEnd={ended} />}
      {found?.length === 0 && (
        <Alert
          type="info"
          showIcon
          title="没有找到摄像头：请确认摄像头与教室电脑在同一网络、已通电，并在摄像头中打开 ONVIF；也可以直接输入地址"
        />
      )}
      {found !== null && found.length > 0 && (
        <List
          size="small"
          dataSource={[...found]}
          renderItem={(camera) => (
            <List.Item
              actions={[
                <Button key="pick" size="small" onClick={() => onPick(camera)} disabled={camera.known !== null}>
                  选用
                </Button>,
              ]}
            >
              <span>
                {camera.name || camera.hardware || '未命名的摄像头'}{' '}
                {camera.known !== null && <Tag>已添加：{camera.known}</Tag>}
                <br />
                <code>{camera.address}</code>
              </span>
            </List.Item>
          )}
        />
      )}
    </section>
  );
}
