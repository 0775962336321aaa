import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Progress, Typography } from 'antd';
import { useEffect } from 'react';
import { type JobView, jobSchema } from '../../contract/web/job.ts';
import { get, messageOf, send } from './api.ts';

/** A running job's progress with a button to cancel; tells once when it has ended. */
export function JobProgress({
  id,
  onEnd,
  cancellable = true,
}: {
  readonly id: string;
  readonly onEnd: (job: JobView) => void;
  readonly cancellable?: boolean;
}) {
  const job = useQuery({
    queryKey: ['job', id],
    queryFn: ({ signal }) => get(`/jobs/${id}`, jobSchema, signal),
    refetchInterval: ({ state: { data } }) => (data === undefined || data.state === 'running' ? 400 : false),
    staleTime: 0,
  });
  const view = job.data;
  const ended = view !== undefined && view.state !== 'running';
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when it ends
  useEffect(() => {
    if (ended) onEnd(view);
  }, [ended]);
  if (job.isError) return <Alert type="error" showIcon title={messageOf(job.error)} />;
  const percent = Math.floor((view?.share ?? 0) * 100);
  return (
    <div aria-live="polite">
      <Progress percent={percent} status={view?.state === 'failed' ? 'exception' : 'active'} aria-label="进度" />
      <Typography.Paragraph type="secondary">{view?.note}</Typography.Paragraph>
      {view?.state === 'failed' && <Alert type="error" showIcon title={view.error} />}
      {cancellable && view?.state === 'running' && (
        <Button danger onClick={() => void send('DELETE', `/jobs/${id}`)}>
          取消
        </Button>
      )}
    </div>
  );
}
