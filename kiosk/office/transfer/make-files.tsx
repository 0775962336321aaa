import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Card, Select, Space, Typography } from 'antd';
import { useState } from 'react';
import * as z from 'zod/mini';
import {
  classFileBegunSchema,
  type MadeFile,
  madeFileSchema,
  type TransfersView,
} from '../../../core/contract/office/transfer.ts';
import { type JobView, startedJobSchema } from '../../../core/contract/web/job.ts';
import { messageOf, send } from '../../../core/ui/shell/api.ts';
import { JobProgress } from '../../../core/ui/shell/job.tsx';

interface Props {
  readonly code: string;
  readonly view: TransfersView;
  readonly onMade: () => void;
}

/** Both kinds of file for the other kiosk. */
export function MakeFiles(props: Props) {
  return (
    <Card title={<h2>导出给另一台电脑</h2>}>
      <div className="carry">
        <ClassFile {...props} />
        <RecordsFile {...props} />
      </div>
    </Card>
  );
}

function ClassFile({ code, view: { obstacle }, onMade }: Props) {
  const [made, setMade] = useState<MadeFile | null>(null);
  const begin = useMutation({
    mutationFn: () => {
      setMade(null);
      return send('POST', `/classes/${encodeURIComponent(code)}/class-files`, undefined, classFileBegunSchema);
    },
  });
  const ended = useEnded(setMade, onMade);
  return (
    <section aria-label="导出班级资料">
      <h3>班级资料（加密）</h3>
      <p>资料与备案、名册、课程表和变更、请假、同意书、人脸照片和模板。扫描件留在本机。</p>
      <Button type="primary" disabled={obstacle !== null} loading={begin.isPending} onClick={() => begin.mutate()}>
        导出班级资料
      </Button>
      {begin.isError && <Alert type="error" showIcon title={messageOf(begin.error)} />}
      {begin.data !== undefined && (
        <>
          <Alert
            type="warning"
            showIcon
            title="口令只显示这一次，请抄下来，不要和 U 盘放在一起"
            description={
              <Typography.Text copyable className="passphrase">
                {begin.data.passphrase}
              </Typography.Text>
            }
          />
          <JobProgress key={begin.data.job} id={begin.data.job} onEnd={ended} />
        </>
      )}
      {made !== null && <Download made={made} />}
    </section>
  );
}

function RecordsFile({ code, view: { obstacle, months }, onMade }: Props) {
  const [month, choose] = useState<string | undefined>(months[0]);
  const [made, setMade] = useState<MadeFile | null>(null);
  const begin = useMutation({
    mutationFn: () => {
      setMade(null);
      return send(
        'POST',
        `/classes/${encodeURIComponent(code)}/record-files`,
        { month },
        z.object(startedJobSchema.shape),
      );
    },
  });
  const ended = useEnded(setMade, onMade);
  return (
    <section aria-label="导出课时记录">
      <h3>课时记录（签名）</h3>
      <p>本机教室一个月的课时记录，带本机签名，没有姓名和照片。附件6 由班级所在的电脑汇总。</p>
      {months.length === 0 ? (
        <Typography.Text type="secondary">本机还没有这个班的课时记录</Typography.Text>
      ) : (
        <Space wrap>
          <Select
            aria-label="月份"
            value={month}
            onChange={choose}
            options={months.map((value) => ({ value, label: value }))}
          />
          <Button
            disabled={obstacle !== null || month === undefined}
            loading={begin.isPending}
            onClick={() => begin.mutate()}
          >
            导出课时记录
          </Button>
        </Space>
      )}
      {begin.isError && <Alert type="error" showIcon title={messageOf(begin.error)} />}
      {begin.data !== undefined && <JobProgress key={begin.data.job} id={begin.data.job} onEnd={ended} />}
      {made !== null && <Download made={made} />}
    </section>
  );
}

function useEnded(setMade: (made: MadeFile) => void, onMade: () => void): (job: JobView) => void {
  return (job) => {
    const made = z.safeParse(madeFileSchema, job.result);
    if (job.state !== 'done' || !made.success) return;
    setMade(made.data);
    onMade();
  };
}

function Download({ made: { file, name, bytes, detail } }: { readonly made: MadeFile }) {
  return (
    <Alert
      type="success"
      showIcon
      title={detail}
      description={
        <>
          <a href={`/api/transfer-files/${file}`} download={name}>
            保存文件 {name}
          </a>
          （{sizeText(bytes)}，一小时后从本机删除）
        </>
      }
    />
  );
}

function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
