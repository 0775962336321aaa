import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { startedJobSchema } from '../../../core/contract/web/job.ts';
import { send } from '../../../core/ui/shell/api.ts';
import { JobProgress } from '../../../core/ui/shell/job.tsx';
import { ENROLMENT, useChange } from './use-enrolment.ts';

/** Templates of another model: how many, and one click that makes them anew from the stored photos. */
export function StaleModel({ people, may }: { readonly people: number; readonly may: boolean }) {
  const queries = useQueryClient();
  const [job, setJob] = useState<string | null>(null);
  const start = useChange(
    async () => setJob((await send('POST', '/enrolment/re-enrol', undefined, startedJobSchema)).job),
    { done: '已开始重新登记' },
  );
  return (
    <Alert
      type="warning"
      showIcon
      className="enrolment-alert"
      title={`识别模型已更换：本机有 ${people} 人的模板是旧模型的，暂时不能识别`}
      description={
        job === null ? (
          '可用保存的照片按新模型重新建立模板，不需要重新拍照。'
        ) : (
          <JobProgress id={job} onEnd={() => void queries.invalidateQueries({ queryKey: [ENROLMENT] })} />
        )
      }
      action={
        may &&
        job === null && (
          <Button type="primary" loading={start.isPending} onClick={() => start.mutate(undefined)}>
            重新登记 {people} 人
          </Button>
        )
      }
    />
  );
}
